import type { ClaimLengths, TooLong } from '../../domain/messages/claim.ts';
import { priorityCode } from '../../domain/messages/priority.ts';
import type { MessageLengths } from '../../domain/routes/allowance.ts';
import type { WaitingClass } from './backlog.ts';
import type { Lane } from './plan.ts';
import { openTiers, type RouteSnapshot } from './planner.ts';

/** How long shorter messages may pass a long one, ms; then the route saves its parts for the long one. */
const PASS_MS = 60_000;
/** The same where the limits leave enough parts only after `SOON_MS`. */
const PASS_LONG_MS = 3_600_000;
const SOON_MS = 600_000;
/** How long a route that has room for the long message waits for it, ms: something else may keep it from the route. */
const TAKE_WITHIN_MS = 30_000;

/** A route whose limits count parts. */
export interface LimitedRoute {
  readonly id: string;
  readonly lengths: MessageLengths | undefined;
  /** When the limits leave so many parts if the route sends nothing meanwhile, ms from now. */
  msUntilRoom(parts: number): number;
}

interface Passed extends TooLong {
  readonly route: string;
  /** The class of the message, as the backlog counts it now. */
  readonly of: WaitingClass;
  readonly since: number;
  /** Since when the limits leave enough parts for it; undefined: they don't. */
  roomSince: number | undefined;
}

/** What a route may claim from a class now. `long`: messages of this many parts or more. */
export type MayClaim = 'all' | 'none' | { readonly long: number };

const keyOf = ({ lane, priority }: WaitingClass, route: string): string => `${lane}/${priority}/${route}`;

/**
 * The messages that routes passed over, since the limits of their SIMs leave too few parts to finish them. Shorter
 * messages pass a long one for a while; then its route claims nothing else until its limits leave enough parts. Times
 * are the clock's elapsed time.
 */
export class LongMessages {
  readonly #passed = new Map<string, Passed>();

  /** To be called after each claim of a route with limits. @param tooLong the first message that was too long */
  note(one: WaitingClass, route: string, tooLong: TooLong | undefined, now: number): void {
    const key = keyOf(one, route);
    if (tooLong === undefined) this.#passed.delete(key);
    else {
      const since = this.#passed.get(key)?.since ?? now;
      this.#passed.set(key, { ...tooLong, route, of: one, since, roomSince: undefined });
    }
  }

  /**
   * What the route may claim from the class, so that its limits leave enough for a message that waits longer.
   * @param isWaiting false for a class of which no message is due, or whose wave is held: a route saves nothing for it
   */
  mayClaim(
    one: WaitingClass,
    limited: LimitedRoute,
    now: number,
    isWaiting: (one: WaitingClass) => boolean,
  ): MayClaim {
    if (this.#passed.size === 0) return 'all';
    const { id, lengths } = limited;
    if (lengths === undefined) return 'all';
    const own = keyOf(one, id);
    for (const [key, passed] of this.#passed) {
      const { route, of, parts, since } = passed;
      if (route !== id || priorityCode(of.priority) > priorityCode(one.priority)) continue;
      // Another route may have taken the message, or it was withdrawn: then no claim of this class tells of it.
      if (of.messages === 0) this.#passed.delete(key);
      if (of.messages === 0 || !isWaiting(of)) continue;
      passed.roomSince = lengths.now >= parts ? (passed.roomSince ?? now) : undefined;
      // The claim of its own class takes the long message, and tells if there is none any more.
      if (passed.roomSince !== undefined && (key === own || now - passed.roomSince >= TAKE_WITHIN_MS))
        continue;
      const passMs = limited.msUntilRoom(parts) <= SOON_MS ? PASS_MS : PASS_LONG_MS;
      if (now - since >= passMs) return key === own ? { long: parts } : 'none';
    }
    return 'all';
  }

  /**
   * The routes that may take only the long messages of a class, since the routes of the tiers before have had or would
   * have to keep them for longer than `spillAfter`.
   */
  elsewhere(
    one: WaitingClass,
    lane: Lane,
    waiting: number,
    snapshots: ReadonlyMap<string, RouteSnapshot>,
    routeOf: (id: string) => LimitedRoute | undefined,
    now: number,
  ): { readonly ids: readonly string[]; readonly parts: number } {
    const spillAfterMs = lane.spillAfterMs[one.priority];
    if (spillAfterMs === null || this.#passed.size === 0) return { ids: [], parts: 0 };
    const late = lane.tiers.flat().flatMap((id) => {
      const passed = this.#passed.get(keyOf(one, id));
      const route = passed && routeOf(id);
      if (passed === undefined || route === undefined) return [];
      const waitMs = Math.max(now - passed.since, route.msUntilRoom(passed.parts));
      return waitMs > spillAfterMs ? [{ id, parts: passed.parts }] : [];
    });
    if (late.length === 0) return { ids: [], parts: 0 };
    const others = new Map([...snapshots].filter(([id]) => !late.some((each) => each.id === id)));
    const ids = openTiers(lane, one.priority, waiting, others).flatMap((tier) => tier.map(({ id }) => id));
    return { ids, parts: Math.min(...late.map(({ parts }) => parts)) };
  }
}

/** Which messages a claim may take. @param least the fewest parts of a message; 0: any number */
export const claimLengths = (
  lengths: MessageLengths | undefined,
  least: number,
): ClaimLengths | undefined => {
  if (lengths !== undefined) return { least, now: lengths.now, most: lengths.most };
  return least === 0 ? undefined : { least, now: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };
};
