import { expect, test } from 'vitest';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import { countParts } from '../../../src/store/queries/alerts/sent-parts.ts';
import {
  countQueued,
  makeDueAgain,
  readInterrupted,
  unsentInLanes,
} from '../../../src/store/queries/messages/queue.ts';
import { readTimeline } from '../../../src/store/queries/messages/timeline.ts';
import { listUnreceipted } from '../../../src/store/queries/messages/unreceipted.ts';
import { T0 } from '../../support/store/messages.ts';
import { plansOf } from '../../support/store/query-plan.ts';

/** A step that reads a whole table, or all of it from some row on. What is queued or under way is few, or is meant. */
const READS_ALL =
  /^SCAN (messages|parts|unanswered|m|p|u)\b(?! USING (COVERING )?INDEX messages_(sending|queue))|\(rowid>/;

test.each([
  ['the timeline of a message', (db) => readTimeline(db, 1 as MessageId)],
  [
    'the parts of a route without a receipt',
    (db) => listUnreceipted(db, 'carrier-a', { validUntil: T0, messageId: 1 as MessageId }, T0, 100),
  ],
  ['the parts that left of an alert', (db) => countParts(db, 1, 0, 10)],
  ['what was under way when the gateway ended', (db) => readInterrupted(db, 0)],
  ['what a node had under way', (db) => readInterrupted(db, 3, [1 as MessageId])],
  ['what waits, by its class,', countQueued],
  ['what is due again when the clock was set back', (db) => makeDueAgain(db, T0)],
  ['what is unsent in some lanes', (db) => unsentInLanes(db, [1, 2], 0, 1000)],
] as const satisfies readonly (readonly [string, Parameters<typeof plansOf>[0]])[])(
  '%s is found by an index, however many parts there are',
  async (_, ask) => {
    const steps = (await plansOf(ask)).flat();
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => READS_ALL.test(step))).toEqual([]);
  },
);
