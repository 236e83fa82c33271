import { expect, test } from 'vitest';
import { OUTCOMES, outcomesIn } from '../../../../src/console/rooms/alert/live/outcomes.ts';
import { states } from '../../../../src/domain/messages/state.ts';

test('each state of a message is in one column of the tables, and in no other', () => {
  expect(Object.values(OUTCOMES).flat().toSorted()).toEqual([...states].toSorted());
});

test('who opted out and what was withdrawn stand apart from what was not delivered, where there are some', () => {
  expect(outcomesIn([{ byState: { delivered: 3 } }])).toEqual(['delivered', 'accepted', 'failed', 'queued']);
  expect(outcomesIn([{ byState: {} }, { byState: { suppressed: 2, failed: 1 } }])).toContain('leftOut');
  expect(outcomesIn([{ byState: { cancelled: 1 } }])).toContain('withdrawn');
});
