import type { Msisdn } from '../messages/msisdn.ts';
import type { Priority } from '../messages/priority.ts';
import type { RouteCapabilities } from '../routes/capabilities.ts';

/** The throughput of a route, as far as it is known. */
export interface RoutePace {
  readonly id: string;
  readonly capabilities: RouteCapabilities;
  /** Whether the route takes messages now. */
  readonly usable: boolean;
  /**
   * The rate in parts per second: while the route is idle the contracted one, if any, otherwise the measured or assumed
   * one.
   */
  readonly ratePerSecond: number;
  /**
   * In how many ms a message of each priority that is queued now would be sent; undefined while the route sends
   * nothing.
   */
  readonly etaMs: Readonly<Record<Priority, number | undefined>>;
}

/**
 * What alerts need of the dispatcher. A turn is the name of one wave (docs/glossary.md); turns of one priority
 * alternate.
 */
export interface AlertTraffic {
  /** The lane of messages to this number; undefined if no rule of the plan matches it. */
  laneFor(
    to: Msisdn,
    priority: Priority,
    only: readonly string[] | undefined,
    turn: string,
  ): number | Promise<number> | undefined;
  /**
   * Notes that messages of a class were queued or left the queue. To be called after the commit.
   * @param messages how many were queued; negative if they left the queue
   */
  queued(lane: number, priority: Priority, messages: number, dueAt: number): void;
  /** The number of queued messages of the turn. */
  waiting(turn: string): number;
  lanesOf(turn: string): readonly number[];
  /** Stops claims of the turn's messages until `release`. A restart ends the hold. */
  hold(turn: string): void;
  release(turn: string): void;
  paces(): readonly RoutePace[];
}
