import type { Clock } from '../../kernel/clock.ts';
import { peerOf } from './connection-limits.ts';

/** How many wrong tokens of one address are answered with 401 before it is told to wait. */
const FREE = 10;
/** After this time without a wrong token an address begins anew, ms. */
const FORGET_MS = 15 * 60_000;
const LONGEST_S = 900;
/** How many addresses are remembered; the oldest is forgotten first. */
const MOST = 10_000;

interface Tries {
  times: number;
  lastAt: number;
}

/**
 * Counts wrong tokens by address. It delays nobody who has a valid token: tokens are looked up first, and only a wrong
 * one is counted, so that nobody can lock out others behind the same address.
 */
export class WrongTokens {
  readonly #clock: Clock;
  readonly #tries = new Map<string, Tries>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a wrong token. @returns for how long the address should wait, in seconds; undefined: not yet */
  count(address: string): number | undefined {
    const now = this.#clock.now();
    const peer = peerOf(address);
    const known = this.#tries.get(peer);
    const isOld = known === undefined || Math.abs(now - known.lastAt) > FORGET_MS;
    const times = isOld ? 1 : known.times + 1;
    this.#tries.delete(peer);
    this.#tries.set(peer, { times, lastAt: now });
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > MOST && oldest !== undefined) this.#tries.delete(oldest);
    return times <= FREE ? undefined : Math.min(LONGEST_S, 2 ** Math.min(10, times - FREE));
  }
}
