import type { Msisdn } from '../messages/msisdn.ts';
import type { Priority } from '../messages/priority.ts';
import type { RouteCapabilities } from '../routes/capabilities.ts';

/** What a route carries, as far as is known. */
export interface RoutePace {
  readonly id: string;
  readonly capabilities: RouteCapabilities;
  /** It takes messages now. */
  readonly usable: boolean;
  /** Parts per second: measured; what the contract says, or what is believed, while it is idle. */
  readonly ratePerSecond: number;
  /** When it would have away a message of this priority that came now, ms from now; undefined: never, as things are. */
  readonly etaMs: Readonly<Record<Priority, number | undefined>>;
}

/** What alerts ask of the sending side. A turn is one wave of an alert: turns of one priority alternate. */
export interface AlertTraffic {
  /** Where its messages to this number queue; undefined: no rule of the plan carries it. */
  laneFor(
    to: Msisdn,
    priority: Priority,
    only: readonly string[] | undefined,
    turn: string,
  ): number | Promise<number> | undefined;
  /** After the commit: so many messages of this class are queued now, or fewer when negative. */
  queued(lane: number, priority: Priority, messages: number, dueAt: number): void;
  /** Messages of the turn that wait. */
  waiting(turn: string): number;
  lanesOf(turn: string): readonly number[];
  /** Nothing of it is claimed until it is released. Not kept over a restart. */
  hold(turn: string): void;
  release(turn: string): void;
  paces(): readonly RoutePace[];
}
