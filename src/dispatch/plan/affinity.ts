import type { RouteConfig } from '../../config/schema.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';

/** Routes of a tier in an order that isn't that of their speed: those below 0 first, those above last. */
export type Ranks = Readonly<Record<string, number>>;

/**
 * Modems whose SIM's operator serves some recipients best. Among those of a tier with room, one that prefers the
 * number is taken first, and one that prefers others last: so it stays free for them.
 */
export class Affinity {
  readonly #preferring: readonly { readonly id: string; readonly prefixes: readonly string[] }[];
  /** By the routes that prefer a number: few, and the same object for each. */
  readonly #ranks = new Map<string, Ranks>();

  constructor(routes: readonly RouteConfig[]) {
    this.#preferring = routes.flatMap((route) =>
      'prefer' in route && route.prefer !== undefined ? [{ id: route.id, prefixes: route.prefer }] : [],
    );
  }

  /** What it depends on, for the plan's fingerprint. */
  get preferences(): readonly object[] {
    return this.#preferring;
  }

  /** Undefined where no route prefers any number. */
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
