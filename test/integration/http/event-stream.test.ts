import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { streamEvents } from '../../../src/http/v1/events/event-stream.ts';
import { EventHub } from '../../../src/notify/event-hub.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

let clock: VirtualClock;
let hub: EventHub;
let may: boolean;
let ended: string[];
let joined: (boolean | undefined)[];
const server = createServer((_request, response) => {
  const deps = {
    hub,
    of: `token ${joined.length % 2}`,
    requestId: 'r1',
    clock,
    may: async () => may,
    ended: (why: string) => ended.push(why),
  };
  joined.push(streamEvents(response, ['route'], undefined, deps));
  if (joined.at(-1) === false) response.writeHead(503).end();
});

beforeEach(async () => {
  clock = new VirtualClock();
  hub = new EventHub('run', () => {});
  may = true;
  ended = [];
  joined = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const open = async () => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  let text = '';
  socket.on('data', (octets) => {
    text += octets;
  });
  const until = async (holds: (text: string) => boolean) => {
    while (!holds(text)) await once(socket, 'data');
    return text;
  };
  await until((all) => all.includes(': events follow'));
  return { socket, until };
};

const tell = (data = {}) => hub.tell({ type: 'route.down', at: 0, data });

test('an event in the stream is one frame with its id, its type, and its data in one line', async () => {
  const { until } = await open();
  tell({ reason: 'a\nb' });
  const text = await until((all) => all.includes('route.down'));
  expect(text).toContain(
    'id: run-1\nevent: route.down\n' +
      'data: {"type":"route.down","timestamp":"1970-01-01T00:00:00.000Z","data":{"reason":"a\\nb"}}\n\n',
  );
});

test('a beat is sent in the event stream every fifteen seconds, so that a client can tell a stream that is lost', async () => {
  const { until } = await open();
  const opening = await until((all) => all.includes('id: run-0\nevent: beat\n'));
  await clock.advance(30_000);
  const text = await until((all) => all.split('event: beat\n').length === 4);
  expect(text).toContain('data: {"type":"beat","timestamp":"2026-01-01T00:00:15.000Z","data":{}}\n\n');
  // A client that reconnects names the last event that it had, which no beat is.
  expect(text.slice(opening.length)).not.toContain('id:');
});

test('the event stream of a revoked token ends within fifteen seconds', async () => {
  const { socket, until } = await open();
  may = false;
  await clock.advance(15_000);
  await until((all) => all.includes('event: end\ndata: {"reason":"the token is not known any more"}'));
  await once(socket, 'close');
  expect(hub.asked).toEqual([]);
});

test('a client that does not read its event stream is dropped, and holds no more memory than the unread octets', async () => {
  const slow = await open();
  slow.socket.pause();
  const quick = await open();
  const data = { filling: 'x'.repeat(60_000) };
  // The kernel takes some megabytes before octets wait in the process.
  for (let n = 0; n < 2000 && ended.length === 0; n++) {
    tell(data);
    await quick.until((all) => all.includes(`id: run-${n + 1}\n`));
  }
  expect(ended).toEqual(['what was sent was not read in time']);
  expect(hub.asked).toEqual(['route']);
  slow.socket.resume();
  const text = await slow.until((all) => all.includes('event: end'));
  expect(text).toContain('data: {"reason":"what was sent was not read in time"}');
});

test('a client that does not read the reason why its event stream ended is cut off after 5 s', async () => {
  const slow = await open();
  slow.socket.pause();
  const data = { filling: 'x'.repeat(1_000_000) };
  while (ended.length === 0) {
    tell(data);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const cut = once(slow.socket, 'close');
  await clock.advance(5000);
  slow.socket.resume();
  await cut;
  expect(clock.pending).toBe(0);
});

test('a client that leaves its event stream is forgotten, and its timers are cancelled', async () => {
  const { socket } = await open();
  expect(hub.asked).toEqual(['route']);
  socket.destroy();
  while (hub.asked.length > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(clock.pending).toBe(0);
  expect(ended).toEqual([]);
});

test('the hundred-and-first client of the event stream is refused', async () => {
  const onlooker = { of: 'token', asked: ['alert'], take: () => {}, end: () => {} };
  for (let n = 0; n < 100; n++) hub.join({ ...onlooker, of: `token ${n % 2}` }, undefined);
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503);
  expect(joined).toEqual([false]);
});
