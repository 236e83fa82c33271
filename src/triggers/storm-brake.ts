import type { BrakeView } from '../domain/triggers/triggers-service.ts';
import type { Clock } from '../kernel/clock.ts';

export interface BrakeSettings {
  /** The largest number of alerts that may be launched without an operator in any minute. */
  readonly perMinute: number;
  /** The largest number of identical alerts in any `withinMs`. */
  readonly identical: number;
  readonly withinMs: number;
}

const MINUTE_MS = 60_000;

/**
 * Limits the alerts that triggers launch: a monitoring system whose alarm flaps may raise hundreds in a minute. Only
 * launched alerts count, and a restart resets the counts.
 */
export class StormBrake {
  readonly #settings: BrakeSettings;
  readonly #clock: Clock;
  readonly #held: (why: 'perMinute' | 'identical', reason: string) => void;
  #passed: { readonly at: number; readonly what: string }[] = [];
  #counts = { perMinute: 0, identical: 0 };
  #lastHeldAt: number | undefined;

  /** @param held called for each alert that is held back */
  constructor(
    settings: BrakeSettings,
    clock: Clock,
    held: (why: 'perMinute' | 'identical', reason: string) => void,
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#held = held;
  }

  /** Undefined if the alert may be launched, otherwise the reason why it is held back, in words. */
  hold(what: string): string | undefined {
    const now = this.#clock.now();
    const { perMinute, identical, withinMs } = this.#settings;
    const keepMs = Math.max(MINUTE_MS, withinMs);
    // Entries from the future are dropped too: after the clock was set back, they would stay too long.
    this.#passed = this.#passed.filter(({ at }) => at <= now && now - at < keepMs);
    const same = this.#passed.filter((one) => one.what === what && now - one.at < withinMs).length;
    if (same >= identical) {
      return this.#hold('identical', `the same went out ${same} times within ${seconds(withinMs)}`);
    }
    if (this.#inLastMinute(now) >= perMinute) {
      return this.#hold('perMinute', `${perMinute} alerts were launched within a minute`);
    }
    this.#passed.push({ at: now, what });
    return undefined;
  }

  view(): BrakeView {
    return {
      on: this.#inLastMinute(this.#clock.now()) >= this.#settings.perMinute,
      held: { ...this.#counts },
      lastHeldAt: this.#lastHeldAt,
    };
  }

  #inLastMinute(now: number): number {
    return this.#passed.filter(({ at }) => now - at < MINUTE_MS).length;
  }

  #hold(why: 'perMinute' | 'identical', words: string): string {
    this.#counts = { ...this.#counts, [why]: this.#counts[why] + 1 };
    this.#lastHeldAt = this.#clock.now();
    const { perMinute, identical } = this.#counts;
    const reason = `the storm brake holds it: ${words} (held so far: ${perMinute + identical})`;
    this.#held(why, reason);
    return reason;
  }
}

const seconds = (ms: number): string => (ms < 120_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`);
