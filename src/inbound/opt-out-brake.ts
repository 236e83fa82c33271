import type { OptOutBrakeVerdict } from '../domain/people/held-opt-out.ts';

const MINUTE_MS = 60_000;

export interface OptOutBrakeDeps {
  /** The largest number of opt-outs that one route may bring in a minute while an alert goes out. */
  readonly perMinute: number;
  readonly isAlertOut: () => Promise<boolean>;
  /** Called for each opt-out that is held. */
  readonly over: (route: string) => void;
}

/**
 * Whoever can send messages in the name of others, through a carrier or a modem, could take an alert apart by opting
 * its people out. So more opt-outs in a minute by one route than people send wait for review. A restart resets the
 * counts.
 */
export class OptOutBrake {
  readonly #deps: OptOutBrakeDeps;
  /** The times of the last opt-outs by route, oldest first, at most `perMinute` of them. */
  readonly #last = new Map<string, number[]>();

  constructor(deps: OptOutBrakeDeps) {
    this.#deps = deps;
  }

  /**
   * Counts an opt-out. @param atMs when it came: those that waited while the gateway was down are not a flood
   * @returns undefined: no alert goes out, so it is carried out
   */
  async look(route: string, atMs: number): Promise<OptOutBrakeVerdict | undefined> {
    const { perMinute, isAlertOut, over } = this.#deps;
    const times = this.#last.get(route) ?? [];
    const isOver =
      times.length >= perMinute && Math.abs(atMs - (times[0] ?? Number.NEGATIVE_INFINITY)) < MINUTE_MS;
    this.#last.set(route, [...times, atMs].slice(-perMinute));
    if (!(await isAlertOut())) return undefined;
    if (!isOver) return 'noted';
    over(route);
    return 'held';
  }
}
