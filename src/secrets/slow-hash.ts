import { scrypt, timingSafeEqual } from 'node:crypto';

// Cost of scrypt: 16 MB and some 50 ms in a thread of libuv. That slows down guessing from a stolen file, and a gateway
// checks few codes.
const COST = { N: 16_384, r: 8, p: 1 } as const;

/** Hashes a short code, slowly. @returns 32 bytes */
export const slowHash = (code: string, salt: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    scrypt(code, salt, 32, COST, (error, key) => (error === null ? resolve(key) : reject(error)));
  });

/** The cost of scrypt (RFC 7914), as it is stored with a hash. */
interface Cost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** Hashes a password or passphrase at the given cost. */
export const costlyHash = (
  password: string,
  salt: Uint8Array,
  octets: number,
  { n, r, p }: Cost,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const cost = { N: n, r, p, maxmem: 128 * r * (n + p) + 1_048_576 };
    scrypt(password, salt, octets, cost, (error, key) => (error === null ? resolve(key) : reject(error)));
  });

/** Compares two hashes in a time that doesn't depend on where they differ. */
export const isSameHash = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
