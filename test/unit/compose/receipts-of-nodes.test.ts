import { expect, test } from 'vitest';
import { composeReceipts } from '../../../src/compose/receipts.ts';
import type { Config } from '../../../src/config/schema.ts';
import type { ReceiptRepository } from '../../../src/domain/messages/receipt-repository.ts';
import type { Metrics } from '../../../src/ops/metrics.ts';
import { receipt } from '../../support/store/messages.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** No answer names any id. */
const store = {
  record: async (all: readonly unknown[]) => all.map(() => ({ kind: 'kept', reason: 'unknown' })),
  recordKnown: async (all: readonly unknown[]) => all.map(() => undefined),
} as unknown as ReceiptRepository;
const routesWith = (node: string | undefined) => [{ id: 'carrier-a', node }] as unknown as Config['routes'];

test('a receipt waits for the answer that another node stores as soon as a reload lets that node send by its route', async () => {
  const clock = new VirtualClock();
  const { receiptService, followRoutes } = composeReceipts(
    { routes: routesWith('here'), node: { name: 'here' } } as unknown as Config,
    {
      store,
      metrics: { receipts: () => () => undefined } as unknown as Metrics,
      intakeAlarms: { over: () => undefined },
      clock,
    },
  );
  expect(await receiptService.take(receipt('one'))).toMatchObject({ kind: 'kept' });
  followRoutes(routesWith(undefined));
  let isKept = false;
  const taken = receiptService.take(receipt('two')).then(() => {
    isKept = true;
  });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(isKept).toBe(false);
  await clock.advance(250);
  await taken;
});
