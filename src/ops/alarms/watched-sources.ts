import type { AlarmKind } from '../../domain/operation/alarm.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Condition, Source } from './condition.ts';

interface WatchedDeps {
  readonly sources: readonly Source[];
  /** Kinds that nobody wants to be told of. */
  readonly off: ReadonlySet<AlarmKind>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks each source as often as it wants. While one cannot be asked, what it said last counts. */
export class WatchedSources {
  readonly #deps: WatchedDeps;
  readonly #said = new Map<Source, { readonly at: number; readonly conditions: readonly Condition[] }>();

  constructor(deps: WatchedDeps) {
    this.#deps = deps;
  }

  /** What all sources say is wrong. */
  async look(): Promise<readonly Condition[]> {
    const { sources, off, clock, log } = this.#deps;
    for (const source of sources) {
      const now = clock.now();
      const before = this.#said.get(source);
      if (before !== undefined && Math.abs(now - before.at) < source.everyMs) continue;
      try {
        this.#said.set(source, { at: now, conditions: await source.look(now) });
      } catch (error) {
        log.warn({ err: error, source: source.name }, 'a source of alarms cannot be asked');
        this.#said.set(source, { at: now, conditions: before?.conditions ?? [] });
      }
    }
    return [...this.#said.values()].flatMap((one) => one.conditions).filter(({ kind }) => !off.has(kind));
  }
}
