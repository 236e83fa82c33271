import type { Priority } from '../../domain/messages/priority.ts';

export type FoundLane = number | Promise<number> | undefined;

/** The lanes that a message may be moved to; a promise, which may reject, for a new one. */
export interface ReturnLanes {
  /** Without this route; undefined if no route is left in it. */
  without(lane: number, route: string): FoundLane;
  /** All routes of the lane in one tier; undefined where this priority can't spill. */
  alike(lane: number, priority: Priority): FoundLane;
  /** The same routes, but this one only while none of the others is usable; undefined if there is no other. */
  elsewhereFirst(lane: number, priority: Priority, route: string): FoundLane;
  hasOther(lane: number, route: string): boolean;
  /** Whether others get a message only once this route has kept it for too long. */
  isFirst(lane: number, route: string): boolean;
  /** How long a message may have to wait for a route before others take it too, ms; undefined: for ever. */
  spillAfterMs(lane: number, priority: Priority): number | undefined;
}
