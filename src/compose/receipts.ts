import type { Config } from '../config/schema.ts';
import type { ReceiptRepository } from '../domain/messages/receipt-repository.ts';
import type { ReceiptMatch } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { ReceiptWatch } from '../ops/alarms/receipt-watch.ts';
import type { IntakeAlarms } from '../ops/intake-alarms.ts';
import type { Metrics } from '../ops/metrics.ts';
import { ReceiptService } from '../receipts/receipt-service.ts';

interface ReceiptsAround {
  readonly store: ReceiptRepository;
  readonly metrics: Metrics;
  readonly intakeAlarms: Pick<IntakeAlarms, 'over'>;
  readonly clock: Clock;
}

/**
 * Stores the receipts of all routes, counts them, and watches for those that were too many to be kept, or don't come.
 */
export const composeReceipts = (
  { routes, node }: Config,
  { store, metrics, intakeAlarms, clock }: ReceiptsAround,
): { readonly receiptService: ReceiptService; readonly receiptWatch: ReceiptWatch } => {
  const count = metrics.receipts(routes.map(({ id }) => id));
  const receiptWatch = new ReceiptWatch();
  const taken = (route: string, match: ReceiptMatch['kind']): void => {
    count(route, match);
    receiptWatch.came(route);
    if (match === 'counted') intakeAlarms.over(route, 'unmatchedReceipts');
  };
  // What is sent by a route with a node of its own is answered and reported to that node alone.
  const ofOneNode = new Set(routes.filter((route) => route.node !== undefined).map(({ id }) => id));
  const isShared = node === undefined ? undefined : (route: string) => !ofOneNode.has(route);
  const receiptService = new ReceiptService(store, clock, taken, isShared);
  return { receiptService, receiptWatch };
};
