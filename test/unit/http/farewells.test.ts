import { expect, test } from 'vitest';
import { Farewells } from '../../../src/http/server/farewells.ts';
import { SlowSocket } from '../../support/http/slow-socket.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const LINGER_MS = 1000;
const MOST_LINGERING = 32;

const rig = () => {
  const clock = new VirtualClock();
  const farewells = new Farewells(clock);
  /** A refused client that does not read the reason. */
  const refused = () => {
    const socket = new SlowSocket();
    farewells.say(socket, 'too-many-connections');
    return socket;
  };
  return { clock, refused };
};

test('a refused client has 1 s to read the reason, and then its connection is closed', async () => {
  const { clock, refused } = rig();
  const socket = refused();
  expect(socket.written.join('')).toContain('too-many-connections');
  await clock.advance(LINGER_MS - 1);
  expect(socket.destroyed).toBe(false);
  await clock.advance(1);
  expect(socket.destroyed).toBe(true);
});

test('at most 32 connections of refused clients stay open to be read; any more are closed at once', async () => {
  const { clock, refused } = rig();
  const sockets = Array.from({ length: MOST_LINGERING }, refused);
  expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
  expect(refused().destroyed).toBe(true);
  sockets[0]?.destroy();
  await clock.advance(0);
  expect(refused().destroyed).toBe(false);
  expect(refused().destroyed).toBe(true);
  await clock.advance(LINGER_MS);
  expect(clock.pending).toBe(0);
});
