import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import { isFinal } from '../../domain/messages/state.ts';
import type { Clock } from '../../kernel/clock.ts';

export interface ProgressDeps {
  readonly repository: Pick<AlertRepository, 'endOfRange' | 'countRange'>;
  readonly clock: Clock;
}

/** Messages of an alert in the order of their ids, counted together. */
interface Stretch {
  readonly after: number;
  until: number;
  counts: readonly AlertCount[];
  messages: number;
}

interface Kept {
  readonly stretches: Stretch[];
  counts: readonly AlertCount[];
  /** Until then the counts are as good as new ones, ms since the epoch. */
  freshUntil: number;
  /** Which of the stretches that are over is counted once more, in turn. */
  turn: number;
  running: Promise<void> | undefined;
  /** How often it was asked to forget. */
  forgotten: number;
  /** As `forgotten` was when the counts were begun. */
  countedAt: number;
}

const STRETCH = 5000;
const FRESH_MS = 500;
/** Counting takes at most this share of the time: with a million people it is asked for more often than it can be done. */
const MOST_OF_TIME = 0.1;
/** Alerts whose counts are kept. */
const KEPT = 50;

/**
 * How far alerts have come, counted from the messages themselves. Those of which all have ended are counted once and
 * kept, so that an alert to a million people costs what is under way of it; a late receipt for one of those is seen
 * when its stretch has its turn to be counted once more.
 */
export class ProgressRepository {
  readonly #deps: ProgressDeps;
  readonly #kept = new Map<number, Kept>();

  constructor(deps: ProgressDeps) {
    this.#deps = deps;
  }

  /** By wave, state and route. */
  async of(alert: number): Promise<readonly AlertCount[]> {
    const kept = this.#kept.get(alert) ?? {
      stretches: [],
      counts: [],
      freshUntil: 0,
      turn: 0,
      running: undefined,
      forgotten: 0,
      countedAt: -1,
    };
    this.#kept.delete(alert);
    this.#kept.set(alert, kept);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? alert);
    if (this.#deps.clock.now() < kept.freshUntil) return kept.counts;
    const asked = kept.forgotten;
    // A count that is under way may have passed by what it was asked to forget for.
    do {
      kept.running ??= this.#count(alert, kept).finally(() => {
        kept.running = undefined;
      });
      await kept.running;
    } while (kept.countedAt < asked);
    return kept.counts;
  }

  /** What is known is not fresh any more, nor what is being counted. */
  forget(alert: number): void {
    const kept = this.#kept.get(alert);
    if (kept === undefined) return;
    kept.freshUntil = 0;
    kept.forgotten++;
  }

  async #count(alert: number, kept: Kept): Promise<void> {
    const { clock } = this.#deps;
    const began = clock.now();
    const { forgotten } = kept;
    await this.#extend(alert, kept);
    const over = kept.stretches.length === 0 ? 0 : kept.turn++ % kept.stretches.length;
    for (const [index, stretch] of kept.stretches.entries()) {
      const open = stretch.counts.length === 0 || stretch.counts.some(({ state }) => !isFinal(state));
      if (open || index === over) await this.#countStretch(alert, stretch);
    }
    kept.counts = sum(kept.stretches.flatMap(({ counts }) => counts));
    const now = clock.now();
    kept.countedAt = forgotten;
    if (kept.forgotten === forgotten)
      kept.freshUntil = now + Math.max(FRESH_MS, (now - began) / MOST_OF_TIME);
  }

  /** The last stretch grows until it is full, then the next begins. */
  async #extend(alert: number, { stretches }: Kept): Promise<void> {
    for (;;) {
      const last = stretches.at(-1);
      const grows = last !== undefined && last.messages < STRETCH;
      const after = grows ? last.after : (last?.until ?? 0);
      const until = await this.#deps.repository.endOfRange(alert, after, STRETCH);
      if (until === undefined || until === last?.until) return;
      const stretch = grows ? last : { after, until, counts: [], messages: 0 };
      stretch.until = until;
      if (!grows) stretches.push(stretch);
      await this.#countStretch(alert, stretch);
      if (stretch.messages < STRETCH) return;
    }
  }

  async #countStretch(alert: number, stretch: Stretch): Promise<void> {
    stretch.counts = await this.#deps.repository.countRange(alert, stretch.after, stretch.until);
    stretch.messages = stretch.counts.reduce((total, { messages }) => total + messages, 0);
  }
}

const sum = (counts: readonly AlertCount[]): readonly AlertCount[] => {
  const sums = new Map<string, AlertCount>();
  for (const one of counts) {
    const key = `${one.wave}/${one.state}/${one.route ?? ''}`;
    const known = sums.get(key);
    sums.set(
      key,
      known === undefined
        ? one
        : {
            ...known,
            messages: known.messages + one.messages,
            parts: known.parts + one.parts,
            possibleDuplicates: known.possibleDuplicates + one.possibleDuplicates,
          },
    );
  }
  return [...sums.values()];
};
