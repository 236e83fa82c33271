import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';

/** So long a challenge can be answered. */
export const CHALLENGE_MS = 5 * 60_000;
/** Only challenges that a right signature has answered are remembered, so only users could fill this. */
const MOST_SPENT = 10_000;
const NONCE_OCTETS = 16;
const TIME_OCTETS = 6;
const MAC_OCTETS = 32;

export type ChallengePurpose = 'register' | 'sign-in' | 'confirm';

/**
 * Challenges of passkeys, each for one purpose and one session, or one cookie of somebody who signs in. Each works
 * once.
 *
 * A challenge has its time and a MAC in it, and takes no room until it is answered: however many of them strangers
 * begin, nobody else's is pushed out. The key is made at each start, so a restart and a restore end all challenges.
 */
export class Challenges {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #key = randomBytes(32);
  /** When each challenge was answered, oldest first. */
  readonly #spent = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** @param bound the session or the cookie without which the challenge can't be answered */
  begin(purpose: ChallengePurpose, bound: string): Uint8Array<ArrayBuffer> {
    const begun = Buffer.alloc(NONCE_OCTETS + TIME_OCTETS);
    randomBytes(NONCE_OCTETS).copy(begun);
    begun.writeUIntBE(this.#clock.now(), NONCE_OCTETS, TIME_OCTETS);
    return new Uint8Array(Buffer.concat([begun, this.#mac(begun, purpose, bound)]));
  }

  /** Whether this challenge, in base64url, can be answered now. */
  isOpen(challenge: string, purpose: ChallengePurpose, bound: string): boolean {
    const octets = Buffer.from(challenge, 'base64url');
    if (octets.length !== NONCE_OCTETS + TIME_OCTETS + MAC_OCTETS) return false;
    // Another spelling of the same octets would not be found among those that were answered.
    if (octets.toString('base64url') !== challenge || this.#spent.has(challenge)) return false;
    const begun = octets.subarray(0, -MAC_OCTETS);
    if (!timingSafeEqual(octets.subarray(-MAC_OCTETS), this.#mac(begun, purpose, bound))) return false;
    return this.#isFresh(begun.readUIntBE(NONCE_OCTETS, TIME_OCTETS));
  }

  /** Ends a challenge that was answered. False: it was ended already, or too many were answered lately. */
  spend(challenge: string): boolean {
    for (const [one, at] of this.#spent) {
      if (this.#isFresh(at)) break;
      this.#spent.delete(one);
    }
    if (this.#spent.has(challenge) || this.#spent.size >= MOST_SPENT) return false;
    this.#spent.set(challenge, this.#clock.now());
    return true;
  }

  /** A random handle for the first passkey of a user: it tells nothing of the user, and lasts until the next start. */
  handleOf(userId: number): Uint8Array {
    return createHmac('sha256', this.#key).update(`handle ${userId}`).digest();
  }

  /** A clock that was set back must not keep a challenge open for hours. */
  #isFresh(at: number): boolean {
    return Math.abs(this.#clock.now() - at) < CHALLENGE_MS;
  }

  #mac(begun: Uint8Array, purpose: ChallengePurpose, bound: string): Buffer {
    return createHmac('sha256', this.#key).update(begun).update(`${purpose}\n${bound}`).digest();
  }
}
