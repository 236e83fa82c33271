import type { RouteConfig } from '../../config/schema.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';

/**
 * By route: within a tier a route with a rank below 0 comes first, one with a rank above 0 last, whatever their speed.
 */
export type Ranks = Readonly<Record<string, number>>;

/**
 * Modems that `prefer` some numbers, since their SIM's operator serves these best. Within a tier a modem that prefers
 * the number is taken first, and a modem that prefers other numbers last, so that it stays free for them.
 */
export class Affinity {
  readonly #preferring: readonly { readonly id: string; readonly prefixes: readonly string[] }[];
  /** One object for each set of routes that prefer a number: the plan finds a lane again by this object. */
  readonly #ranks = new Map<string, Ranks>();

  constructor(routes: readonly RouteConfig[]) {
    this.#preferring = routes.flatMap((route) =>
      'prefer' in route && route.prefer !== undefined ? [{ id: route.id, prefixes: route.prefer }] : [],
    );
  }

  /** The configured preferences, as a part of the plan's fingerprint. */
  get preferences(): readonly object[] {
    return this.#preferring;
  }

  /** The ranks of the routes for this number; undefined if no route prefers any number. */
  ranksFor(to: Msisdn): Ranks | undefined {
    if (this.#preferring.length === 0) return undefined;
    const prefers = ({ prefixes }: { readonly prefixes: readonly string[] }): boolean =>
      prefixes.some((prefix) => to.startsWith(prefix));
    const key = this.#preferring.map((route) => (prefers(route) ? '<' : '>')).join('');
    const known = this.#ranks.get(key);
    if (known !== undefined) return known;
    const ranks = Object.fromEntries(this.#preferring.map((route) => [route.id, prefers(route) ? -1 : 1]));
    this.#ranks.set(key, ranks);
    return ranks;
  }
}
