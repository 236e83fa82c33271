import type { Priority } from '../../domain/messages/priority.ts';

export type FoundLane = number | Promise<number> | undefined;

/**
 * Finds the lane that a message is moved to. A lane that isn't on disk yet comes as a promise, which rejects if the
 * write fails.
 */
export interface ReturnLanes {
  /** The lane without this route; undefined if no route is left in it. */
  without(lane: number, route: string): FoundLane;
  /** The lane with all routes in one tier; undefined if this priority never spills, or the lane has one tier. */
  alike(lane: number, priority: Priority): FoundLane;
  /**
   * A lane that uses these routes only while none of its other routes is usable; undefined if there is no other route.
   */
  elsewhereFirst(lane: number, priority: Priority, ...routes: readonly string[]): FoundLane;
  /** The lane with the same routes and this route in the first tier, for parts that are reserved for this route. */
  askedFirst(lane: number, route: string): FoundLane;
  hasOther(lane: number, route: string): boolean;
  /** Whether other routes get a message only after this one has kept it for `spillAfter`. */
  isFirst(lane: number, route: string): boolean;
  /** How long a message may have to wait for a route before others take it too, ms; undefined: for ever. */
  spillAfterMs(lane: number, priority: Priority): number | undefined;
}
