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

export interface ComposedReceipts {
  readonly receiptService: ReceiptService;
  readonly receiptWatch: ReceiptWatch;
  /** To be called when the configuration was read again, with its routes. */
  readonly followRoutes: (routes: Config['routes']) => void;
}

/**
 * Stores the receipts of all routes, counts them, and watches for those that were too many to be kept, or don't come.
 */
export const composeReceipts = (
  { routes, node }: Config,
  { store, metrics, intakeAlarms, clock }: ReceiptsAround,
): ComposedReceipts => {
  const count = metrics.receipts(routes.map(({ id }) => id));
  const receiptWatch = new ReceiptWatch();
  const taken = (route: string, match: ReceiptMatch['kind']): void => {
    count(route, match);
    receiptWatch.came(route);
    if (match === 'counted') intakeAlarms.over(route, 'unmatchedReceipts');
  };
  let ofOneNode = idsOfOneNode(routes);
  const isShared = node === undefined ? undefined : (route: string) => !ofOneNode.has(route);
  const receiptService = new ReceiptService(store, clock, taken, isShared);
  const followRoutes = (after: Config['routes']): void => {
    ofOneNode = idsOfOneNode(after);
  };
  return { receiptService, receiptWatch, followRoutes };
};

/** What is sent by a route with a node of its own is answered and reported to that node alone. */
const idsOfOneNode = (routes: Config['routes']): ReadonlySet<string> =>
  new Set(routes.filter((route) => route.node !== undefined).map(({ id }) => id));
