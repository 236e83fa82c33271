import { expect, test } from 'vitest';
import { eventOfAction } from '../../../../src/domain/alerts/alert-log.ts';
import { webhookEventTypes } from '../../../../src/domain/operation/events.ts';

test('each event of an alert that a webhook can ask for is made by a line of its log', () => {
  const made: ReadonlySet<string> = new Set(Object.values(eventOfAction));
  expect([...made].toSorted()).toEqual(
    webhookEventTypes.filter((type) => type.startsWith('alert.')).toSorted(),
  );
});
