import { expect, test } from 'vitest';
import { eventOfAction } from '../../../../src/domain/alerts/alert-log.ts';
import { webhookEventTypes } from '../../../../src/domain/operation/events.ts';

test('each alert event that a webhook can ask for is published for an action of the alert log', () => {
  const made: ReadonlySet<string> = new Set(Object.values(eventOfAction));
  expect([...made].toSorted()).toEqual(
    webhookEventTypes.filter((type) => type.startsWith('alert.')).toSorted(),
  );
});
