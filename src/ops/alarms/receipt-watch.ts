import type { RouteView } from '../../domain/routes/routes-control.ts';
import type { Condition } from './condition.ts';

const MINUTE_MS = 60_000;
/** How long a route may take messages without a receipt, ms. */
export const WINDOW_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
/** So many parts within the window should have brought a receipt. */
export const ENOUGH_PARTS = 20;

interface Watched {
  /** Parts that the route took, at each look within the window. */
  taken: { readonly at: number; readonly parts: number }[];
  /** The count of today at the last look; it begins again at midnight. */
  sentToday: number;
  receiptAt: number | undefined;
  isQuiet: boolean;
}

/**
 * Finds routes that take messages while their receipts have stopped. A route of which no receipt has come since the
 * start, or within a day, may have none. Once it is quiet it stays so until a receipt comes.
 */
export class ReceiptWatch {
  readonly #routes = new Map<string, Watched>();
  readonly #lately = new Set<string>();

  /** To be called for each receipt. */
  came(route: string): void {
    this.#lately.add(route);
  }

  look(routes: readonly Pick<RouteView, 'id' | 'sentToday'>[], nowMs: number): readonly Condition[] {
    const present = new Set(routes.map(({ id }) => id));
    // A route that is added under the id of a removed one may be another, which has no receipts.
    for (const id of this.#routes.keys()) if (!present.has(id)) this.#routes.delete(id);
    const quiet = routes.filter((route) => this.#isQuiet(route, nowMs));
    this.#lately.clear();
    return quiet.map(({ id }) => ({ kind: 'receiptsMissing', subject: id }));
  }

  #isQuiet({ id, sentToday }: Pick<RouteView, 'id' | 'sentToday'>, nowMs: number): boolean {
    const known = this.#routes.get(id) ?? { taken: [], sentToday, receiptAt: undefined, isQuiet: false };
    this.#routes.set(id, known);
    const parts = sentToday >= known.sentToday ? sentToday - known.sentToday : sentToday;
    known.sentToday = sentToday;
    known.taken = [...known.taken, { at: nowMs, parts }].filter(
      ({ at }) => nowMs - at < WINDOW_MS && at <= nowMs,
    );
    if (this.#lately.has(id)) {
      known.receiptAt = nowMs;
      known.taken = [];
      known.isQuiet = false;
      return false;
    }
    const since = known.receiptAt === undefined ? undefined : nowMs - known.receiptAt;
    if (since === undefined || since < WINDOW_MS || since > DAY_MS) return known.isQuiet;
    known.isQuiet ||= known.taken.reduce((sum, one) => sum + one.parts, 0) > ENOUGH_PARTS;
    return known.isQuiet;
  }
}
