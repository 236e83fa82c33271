import { expect, test } from 'vitest';
import type { Alert } from '../../../../src/console/api/alerts/alerts.ts';
import type { Message } from '../../../../src/console/api/messages.ts';
import { aboutAlerts } from '../../../../src/console/rooms/messages/number/about-alerts.ts';

const NOW = Date.UTC(2026, 10, 26, 3);
const HOUR_MS = 3_600_000;
const alert = (id: number, hoursAgo: number, own: Partial<Alert> = {}): Alert =>
  ({
    id,
    title: `alert ${id}`,
    kind: 'live',
    state: 'completed',
    launched: {
      by: { kind: 'user', id: 'user:1', name: 'Anna' },
      at: new Date(NOW - hoursAgo * HOUR_MS).toISOString(),
    },
    ...own,
  }) as Alert;
const message = (alertId: number, state: Message['state']): Message => ({ alert: alertId, state }) as Message;

const kinds = (alerts: readonly Alert[], messages: readonly Message[], hasAll = true) =>
  aboutAlerts(alerts, messages, hasAll, NOW).map(({ alert: { id }, kind }) => [id, kind]);

test('an alert without a message to the number did not have it among its people, if it is of today', () => {
  expect(kinds([alert(1, 2)], [])).toEqual([[1, 'notAmong']]);
});

test('of an older alert the message may have been deleted by age, and an alert that goes on may still come', () => {
  expect(kinds([alert(1, 48), alert(2, 1, { state: 'sending' })], [])).toEqual([
    [1, 'noneStored'],
    [2, 'notAmongYet'],
  ]);
});

test('while not all messages were read, nothing is concluded from a missing one', () => {
  expect(kinds([alert(1, 2)], [], false)).toEqual([[1, 'notKnown']]);
});

test('exercises, drafts and alerts of months ago are left out; a message is always told', () => {
  const alerts = [
    alert(1, 1, { kind: 'exercise' }),
    alert(2, 1, { launched: null }),
    alert(3, 24 * 60),
    alert(4, 24 * 60),
  ];
  expect(kinds(alerts, [message(4, 'delivered')])).toEqual([[4, 'message']]);
});
