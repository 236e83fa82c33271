import type { Priority } from '../messages/priority.ts';
import type { RouteType } from './capabilities.ts';
import type { ModemStatus, ReceiptSpelling, RefusalCount, RouteState, RouteTrace } from './route.ts';
import type { SimControl } from './sim-control.ts';

/** A route as an operator sees it; rates in parts per second, measured over the last seconds. */
export interface RouteView {
  readonly id: string;
  readonly type: RouteType;
  readonly state: RouteState;
  readonly reason: string | undefined;
  readonly rate: number;
  readonly contractedRate: number | undefined;
  /** Submit to answer, ms; undefined before the first answer. */
  readonly latencyMs: number | undefined;
  /** Parts queued for which this route is in the first tier that would take them. */
  readonly backlog: number;
  /** When it would have away a message of each priority that came now, ms from now; undefined: never, as things are. */
  readonly etaMs: Readonly<Record<Priority, number | undefined>>;
  readonly inFlight: number;
  readonly sentToday: number;
  readonly modem: ModemStatus | undefined;
  /** How the carrier's receipts spell its ids; undefined while it isn't known, and for a modem. */
  readonly receiptId: ReceiptSpelling | undefined;
  /** What the carrier answered but "yes"; undefined for a modem. */
  readonly refusals: readonly RefusalCount[] | undefined;
}

export interface RoutesControl {
  list(): readonly RouteView[];
  get(id: string): RouteView | undefined;
  /** Undefined if no route is called that, or if it can't be traced. */
  trace(id: string): RouteTrace | undefined;
  /** Undefined if no route is called that, or if it has no SIM. */
  sim(id: string): SimControl | undefined;
  /** Kept on disk: a disabled route stays so after a restart. False if no route is called that. */
  setEnabled(id: string, enabled: boolean): Promise<boolean>;
}
