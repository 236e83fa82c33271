import type { Priority } from '../../domain/messages/priority.ts';

export type FoundLane = number | Promise<number> | undefined;

/** The lanes that a message may be moved to; a promise, which may reject, for a new one. */
export interface ReturnLanes {
  /** The lane without this route; undefined if no route is left in it. */
  without(lane: number, route: string): FoundLane;
  /** All routes of the lane in one tier; undefined where this priority can't spill. */
  alike(lane: number, priority: Priority): FoundLane;
  /**
   * A lane that uses this route only while none of its other routes is usable; undefined if there is no other route.
   */
  elsewhereFirst(lane: number, priority: Priority, route: string): FoundLane;
  /** The same routes, this one among the first that are asked: for what is kept for it. */
  askedFirst(lane: number, route: string): FoundLane;
  hasOther(lane: number, route: string): boolean;
  /** Whether other routes get a message only after this one has kept it for `spillAfter`. */
  isFirst(lane: number, route: string): boolean;
  /** How long a message may have to wait for a route before others take it too, ms; undefined: for ever. */
  spillAfterMs(lane: number, priority: Priority): number | undefined;
}
