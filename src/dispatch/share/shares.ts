import { LEASE_MS } from '../../domain/routes/share/handover.ts';
import type { Grant, ShareAsk } from '../../domain/routes/share/next-grant.ts';
import { AppliedShare } from './applied-share.ts';
import type { RouteShare } from './route-share.ts';

/** What this node would do with a route now. */
export type Wanted = Pick<ShareAsk, 'demand' | 'isUsable'>;

/** What one beat asks for, by route. */
export interface Asked {
  /** The clock's elapsed time when the beat began, ms. */
  readonly at: number;
  readonly asks: ReadonlyMap<string, ShareAsk>;
}

/**
 * The shares of one process in the contracts of its routes: what each beat asks for, and by what the pacers send. Pure:
 * time is an argument, the clock's elapsed time in ms.
 *
 * After each call of `granted`, `contractTo` and `remove` the pacers must get `of(route)`, before anything else
 * happens: the time until a smaller share is on disk counts from that call.
 *
 * A beat whose commit is not known needs no call. Until the next one the node sends by the share that it had, and for
 * no longer than LEASE_MS from the start of its last confirmed beat: the row may have become as small as the `least`
 * that was asked for, and the share was never above that.
 */
export class Shares {
  readonly #routes = new Map<string, AppliedShare>();
  #confirmedAt = Number.NEGATIVE_INFINITY;
  /** The last beat that began. */
  #asked: Asked | undefined;

  /** Adds a route, with share 0 until its first grant. @param contract parts per second, above 0 */
  add(route: string, contract: number, now: number): void {
    this.#routes.set(route, new AppliedShare(contract, now));
  }

  /** Goes by another contract from now on. @param contract parts per second, above 0 */
  contractTo(route: string, contract: number, now: number): void {
    this.#routes.get(route)?.contractTo(contract, now);
  }

  /** The row of a removed route must stay on disk for `handoverMs` of its contract. */
  remove(route: string): void {
    this.#routes.delete(route);
  }

  /**
   * What the beat that begins now asks for. What is learnt of an earlier beat from now on comes too late to count.
   *
   * @param wanted by route; a route that is missing is not usable
   */
  begin(wanted: ReadonlyMap<string, Wanted>, now: number): Asked {
    const asks = [...this.#routes].map(([id, share]): [string, ShareAsk] => [
      id,
      share.ask(wanted.get(id) ?? { demand: 0, isUsable: false }, now),
    ]);
    this.#asked = { at: now, asks: new Map(asks) };
    return this.#asked;
  }

  /**
   * The commit of the beat is known.
   *
   * @param grants by route, as `nextGrant` computed them in the transaction
   */
  granted(asked: Asked, grants: ReadonlyMap<string, Grant>, now: number): void {
    if (asked !== this.#asked) return;
    this.#confirmedAt = asked.at;
    for (const [id, grant] of grants) this.#routes.get(id)?.granted(grant, now);
  }

  /** Undefined for a route without a contract. */
  of(route: string): RouteShare | undefined {
    const share = this.#routes.get(route);
    if (share === undefined) return undefined;
    return { parts: share.parts, until: this.#confirmedAt + LEASE_MS, elsewhere: share.elsewhere };
  }
}
