import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Roster } from '../../../../src/domain/duty/roster.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author, draftOf } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

const HOUR_MS = 3_600_000;
const audience = { include: [{ roster: 1 }] };

// The virtual clock begins on 2026-01-01T00:00:00Z. Anna is on duty until 02:00 UTC, then Bruno.
let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live' });
  const days = [1, 2, 3, 4, 5, 6, 7];
  const shift = (from: number, to: number, name: string) =>
    ({ kind: 'weekly', days, from, to, who: [name], since: undefined, until: undefined }) as const;
  const roster: Roster = {
    timeZone: 'UTC',
    people: [
      { name: 'Anna', phone: numberOf(1), language: 'fr' },
      { name: 'Bruno', phone: numberOf(2), language: 'fr' },
    ],
    shifts: [shift(0, 120, 'Anna'), shift(120, 0, 'Bruno')],
    exceptions: [],
    imported: [],
    fallback: [],
    aliases: {},
  };
  await rig.disk.store.duty.rosters.create('SAMU', roster, 0);
});
afterEach(() => rig.remove());

const approved = async (own: object = {}) => {
  const alert = await rig.service.create(draftOf({ audience, ...own }), author);
  await rig.service.submit(alert.id, author);
  await rig.service.approve(alert.id, approver);
  return alert.id;
};
const numbers = async (alert: number) => (await rig.messages(alert)).map(({ to }) => to);

test('an alert to a roster goes to whoever is on duty at its launch, and its approval holds after a change of shift', async () => {
  const alert = await approved();
  await rig.disk.clock.advance(3 * HOUR_MS);
  expect(await rig.launch(alert)).toMatchObject({ kind: 'done' });
  await rig.untilExpanded(alert);
  expect(await numbers(alert)).toEqual([numberOf(2)]);
});

test('a scheduled alert to a roster goes to whoever is on duty at its time', async () => {
  const alert = await approved({ scheduledAt: rig.disk.clock.now() + 3 * HOUR_MS });
  await rig.launch(alert);
  await rig.disk.clock.advance(3 * HOUR_MS);
  await rig.untilExpanded(alert);
  expect(await numbers(alert)).toEqual([numberOf(2)]);
});

test('an alert to a roster that was deleted is not launched', async () => {
  const alert = await approved();
  await rig.disk.store.duty.rosters.remove(1, undefined);
  expect((await rig.launch(alert)).kind).not.toBe('done');
});
