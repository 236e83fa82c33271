import type { Clock } from '../kernel/clock.ts';
import { ALL_ROUTES, type IntakeLimit } from './intake-alarms.ts';

/**
 * Why a call of the API was refused: no valid token, a role that does not allow it, a session without its CSRF token,
 * or one whose password was entered too long ago.
 */
export type RefusedFor = 'token' | 'role' | 'csrf' | 'confirmation';

/** `password`: a wrong password or code of a second factor. */
export type Refused = RefusedFor | 'password';

const MINUTE_MS = 60_000;
/** More in a minute than people cause by mistake. */
export const MOST_A_MINUTE: Readonly<Record<Refused, number>> = {
  token: 30,
  role: 60,
  csrf: 60,
  confirmation: 60,
  password: 10,
};
const LIMITS: Readonly<Record<Refused, IntakeLimit>> = {
  token: 'wrongTokens',
  role: 'refusedCalls',
  csrf: 'refusedCalls',
  confirmation: 'refusedCalls',
  password: 'wrongPasswords',
};

export interface RefusalsDeps {
  /** The metric `tocsin_refused_calls_total`. */
  readonly counter: { inc(labels: { readonly why: RefusedFor }): void };
  readonly over: (route: string, limit: IntakeLimit) => void;
  readonly clock: Clock;
}

/**
 * Counts refused calls and wrong passwords, and raises the alarm if there are more in a minute than people cause by
 * mistake.
 */
export class Refusals {
  readonly #deps: RefusalsDeps;
  readonly #minutes = new Map<Refused, { readonly minute: number; times: number }>();

  constructor(deps: RefusalsDeps) {
    this.#deps = deps;
  }

  refused(why: Refused): void {
    const { counter, over, clock } = this.#deps;
    // Tries to sign in have a metric of their own.
    if (why !== 'password') counter.inc({ why });
    const minute = Math.floor(clock.now() / MINUTE_MS);
    const known = this.#minutes.get(why);
    const now = known?.minute === minute ? known : { minute, times: 0 };
    now.times++;
    this.#minutes.set(why, now);
    if (now.times > MOST_A_MINUTE[why]) over(ALL_ROUTES, LIMITS[why]);
  }
}
