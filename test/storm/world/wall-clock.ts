import type { SimulatedClock } from '../../../scripts/lib/simulate/simulated-clock.ts';
import type { Cancel } from '../../../src/kernel/clock.ts';

/** A change of what a clock shows against the time of the world, by less than this, is not noted, ms. */
const NOTED_MS = 20;

/** A time of the world, ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The clock of the gateway's machine, which somebody may set. Carriers have clocks of their own, which are right. */
export class WallClock {
  readonly #world: SimulatedClock;
  /** What the gateway's clock showed more than the time of the world, from a moment of the world on. */
  readonly #shown: { readonly at: number; readonly aheadMs: number }[] = [];
  #aheadMs = 0;

  constructor(world: SimulatedClock) {
    this.#world = world;
  }

  now(): number {
    return this.#world.now() + this.#aheadMs;
  }

  /** ms since the world began, which nobody can set. */
  elapsed(): number {
    return this.#world.now();
  }

  after(delayMs: number, run: () => void): Cancel {
    return this.#world.after(delayMs, run);
  }

  /** Somebody sets the clock: it is so much ahead of the time of the world from now on. */
  set(aheadMs: number): void {
    this.#aheadMs = aheadMs;
  }

  /** The gateway's own clock shows this now. */
  shown(now: number): void {
    const at = this.#world.now();
    const aheadMs = now - at;
    if (Math.abs((this.#shown.at(-1)?.aheadMs ?? 0) - aheadMs) >= NOTED_MS) this.#shown.push({ at, aheadMs });
  }

  /** What the gateway's clock showed at a moment of the world. */
  shownAt(at: number): number {
    return at + (this.#shown.findLast((one) => one.at <= at)?.aheadMs ?? 0);
  }

  /** The latest time that the gateway's clock showed between two moments of the world. */
  latestShown({ from, to }: Span): number {
    const setBefore = this.#shown.filter(({ at }) => at > from && at <= to);
    // A clock that is set back has shown its latest time just before.
    return Math.max(this.shownAt(to), ...setBefore.map(({ at }) => this.shownAt(at - 1)));
  }

  /**
   * Between which moments of the world the gateway's clock showed this time. It is one moment if nobody has set the
   * clock; if it was passed over, the one at which it was.
   */
  momentsOf(shown: number): Span {
    if (this.#shown.length === 0) return { from: shown, to: shown };
    const spells = [{ at: Number.NEGATIVE_INFINITY, aheadMs: 0 }, ...this.#shown];
    const moments = spells.flatMap(({ at, aheadMs }, index) => {
      const end = spells[index + 1]?.at ?? this.#world.now();
      const moment = shown - aheadMs;
      if (moment < at - NOTED_MS || moment > end + NOTED_MS) return [];
      return [Math.min(end, Math.max(at, moment))];
    });
    const passedOver = spells.find(({ at, aheadMs }) => at + aheadMs > shown)?.at ?? shown;
    return {
      from: Math.min(...(moments.length === 0 ? [passedOver] : moments)) - NOTED_MS,
      to: Math.max(...(moments.length === 0 ? [passedOver] : moments)) + NOTED_MS,
    };
  }
}
