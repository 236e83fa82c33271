import type { Priority } from '../../domain/messages/priority.ts';
import type { Lane } from './plan.ts';
import { openTiers, type RouteSnapshot } from './planner.ts';

/** Which tiers are open now, by class: one that was just opened isn't shut by what it took over. */
export class SpillMemory {
  readonly #open = new Map<string, number>();

  /** The routes that may take the next message of a class, best first. @param number the lane's, to know it again */
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
