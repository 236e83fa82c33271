import { scrypt, timingSafeEqual } from 'node:crypto';

// Cost of scrypt: 16 MB and some 50 ms in a thread of libuv. That slows down guessing from a stolen file, and a gateway
// checks few codes.
const COST = { N: 16_384, r: 8, p: 1 } as const;

/** Hashes a short code, slowly. @returns 32 bytes */
export const slowHash = (code: string, salt: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    scrypt(code, salt, 32, COST, (error, key) => (error === null ? resolve(key) : reject(error)));
  });

/** Compares two hashes in a time that doesn't depend on where they differ. */
export const isSameHash = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
