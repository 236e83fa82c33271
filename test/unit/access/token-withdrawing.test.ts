import { expect, test } from 'vitest';
import { TokenWithdrawing } from '../../../src/access/token-withdrawing.ts';
import { quietLog } from '../../support/log/suite-log.ts';

test('a withdrawal that another one of the same token meets counts all messages, and so does the other one', async () => {
  let left = 5;
  const withdrawing = new TokenWithdrawing({
    restMs: 1000,
    store: {
      unswept: async () => [],
      underWayOfToken: async () => 0,
      withdrawOfToken: async () => ({
        ended: [{ lane: 0, priority: 'normal', messages: 1 }],
        uncertain: 0,
        next: --left > 0 ? { id: left } : undefined,
      }),
    } as unknown as ConstructorParameters<typeof TokenWithdrawing>[0]['store'],
    ended: () => {},
    clock: { now: () => 0, elapsed: () => 0, after: () => () => {} },
    log: quietLog,
  });
  const all = { withdrawn: 5, uncertain: 0, underWay: 0 };
  expect(await Promise.all([withdrawing.withdraw('a'), withdrawing.withdraw('a')])).toEqual([all, all]);
  // What was queued later is withdrawn by a call of its own.
  left = 2;
  expect(await withdrawing.withdraw('a')).toMatchObject({ withdrawn: 2 });
});
