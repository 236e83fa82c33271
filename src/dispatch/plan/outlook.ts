import type { Supply } from '../../domain/routes/supply.ts';
import type { RouteSnapshot } from './planner.ts';

/** What a forecast needs to know of a route. */
export interface Outlook extends Pick<RouteSnapshot, 'id' | 'state'> {
  /**
   * How long the answer to a part takes after it has left, ms, for a route that has many parts under way at once; 0 for
   * a slow one, which sends a part only after the answer to the one before.
   */
  readonly delayMs: number;
  readonly isSlow: boolean;
  /** Parts that the route has and has not answered, as far as they delay others. */
  readonly inHand: number;
  readonly supply: Supply;
}
