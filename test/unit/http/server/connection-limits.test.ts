import { describe, expect, test } from 'vitest';
import { Connection, type SocketState } from '../../../../src/http/server/connection.ts';
import { admit, peerOf } from '../../../../src/http/server/connection-limits.ts';

const socket: SocketState = {
  octetsRead: 0,
  octetsGone: 0,
  octetsUnread: 0,
  awaitsBody: false,
  answering: true,
  complete: true,
  proves: true,
};
const waiting = (peer: string, sinceMs: number): Connection => new Connection(peer, false, sinceMs);
const idle = (peer: string, sinceMs: number): Connection => {
  const one = answering(peer, sinceMs);
  one.notice({ ...socket, answering: false }, sinceMs);
  return one;
};
const answering = (peer: string, sinceMs: number): Connection => {
  const one = waiting(peer, sinceMs);
  one.asked();
  one.notice(socket, sinceMs);
  return one;
};

describe('a new connection', () => {
  test('is admitted while there is room', () => {
    expect(admit(new Set([waiting('a', 0)]), 'a', { total: 3, perAddress: 2 })).toEqual({ kind: 'admit' });
  });

  test('beyond the limit of its address replaces the oldest connection of that address', () => {
    const [older, newer, other] = [waiting('a', 1), waiting('a', 2), waiting('b', 0)];
    expect(admit(new Set([newer, older, other]), 'a', { total: 10, perAddress: 2 })).toEqual({
      kind: 'close',
      one: older,
    });
  });

  test('beyond the total limit replaces a connection without a request, of the address with the most connections', () => {
    const flood = [waiting('a', 5), waiting('a', 6), waiting('a', 7)];
    const there = new Set([idle('c', 0), waiting('b', 1), answering('d', 0), ...flood]);
    expect(admit(there, 'e', { total: 6, perAddress: 6 })).toEqual({ kind: 'close', one: flood[0] });
  });

  test('replaces the connection that was idle longest if all others are being answered', () => {
    const [first, second] = [idle('c', 1), idle('d', 2)];
    const there = new Set([answering('a', 0), second, first]);
    expect(admit(there, 'e', { total: 3, perAddress: 3 })).toEqual({ kind: 'close', one: first });
  });

  test('of an address is admitted however many connections another node has from there', () => {
    const nodes = [waiting('a', 1), waiting('a', 2)];
    for (const one of nodes) one.isOfNode();
    expect(admit(new Set(nodes), 'a', { total: 10, perAddress: 2 })).toEqual({ kind: 'admit' });
  });

  test('is refused if all other connections are being answered', () => {
    const there = new Set([answering('a', 0), answering('b', 0)]);
    expect(admit(there, 'c', { total: 2, perAddress: 2 })).toEqual({ kind: 'refuse' });
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.7', '203.0.113.8', false],
  ['::ffff:203.0.113.7', '203.0.113.7', true],
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['2001:db8::1', '2001:db8:0:0:5::', true],
  ['2001:db8:0:7::1', '2001:db8::7:0:0:1', false],
  ['fe80::1%eth0', 'fe80::2', true],
])('%s and %s count as one address: %s', (one, other, same) => {
  expect(peerOf(one) === peerOf(other)).toBe(same);
});
