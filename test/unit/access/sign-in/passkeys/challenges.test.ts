import { expect, test } from 'vitest';
import { Challenges } from '../../../../../src/access/sign-in/passkeys/challenges.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const rig = () => {
  const clock = new VirtualClock();
  const challenges = new Challenges(clock);
  const begin = (purpose: 'register' | 'sign-in' = 'sign-in', bound = 'cookie') =>
    Buffer.from(challenges.begin(purpose, bound)).toString('base64url');
  return { clock, challenges, begin };
};

test('a challenge is open for five minutes, for its purpose, and with its cookie', async () => {
  const { clock, challenges, begin } = rig();
  const one = begin();
  expect(begin()).not.toBe(one);
  expect(challenges.isOpen(one, 'sign-in', 'cookie')).toBe(true);
  expect(challenges.isOpen(one, 'register', 'cookie')).toBe(false);
  expect(challenges.isOpen(one, 'sign-in', 'another')).toBe(false);
  await clock.advance(5 * 60_000 - 1);
  expect(challenges.isOpen(one, 'sign-in', 'cookie')).toBe(true);
  await clock.advance(1);
  expect(challenges.isOpen(one, 'sign-in', 'cookie')).toBe(false);
});

test('a challenge of another process, a changed one and nonsense are not open', () => {
  const { challenges, begin } = rig();
  const other = Buffer.from(rig().challenges.begin('sign-in', 'cookie')).toString('base64url');
  const octets = Buffer.from(begin(), 'base64url');
  octets[20] = (octets[20] ?? 0) ^ 1;
  for (const wrong of [other, octets.toString('base64url'), '', 'x'.repeat(72), `${begin()}=`, `${begin()} `])
    expect(challenges.isOpen(wrong, 'sign-in', 'cookie')).toBe(false);
});

test('a challenge is spent once, and no more are remembered than it takes', async () => {
  const { clock, challenges, begin } = rig();
  const one = begin();
  expect(challenges.spend(one)).toBe(true);
  expect(challenges.spend(one)).toBe(false);
  expect(challenges.isOpen(one, 'sign-in', 'cookie')).toBe(false);
  for (let n = 1; n < 10_000; n++) challenges.spend(begin());
  expect(challenges.spend(begin())).toBe(false);
  await clock.advance(5 * 60_000);
  expect(challenges.spend(begin())).toBe(true);
});
