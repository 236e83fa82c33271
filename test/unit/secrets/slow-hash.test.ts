import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';

const { isSameHash, slowHash } = await vi.importActual<typeof import('../../../src/secrets/slow-hash.ts')>(
  '../../../src/secrets/slow-hash.ts',
);

test('a hash of a short code is the same only for the same code and salt', async () => {
  const salt = randomBytes(16);
  const hash = await slowHash('482193', salt);
  expect(hash).toHaveLength(32);
  expect(isSameHash(hash, await slowHash('482193', salt))).toBe(true);
  expect(isSameHash(hash, await slowHash('482194', salt))).toBe(false);
  expect(isSameHash(hash, await slowHash('482193', randomBytes(16)))).toBe(false);
});

test('a hash of a short code costs so much that a million guesses take hours', async () => {
  const before = process.cpuUsage();
  for (let index = 0; index < 4; index++) await slowHash('482193', Buffer.alloc(16));
  const { user, system } = process.cpuUsage(before);
  // Microseconds of a core for each: 10 ms are three hours for a million.
  expect((user + system) / 4).toBeGreaterThan(10_000);
});
