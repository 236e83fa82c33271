import type { Priority } from '../messages/priority.ts';
import type { RouteType } from './capabilities.ts';
import type { ModemDetails } from './modem-details.ts';
import type { ModemStatus, Quarantine, ReceiptSpelling, RefusalCount, RouteState } from './route.ts';
import type { RouteTrace } from './route-trace.ts';
import type { SimControl } from './sim-control.ts';

/** The tier in which a rule of the plan has a route. */
export interface RoutePlace {
  /** 1: it is used first. */
  readonly tier: number;
  readonly tiers: number;
  /** The beginnings of the numbers that the rule is for; undefined: all. */
  readonly prefixes: readonly string[] | undefined;
  /** The priorities that the rule is for; undefined: all. */
  readonly priorities: readonly Priority[] | undefined;
}

/** A route as operators see it. Rates are in parts per second, measured over the last seconds. */
export interface RouteView {
  readonly id: string;
  readonly type: RouteType;
  readonly state: RouteState;
  readonly reason: string | undefined;
  /** Since when the state is so, ms since the epoch, as far as this process has seen it. */
  readonly since?: number | undefined;
  readonly rate: number;
  readonly contractedRate: number | undefined;
  /** How much of the contracted rate this node may send, parts per second; undefined: all of it. */
  readonly share?: number | undefined;
  /** The limit that the carrier doesn't tell and that was found, parts per second; undefined: none was. */
  readonly foundLimit?: number | undefined;
  /** Where the plan has the route; left out if that is not known. */
  readonly places?: readonly RoutePlace[] | undefined;
  /** The time from submit to answer, ms; undefined before the first answer. */
  readonly latencyMs: number | undefined;
  /** Queued parts for which this route is in the first tier. */
  readonly backlog: number;
  /**
   * In how many ms a message of each priority that is queued now would be sent; undefined while the route sends
   * nothing.
   */
  readonly etaMs: Readonly<Record<Priority, number | undefined>>;
  readonly inFlight: number;
  readonly sentToday: number;
  readonly modem: ModemStatus | undefined;
  /** Left out for a carrier. */
  readonly modemDetails?: ModemDetails | undefined;
  /** Undefined while the route isn't quarantined. */
  readonly quarantine: Quarantine | undefined;
  /** How the carrier's receipts write its ids; undefined until it is known, and for a modem. */
  readonly receiptId: ReceiptSpelling | undefined;
  /** Counts of the carrier's answers other than ESME_ROK; undefined for a modem. */
  readonly refusals: readonly RefusalCount[] | undefined;
}

export interface RoutesControl {
  list(): readonly RouteView[];
  get(id: string): RouteView | undefined;
  /** Undefined if the route doesn't exist or can't be traced. */
  trace(id: string): RouteTrace | undefined;
  /** Undefined if the route doesn't exist or has no SIM. */
  sim(id: string): SimControl | undefined;
  /**
   * Stores the setting: a disabled route stays disabled after a restart. To enable a route also ends its quarantine.
   * False if the route doesn't exist.
   */
  setEnabled(id: string, enabled: boolean): Promise<boolean>;
}
