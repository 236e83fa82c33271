import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  clientAddress,
  clientHasTls,
  isForwarded,
  peerIn,
  takeClient,
} from '../../../../../src/http/server/forward/client.ts';

const KEY = 'a-key-of-this-node';
const told = {
  'tocsin-node-key': KEY,
  'tocsin-forwarded-by': 'b',
  'tocsin-client-address': '2001:db8:1:2:3::7',
  'tocsin-client-protocol': 'https',
};
const request = (headers: Record<string, string>) =>
  ({ headers: { ...headers }, socket: { remoteAddress: '10.0.0.2' } }) as unknown as IncomingMessage;

test('a node with the right key says who the client is, and by which protocol it came', () => {
  const raw = request(told);
  expect(takeClient(raw, KEY)).toBe('forwarded');
  expect(clientAddress({ raw })).toBe('2001:db8:1:2:3::7');
  expect(peerIn({ raw })).toBe('2001:db8:1:2');
  expect(clientHasTls({ raw }, false)).toBe(true);
  expect(isForwarded({ raw })).toBe(true);
});

test('the key is kept from whatever reads the header fields later', () => {
  const raw = request(told);
  takeClient(raw, KEY);
  expect(raw.headers).toEqual({});
});

describe('a client without the key', () => {
  test.each([
    ['with a wrong key', { ...told, 'tocsin-node-key': 'a-key-of-another' }, KEY, 'wrong-key'],
    ['with the key twice', { ...told, 'tocsin-node-key': `${KEY}, ${KEY}` }, KEY, 'wrong-key'],
    ['with an empty key', { ...told, 'tocsin-node-key': '' }, KEY, 'wrong-key'],
    ['with an empty key where there is none', { ...told, 'tocsin-node-key': '' }, '', 'wrong-key'],
    ['with a key where there is one node only', told, undefined, 'wrong-key'],
    [
      'without a key',
      { 'tocsin-client-address': '127.0.0.1', 'tocsin-client-protocol': 'https' },
      KEY,
      'own',
    ],
  ] as const)('%s is itself', (_how, headers, key, from) => {
    const raw = request(headers);
    expect(takeClient(raw, key)).toBe(from);
    expect(clientAddress({ raw })).toBe('10.0.0.2');
    expect(clientHasTls({ raw }, false)).toBe(false);
    expect(isForwarded({ raw })).toBe(false);
    expect(raw.headers).toEqual({});
  });
});

test.each([
  ['tocsin-client-address', 'localhost'],
  ['tocsin-client-address', ''],
  ['tocsin-client-address', '127.0.0.1, 192.0.2.1'],
  ['tocsin-client-protocol', 'ftp'],
  ['tocsin-client-protocol', ''],
])('a node that says %s: %j says nothing that can be read', (name, value) => {
  expect(takeClient(request({ ...told, [name]: value }), KEY)).toBe('malformed');
  const { [name as keyof typeof told]: _left, ...rest } = told;
  expect(takeClient(request(rest), KEY)).toBe('malformed');
});

test('nothing in the HTTP server looks at the address of a socket, but the guard of connections and what knows the client', () => {
  const src = fileURLToPath(new URL('../../../../../src/http/', import.meta.url));
  const looking = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        /\bremoteAddress\b|\bip\b\s*}|\.ips?\b/.test(readFileSync(src + file, 'utf8')),
    )
    .sort();
  expect(looking).toEqual(['server/connection-guard.ts', 'server/forward/client.ts']);
});
