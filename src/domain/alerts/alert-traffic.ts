import type { Msisdn } from '../messages/msisdn.ts';
import type { Priority } from '../messages/priority.ts';
import type { RouteCapabilities } from '../routes/capabilities.ts';

/** The throughput of a route, as far as it is known. */
export interface RoutePace {
  readonly id: string;
  readonly capabilities: RouteCapabilities;
  /** Whether it takes messages now. */
  readonly usable: boolean;
  /** Parts per second: measured, or while the route is idle that of the contract or of its type. */
  readonly ratePerSecond: number;
  /**
   * In how many ms a message of this priority that is queued now would be sent; undefined if it wouldn't be, as things
   * are.
   */
  readonly etaMs: Readonly<Record<Priority, number | undefined>>;
}

/** What alerts need of the sending side. A turn is one wave of an alert; turns of one priority alternate. */
export interface AlertTraffic {
  /** The lane of messages to this number; undefined if no rule of the plan matches it. */
  laneFor(
    to: Msisdn,
    priority: Priority,
    only: readonly string[] | undefined,
    turn: string,
  ): number | Promise<number> | undefined;
  /**
   * Counts queued messages of a class; call it after the commit.
   *
   * @param messages how many were queued; a negative number were taken out of the queue
   */
  queued(lane: number, priority: Priority, messages: number, dueAt: number): void;
  /** Queued messages of the turn. */
  waiting(turn: string): number;
  lanesOf(turn: string): readonly number[];
  /** Stops claims of its messages until `release`. Not kept over a restart. */
  hold(turn: string): void;
  release(turn: string): void;
  paces(): readonly RoutePace[];
}
