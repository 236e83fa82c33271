import type { Msisdn } from '../messages/msisdn.ts';
import type { Priority } from '../messages/priority.ts';
import type { Allowance } from '../routes/allowance.ts';
import type { RouteCapabilities } from '../routes/capabilities.ts';
import type { Supply } from '../routes/supply.ts';

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
  /** How long the answer to a part takes after it has left, ms; 0 for a route that sends one part after the other. */
  readonly delayMs: number;
  /** For each priority: the parts that the route sends before a message that is queued now; computed when read. */
  readonly ahead: Readonly<Record<Priority, number>>;
  /** How many parts the route would send from now on, by its pace and its limits. */
  readonly supply: Supply;
  /** Why the route's limits allow no part now, or none to new recipients; undefined if they allow parts. */
  readonly spent?: string | undefined;
  /** See `Allowance`. */
  readonly recipients?: Allowance['recipients'];
}

/** Messages of one alert, which are not counted among those that leave before them. */
export interface OwnMessages {
  readonly turns: readonly string[];
  /** Parts that the alert has still to send. Lanes of one priority alternate, so others delay it by no more. */
  readonly parts: number;
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
  lanesOf(turn: string): Promise<readonly number[]>;
  /** Stops claims of the turn's messages until `release`. A restart ends the hold. */
  hold(turn: string): void;
  release(turn: string): void;
  /** The held turns of which messages wait. */
  waitingHeld(): readonly string[];
  /** @param own the alert for which it is asked; left out: all messages count as ahead */
  paces(own?: OwnMessages): readonly RoutePace[];
}
