import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import { isFinal } from '../../domain/messages/state.ts';
import type { Clock } from '../../kernel/clock.ts';
import { later } from '../../kernel/times.ts';

export interface ProgressDeps {
  readonly repository: Pick<AlertRepository, 'endOfRange' | 'countRange' | 'isUntouched'>;
  readonly clock: Clock;
}

/** A range of message ids of an alert whose messages are counted together. */
interface Stretch {
  readonly after: number;
  until: number;
  counts: readonly AlertCount[];
  messages: number;
}

interface Kept {
  readonly stretches: Stretch[];
  counts: readonly AlertCount[];
  /** The time until which the counts are used without counting again, by `clock.elapsed()`. */
  freshUntil: number;
  /** Says which stretch of final messages is counted once more at the next count. */
  turn: number;
  running: Promise<void> | undefined;
  /** How often `forget` was called. */
  forgotten: number;
  /** The value of `forgotten` when the last finished count began. */
  countedAt: number;
}

const STRETCH = 5000;
const FRESH_MS = 500;
/** The share of time that counting should take at most: clients ask more often than a million people can be counted. */
const MOST_OF_TIME = 0.1;
/** The share is exceeded rather than this age: who decides at a screen must not see older figures. */
const FRESH_MOST_MS = 800;
/** The largest number of alerts whose counts are kept. */
const KEPT = 50;

/**
 * How far alerts have come, counted from the messages themselves. A stretch whose messages are all final keeps its
 * counts, so that for an alert to a million people only the messages under way are counted. At each count one such
 * stretch is counted again: so a late receipt for a final message is seen in the end. A stretch that still waits as it
 * was stored keeps its counts too.
 */
export class ProgressRepository {
  readonly #deps: ProgressDeps;
  readonly #kept = new Map<number, Kept>();

  constructor(deps: ProgressDeps) {
    this.#deps = deps;
  }

  /** The counts of an alert by wave, state and route. */
  async of(alert: number): Promise<readonly AlertCount[]> {
    const kept = this.#kept.get(alert) ?? {
      stretches: [],
      counts: [],
      freshUntil: Number.NEGATIVE_INFINITY,
      turn: 0,
      running: undefined,
      forgotten: 0,
      countedAt: -1,
    };
    this.#kept.delete(alert);
    this.#kept.set(alert, kept);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? alert);
    if (this.#deps.clock.elapsed() < kept.freshUntil) return kept.counts;
    const asked = kept.forgotten;
    // A count that began before `forget` may have missed the change that it was called for.
    do {
      kept.running ??= this.#count(alert, kept).finally(() => {
        kept.running = undefined;
      });
      await kept.running;
    } while (kept.countedAt < asked);
    return kept.counts;
  }

  /** To be called after a change: neither the known counts nor a count under way are used without counting again. */
  forget(alert: number): void {
    const kept = this.#kept.get(alert);
    if (kept === undefined) return;
    kept.freshUntil = Number.NEGATIVE_INFINITY;
    kept.forgotten++;
  }

  async #count(alert: number, kept: Kept): Promise<void> {
    const { clock } = this.#deps;
    const began = clock.elapsed();
    const { forgotten } = kept;
    await this.#extend(alert, kept);
    const over = kept.stretches.length === 0 ? 0 : kept.turn++ % kept.stretches.length;
    for (const [index, stretch] of kept.stretches.entries()) {
      const open = stretch.counts.length === 0 || stretch.counts.some(({ state }) => !isFinal(state));
      if (!open && index !== over) continue;
      if (stretch.counts.every(isAsStored) && (await this.#isUntouched(alert, stretch))) continue;
      await this.#countStretch(alert, stretch);
    }
    kept.counts = sum(kept.stretches.flatMap(({ counts }) => counts));
    const now = clock.elapsed();
    kept.countedAt = forgotten;
    if (kept.forgotten === forgotten)
      kept.freshUntil = now + Math.min(FRESH_MOST_MS, Math.max(FRESH_MS, (now - began) / MOST_OF_TIME));
  }

  /** Adds new messages to the last stretch until it is full, then begins the next. */
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

  #isUntouched(alert: number, { after, until, messages }: Stretch): Promise<boolean> {
    return messages === 0 ? Promise.resolve(false) : this.#deps.repository.isUntouched(alert, after, until);
  }

  async #countStretch(alert: number, stretch: Stretch): Promise<void> {
    stretch.counts = await this.#deps.repository.countRange(alert, stretch.after, stretch.until);
    stretch.messages = stretch.counts.reduce((total, { messages }) => total + messages, 0);
  }
}

/** Whether all these messages wait as they were stored, see `isUntouched`. */
const isAsStored = ({ state, route, possibleDuplicates, short }: AlertCount): boolean =>
  state === 'queued' && route === undefined && possibleDuplicates === 0 && short === 0;

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
            short: known.short + one.short,
            lastAt: later(known.lastAt, one.lastAt),
          },
    );
  }
  return [...sums.values()];
};
