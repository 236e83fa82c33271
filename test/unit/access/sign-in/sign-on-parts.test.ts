import { expect, test } from 'vitest';
import { claimValue } from '../../../../src/access/sign-in/oidc/claim-value.ts';
import { Few } from '../../../../src/access/sign-in/oidc/few.ts';
import { IdTokens } from '../../../../src/access/sign-in/oidc/id-tokens.ts';
import { localPath } from '../../../../src/access/sign-in/oidc/local-path.ts';
import { Sealed } from '../../../../src/access/sign-in/oidc/sealed.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

test.each(['/', '/alerts/7?tab=report#end', '/%2F%2Fevil.example'])('%s is a path of the gateway', (path) => {
  expect(localPath(path)).toBe(path);
});

test.each([
  ...['https://evil.example/', '//evil.example', '/\\evil.example', '\\/evil.example', '/\t/evil.example'],
  ...['/a\\b', '/\n/evil.example', 'javascript:alert(1)', 'evil.example', '', ' /', `/${'a'.repeat(512)}`],
])('%j leads to no other site: the start page takes its place', (path) => {
  expect(localPath(path)).toBe('/');
});

test('an address counts only if it is verified, and by its small letters', () => {
  const email = 'Anna@Prefecture.example';
  expect(claimValue('email', { email, email_verified: true })).toBe('anna@prefecture.example');
  for (const email_verified of [false, 'true', 1, undefined])
    expect(claimValue('email', { email, email_verified })).toBeUndefined();
});

test('a name that only looks like another, or is too long, is not made equal to it', () => {
  const of = (name: unknown) => claimValue('preferred_username', { preferred_username: name });
  expect(of('Anna')).toBe('Anna');
  expect(of('ａｎｎａ')).toBe('ａｎｎａ');
  for (const none of ['an\u200bna', ' anna', 'anna\n', '', 'a'.repeat(256), 7, ['anna'], null])
    expect(of(none)).toBeUndefined();
});

test('what is sealed opens only as what it was sealed as, unchanged, in time, and by the same process', async () => {
  const clock = new VirtualClock();
  const sealed = new Sealed(clock);
  const cookie = sealed.seal('begun', { state: 's' }, 1000);
  expect(sealed.open('begun', cookie)).toEqual({ state: 's' });
  expect(sealed.open('half', cookie)).toBeUndefined();
  expect(new Sealed(clock).open('begun', cookie)).toBeUndefined();
  for (const other of ['', 'x', cookie.slice(1), `${cookie.slice(0, -2)}AA`, 'a'.repeat(5000)])
    expect(sealed.open('begun', other)).toBeUndefined();
  await clock.advance(1000);
  expect(sealed.open('begun', cookie)).toBeUndefined();
});

test('a few come in at once, fewer of one address, and whoever leaves makes room', () => {
  const few = new Few(3, 2);
  expect(['a', 'a', 'a', 'b', 'c'].map((peer) => few.enter(peer))).toEqual([true, true, false, true, false]);
  few.leave('a');
  expect(few.enter('c')).toBe(true);
  expect(few.enter('a')).toBe(false);
});

test('ID tokens are bounded in number and size, and taken once', () => {
  const tokens = new IdTokens();
  const of = (number: number) => Uint8Array.of(number >> 8, number & 255);
  for (let number = 0; number <= 1000; number++) tokens.keep(of(number), `token ${number}`);
  tokens.keep(of(2000), 'a'.repeat(16 * 1024 + 1));
  expect([of(0), of(2000), of(1000), of(1000)].map((one) => tokens.take(one))).toEqual([
    ...[undefined, undefined, 'token 1000', undefined],
  ]);
});
