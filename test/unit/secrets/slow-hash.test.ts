import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';

const { costlyHash, isSameHash, slowHash } = await vi.importActual<
  typeof import('../../../src/secrets/slow-hash.ts')
>('../../../src/secrets/slow-hash.ts');

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

test('a password is hashed as RFC 7914 says', async () => {
  // Its second example, of section 12.
  const hash = await costlyHash('password', Buffer.from('NaCl'), 64, { n: 1024, r: 8, p: 16 });
  expect(hash.toString('hex')).toBe(
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
  );
});

test('a password can be hashed at the cost of the gateway, with N 2^17 and r 8, for which scrypt needs 128 MiB', async () => {
  expect(
    await costlyHash('une phrase assez longue', randomBytes(16), 32, { n: 2 ** 17, r: 8, p: 1 }),
  ).toHaveLength(32);
});
