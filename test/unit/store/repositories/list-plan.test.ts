import { describe, expect, test } from 'vitest';
import type { MessageFilter } from '../../../../src/domain/messages/message.ts';
import { states } from '../../../../src/domain/messages/state.ts';
import { checkOwners } from '../../../../src/domain/operation/ear.ts';
import { listMessages } from '../../../../src/store/queries/messages/list-messages.ts';
import { numberOf, T0 } from '../../../support/store/messages.ts';
import { plansOf } from '../../../support/store/query-plan.ts';

const ALL: MessageFilter = {
  state: undefined,
  priority: undefined,
  to: undefined,
  reference: undefined,
  since: undefined,
  owner: undefined,
};
const plansFor = (filter: Partial<MessageFilter>): Promise<readonly string[][]> =>
  plansOf((db) => listMessages(db, { ...ALL, ...filter }, { limit: 200, cursor: undefined }));

describe('a list of messages reads', () => {
  test.each(checkOwners)('the messages of a %s to an ear in their own index', async (owner) => {
    expect(await plansFor({ owner, to: numberOf(1), since: T0 })).toEqual([
      ['SEARCH messages USING INDEX messages_of_checks (recipient=? AND id>? AND id<?)'],
    ]);
  });

  test.each(states.filter((state) => state !== 'queued'))(
    'messages that are %s in an index of this state, also if there are none',
    async (state) => {
      const [steps = []] = await plansFor({ state });
      const ofState = /INDEX messages_(sending|sent|delivered|troubled)\b/;
      expect(steps.filter((step) => ofState.test(step))).toHaveLength(1);
      expect(steps.filter((step) => step.includes('rowid<?'))).toEqual([]);
    },
  );

  test('queued messages among some thousand new ones, then in the index of the queue', async () => {
    const [, newest, rest] = await plansFor({ state: 'queued' });
    expect(newest).toEqual(['SEARCH messages USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
    // No row was found, so that no message is left to look for.
    expect(rest).toBeUndefined();
  });

  test.each([
    [{ reference: 'crue' }, 'messages_by_reference (reference=?'],
    [{ alert: 1 }, 'messages_by_alert (alert=?'],
  ])('messages in a state and with %o in the index of that', async (filter, index) => {
    for (const state of ['queued', 'sent', 'delivered', 'failed'] as const) {
      const [steps = []] = await plansFor({ ...filter, state });
      expect(steps, state).toEqual([expect.stringContaining(index)]);
    }
  });

  test('a span of the messages in a state in the index of the state', async () => {
    for (const state of ['sent', 'delivered', 'failed'] as const) {
      const plans = await plansFor({ priority: 'high', state });
      for (const [step] of plans) expect(step, state).toMatch(/INDEX messages_(sent|delivered|troubled)\b/);
      expect(plans).toHaveLength(2);
    }
  });

  test('messages since a time by their ids, which grow with the time', async () => {
    const [steps] = await plansFor({ since: T0 });
    expect(steps).toEqual(['SEARCH messages USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
  });

  test('messages to a number in a rare state, after the last block, in spans of all messages', async () => {
    const [, span] = await plansFor({ to: numberOf(1), state: 'failed' });
    expect(span).toEqual(['SEARCH messages USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
  });

  test('messages to a number in the blocks, one after the other, and after the last block', async () => {
    const [begin, after, inBlocks] = await plansFor({ to: numberOf(1) });
    expect(begin?.filter((step) => step.startsWith('SEARCH'))).toEqual([
      'SEARCH message_blocks',
      'SEARCH messages USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
    ]);
    expect(after).toEqual(['SEARCH messages USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
    expect(inBlocks?.filter((step) => !step.includes('SUBQUERY'))).toEqual([
      'SEARCH message_blocks USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
      'SEARCH message_blocks USING INTEGER PRIMARY KEY (rowid>?)',
      'SEARCH messages_to USING PRIMARY KEY (until_id=? AND recipient=? AND message_id<?)',
      'SEARCH messages USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
  });
});
