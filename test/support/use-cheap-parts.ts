import { scrypt } from 'node:crypto';
import { vi } from 'vitest';
import type { ScryptCost } from '../../src/domain/access/sign-in.ts';

/** The variable that lets the hashes of passwords and codes take their true time. */
const TRUE_HASHES = 'TOCSIN_TEST_TRUE_HASHES';

const cheapHash = (text: string, salt: Uint8Array, octets: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    scrypt(text, salt, octets, { N: 2 }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });

// What takes most of the time of tests, and is not their subject: the start of database threads, and slow hashes.
vi.mock('../../src/store/thread/thread.ts', () => import('./store/kept-threads.ts'));
vi.mock('../../src/secrets/slow-hash.ts', async (original) => {
  const real = await original<typeof import('../../src/secrets/slow-hash.ts')>();
  // The files of a process share its modules: a file that needs the true cost says so while it runs.
  const isTrue = (): boolean => process.env[TRUE_HASHES] !== undefined;
  return {
    ...real,
    slowHash: (code: string, salt: Uint8Array): Promise<Uint8Array> =>
      isTrue() ? real.slowHash(code, salt) : cheapHash(code, salt, 32),
    // The cost still goes into the hash, so that a hash of another cost differs.
    costlyHash: (
      password: string,
      salt: Uint8Array,
      octets: number,
      cost: ScryptCost,
    ): Promise<Uint8Array> =>
      isTrue()
        ? real.costlyHash(password, salt, octets, cost)
        : cheapHash(`${cost.n} ${cost.r} ${cost.p} ${password}`, salt, octets),
  };
});
