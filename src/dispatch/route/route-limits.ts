import { type MessageLengths, msUntilRoom } from '../../domain/routes/allowance.ts';
import type { Route } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { LimitedRoute } from '../plan/long-messages.ts';

/** The limits of a route that count parts, such as those of a SIM. */
export class RouteLimits implements LimitedRoute {
  readonly id: string;
  readonly #route: Route;
  readonly #clock: Clock;
  readonly #readyParts: () => number;

  /** @param readyParts the number of parts that were claimed for the route and that it doesn't have yet */
  constructor(route: Route, clock: Clock, readyParts: () => number) {
    this.id = route.id;
    this.#route = route;
    this.#clock = clock;
    this.#readyParts = readyParts;
  }

  /** How long a message may be that is claimed now; undefined for a route whose limits don't count parts. */
  get lengths(): MessageLengths | undefined {
    const { lengths } = this.#route.status();
    return lengths && { ...lengths, now: Math.max(0, lengths.now - this.#readyParts()) };
  }

  msUntilRoom(parts: number): number {
    const allowance = this.#route.allowance?.();
    return allowance === undefined ? 0 : msUntilRoom(allowance, parts, this.#clock.now());
  }
}
