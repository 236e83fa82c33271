import type { lookup } from 'node:dns';
import { expect, test } from 'vitest';
import { isPublicAddress, literalAddress, publicLookup } from '../../../src/notify/address.ts';

test.each([
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:0:4136:e378::1',
  '2001:db8::1',
  '',
  'localhost',
])('%j is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['93.184.215.14', '172.32.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::ffff:93.184.215.14'])(
  '%s is a public address',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

// The URL parser turns each of these forms into an IP address.
test.each([
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://[::1]/',
])('the host of %s is a private address', (url) => {
  const literal = literalAddress(new URL(url).hostname);
  expect(literal).toBeDefined();
  expect(isPublicAddress(literal ?? '')).toBe(false);
});

type Found = { readonly address: string; readonly family: number };

const look = (found: readonly Found[] | Error, all: boolean) =>
  new Promise<unknown>((resolve) => {
    const resolver = (
      _host: string,
      _options: object,
      callback: (error: Error | null, found: unknown) => void,
    ) => (found instanceof Error ? callback(found, []) : callback(null, found));
    publicLookup(resolver as unknown as typeof lookup)('example.org', { all }, (error, address, family) =>
      resolve(error ?? (all ? address : { address, family })),
    );
  });

const outside = { address: '93.184.215.14', family: 4 };
const inside = { address: '10.0.0.7', family: 4 };

test('the look-up of the host of a webhook returns only public addresses', async () => {
  expect(await look([inside, outside], true)).toEqual([outside]);
  expect(await look([inside, outside], false)).toEqual(outside);
  expect(await look([inside], true)).toEqual(new Error('example.org is at no address of the internet'));
  expect(await look([], false)).toEqual(new Error('example.org is at no address of the internet'));
  expect(await look(new Error('ENOTFOUND'), true)).toEqual(new Error('ENOTFOUND'));
});
