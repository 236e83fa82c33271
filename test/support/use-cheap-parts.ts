import { scrypt } from 'node:crypto';
import { vi } from 'vitest';
import type { ScryptCost } from '../../src/domain/access/sign-in.ts';

// What takes most of the time of tests, and is not their subject: the start of database threads, and slow hashes.
vi.mock('../../src/store/sqlite/thread.ts', () => import('./store/kept-threads.ts'));
vi.mock('../../src/secrets/slow-hash.ts', async (original) => ({
  ...(await original<typeof import('../../src/secrets/slow-hash.ts')>()),
  slowHash: (code: string, salt: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      scrypt(code, salt, 32, { N: 2 }, (error, key) => (error === null ? resolve(key) : reject(error)));
    }),
  // The cost still goes into the hash, so that a hash of another cost differs.
  costlyHash: (password: string, salt: Uint8Array, octets: number, { n, r, p }: ScryptCost) =>
    new Promise<Uint8Array>((resolve, reject) => {
      scrypt(`${n} ${r} ${p} ${password}`, salt, octets, { N: 2 }, (error, key) =>
        error === null ? resolve(key) : reject(error),
      );
    }),
}));
