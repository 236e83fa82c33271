import type { Priority } from '../../domain/messages/priority.ts';
import type { Lane } from './plan.ts';
import { openTiers, type RouteSnapshot } from './planner.ts';

/**
 * Remembers how many tiers are open for each class, so that a tier isn't closed as soon as it has taken messages over.
 */
export class SpillMemory {
  readonly #open = new Map<string, number>();

  /** The routes that may take the next message of a class, best first. @param number the lane's number */
  routesFor(
    number: number,
    lane: Lane,
    priority: Priority,
    waitingParts: number,
    routes: ReadonlyMap<string, RouteSnapshot>,
  ): readonly string[] {
    const key = `${number}/${priority}`;
    const tiers = openTiers(lane, priority, waitingParts, routes, this.#open.get(key));
    this.#open.set(key, tiers.length);
    return tiers.flat().map(({ id }) => id);
  }
}
