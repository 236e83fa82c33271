import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { normalisePassword } from '../../domain/access/password.ts';
import type { HashedPassword, ScryptCost } from '../../domain/access/sign-in.ts';
import { costlyHash } from '../../secrets/slow-hash.ts';
import { type Asker, Turns } from './turns.ts';

/** 128 MB and some 0.4 s in a thread of libuv (OWASP Password Storage Cheat Sheet, scrypt). */
const COST: ScryptCost = { n: 131_072, r: 8, p: 1 };
const SALT_OCTETS = 16;
const HASH_OCTETS = 32;

/** Without 0, 1, l and o, which are taken for one another when they are read from paper. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

const derived = (password: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> =>
  costlyHash(normalisePassword(password), salt, HASH_OCTETS, cost);

/** Four groups of four letters, 80 bits: they can't be guessed from a fast hash either. */
export const randomPassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');

/** Hashes passwords, one at a time: each takes much memory and a thread that files need too. */
export class Passwords {
  readonly #cost: ScryptCost;
  readonly #turns = new Turns();
  /** What the password of an unknown user is compared with, so that the answer takes as long. */
  readonly #nobody: HashedPassword;

  constructor(cost: ScryptCost = COST) {
    this.#cost = cost;
    this.#nobody = { ...cost, salt: randomBytes(SALT_OCTETS), hash: randomBytes(HASH_OCTETS) };
  }

  /** Undefined: too many wait. */
  hash(password: string, asker: Asker): Promise<HashedPassword> | undefined {
    return this.#turns.take(asker, async () => {
      const salt = randomBytes(SALT_OCTETS);
      return { ...this.#cost, salt, hash: await derived(password, salt, this.#cost) };
    });
  }

  /**
   * Whether it is the password. Undefined: too many wait.
   * @param stored undefined: no user has this name, or the user has no password
   * @param still asked when the turn has come: false, and nothing is computed
   */
  check(
    password: string,
    stored: HashedPassword | undefined,
    asker: Asker,
    still: () => boolean,
  ): Promise<boolean | 'late'> | undefined {
    return this.#turns.take(asker, async () => {
      if (!still()) return 'late';
      const { salt, hash, ...cost } = stored ?? this.#nobody;
      return timingSafeEqual(await derived(password, salt, cost), hash) && stored !== undefined;
    });
  }
}
