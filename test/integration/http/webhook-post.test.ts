import type { lookup } from 'node:dns';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { publicLookup } from '../../../src/notify/address.ts';
import { createPoster, type Poster } from '../../../src/notify/post.ts';
import { HookServer } from '../../support/http/hook-server.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

let poster: Poster;
const closing: (() => void)[] = [];
beforeEach(() => {
  poster = createPoster({ clock: systemClock, publicLookup: undefined });
});
afterEach(() => {
  poster.close();
  for (const close of closing.splice(0)) close();
});

/** A server that answers the first octets as the test says, and notes the end of the connection. */
const raw = async (say: (socket: Socket) => void) => {
  const closed = Promise.withResolvers<void>();
  let heard = '';
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('close', () => closed.resolve());
    socket.on('data', (octets) => {
      heard += octets;
    });
    socket.once('data', () => say(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, closed: closed.promise, heard: () => heard };
};

const HEAD = 'HTTP/1.1 200 OK\r\nconnection: keep-alive\r\n';

/** Writes for as long as the other side reads. */
const pour = (socket: Socket, chunk: string): void => {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
};

describe('an answer to a webhook counts, and its connection is closed, even if', () => {
  test('its body never ends', async () => {
    const { url, closed } = await raw((socket) => {
      socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
      pour(socket, `400\r\n${'x'.repeat(1024)}\r\n`);
    });
    expect(await poster.post(url, {}, '{}')).toMatchObject({ kind: 'answered', status: 200 });
    await closed;
  });

  test('its body is announced with ten gigabytes', async () => {
    const { url, closed } = await raw((socket) => {
      socket.write(`${HEAD}content-length: 10000000000\r\n\r\n`);
      pour(socket, 'x'.repeat(65_536));
    });
    expect(await poster.post(url, {}, '{}')).toMatchObject({ kind: 'answered', status: 200 });
    await closed;
  });

  test('its body ends too early', async () => {
    const { url, closed } = await raw((socket) => {
      socket.write(`${HEAD}content-length: 100\r\n\r\nshort`, () => socket.destroy());
    });
    expect(await poster.post(url, {}, '{}')).toMatchObject({ kind: 'answered', status: 200 });
    await closed;
  });
});

describe('a delivery to a webhook fails with', () => {
  test('an answer whose head never ends', async () => {
    const { url, closed } = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      pour(socket, 'x-more: and more\r\n');
    });
    const outcome = await poster.post(url, {}, '{}');
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('HPE_HEADER_OVERFLOW') });
    await closed;
  });

  test.each([
    ['what is no HTTP', '220 mail.example.org ESMTP\r\n'],
    ['two answers in one', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx'],
    [
      'a switch to another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
  ])('%s as the answer', async (_what, answer) => {
    const { url, closed } = await raw((socket) => socket.write(answer));
    expect(await poster.post(url, {}, '{}')).toMatchObject({ kind: 'failed' });
    poster.close();
    await closed;
  });

  test('a connection that is closed without an answer', async () => {
    const { url } = await raw((socket) => socket.destroy());
    expect(await poster.post(url, {}, '{}')).toMatchObject({ kind: 'failed' });
  });

  test('a server that does not answer, whose connection is cut after fifteen seconds', async () => {
    const clock = new VirtualClock();
    const asked = Promise.withResolvers<void>();
    const { url, closed } = await raw(() => asked.resolve());
    const silent = createPoster({ clock, publicLookup: undefined });
    const outcome = silent.post(url, {}, '{}');
    await asked.promise;
    await clock.advance(14_999);
    await clock.advance(1);
    expect(await outcome).toEqual({ kind: 'failed', reason: 'no answer in 15 s' });
    await closed;
    expect(clock.pending).toBe(0);
    silent.close();
  });

  test('no answer in time, but counts as answered if only the body is slow, whose connection is then cut after 15 s', async () => {
    const clock = new VirtualClock();
    const { url, closed } = await raw((socket) => socket.write(`${HEAD}content-length: 100\r\n\r\nx`));
    const patient = createPoster({ clock, publicLookup: undefined });
    expect(await patient.post(url, {}, '{}')).toMatchObject({ kind: 'answered', status: 200 });
    await clock.advance(15_000);
    await closed;
    patient.close();
  });

  test('any server once the sender of webhooks is closed', async () => {
    const asked = Promise.withResolvers<void>();
    const { url, closed } = await raw(() => asked.resolve());
    const outcome = poster.post(url, {}, '{}');
    await asked.promise;
    poster.close();
    expect(await outcome).toMatchObject({ kind: 'failed' });
    await closed;
  });
});

test('a webhook body of any size and language arrives unchanged', async () => {
  const server = await HookServer.start();
  closing.push(() => void server.stop());
  const body = JSON.stringify({ text: 'é🌊'.repeat(100_000) });
  expect(await poster.post(server.url, { 'webhook-id': 'evt_1' }, body)).toMatchObject({ status: 204 });
  expect(server.received[0]?.body).toBe(body);
  expect(server.received[0]?.headers['webhook-id']).toBe('evt_1');
});

test('the path of a webhook URL cannot add a header or a second request', async () => {
  const { url, heard } = await raw((socket) => socket.write(`${HEAD}content-length: 0\r\n\r\n`));
  await poster.post(`${url}/%0d%0aX-Evil:%20yes/\r\nX-Worse: yes\r\n\r\nDELETE / HTTP/1.1`, {}, '{}');
  expect(heard()).not.toMatch(/^X-Evil|^X-Worse|^DELETE/m);
});

test('the Retry-After of a webhook’s answer is read in seconds and as a date', async () => {
  const { url } = await raw((socket) =>
    socket.write('HTTP/1.1 429 Slow\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n'),
  );
  expect(await poster.post(url, {}, '{}')).toEqual({ kind: 'answered', status: 429, retryAfterMs: 120_000 });
  const date = new Date(Date.now() + 60_000).toUTCString();
  const dated = await raw((socket) =>
    socket.write(`HTTP/1.1 503 Later\r\nretry-after: ${date}\r\ncontent-length: 0\r\n\r\n`),
  );
  const outcome = await poster.post(dated.url, {}, '{}');
  expect(outcome.kind === 'answered' && outcome.retryAfterMs).toBeGreaterThan(50_000);
});

describe('a webhook over TLS', () => {
  const fixture = (name: string) =>
    readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');

  test('is not sent to a server with an untrusted certificate', async () => {
    const server = await HookServer.start({ cert: fixture('carrier.pem'), key: fixture('carrier.key') });
    closing.push(() => void server.stop());
    const outcome = await poster.post(`https://127.0.0.1:${server.port}/hook`, {}, '{}');
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED|ALTNAME/),
    });
    expect(server.received).toEqual([]);
  });

  test('is not sent to a server that does not speak TLS', async () => {
    const server = await HookServer.start();
    closing.push(() => void server.stop());
    const outcome = await poster.post(`https://127.0.0.1:${server.port}/hook`, {}, '{}');
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(server.received).toEqual([]);
  });
});

describe('a webhook, if private addresses are refused,', () => {
  const guarded = (addresses: readonly string[]) => {
    const resolver = (_host: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(null, [{ address: addresses[asked++] ?? '127.0.0.1', family: 4 }]);
    let asked = 0;
    const made = createPoster({
      clock: systemClock,
      publicLookup: publicLookup(resolver as unknown as typeof lookup),
    });
    closing.push(() => made.close());
    return made;
  };

  test('is refused when its name resolves to a private address only at the second delivery', async () => {
    const server = await HookServer.start();
    closing.push(() => void server.stop());
    // 240.0.0.1 is reserved, so that no connection is tried.
    const rebinding = guarded(['240.0.0.1', '127.0.0.1']);
    const url = `http://rebinding.example.org:${server.port}/hook`;
    for (let n = 0; n < 2; n++) {
      expect(await rebinding.post(url, {}, '{}')).toEqual({
        kind: 'failed',
        reason: 'rebinding.example.org is at no address of the internet',
      });
    }
    expect(server.received).toEqual([]);
  });

  test.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433'])(
    'is refused when its URL has a private address (%s)',
    async (host) => {
      const server = await HookServer.start();
      closing.push(() => void server.stop());
      const outcome = await guarded([]).post(`http://${host}:${server.port}/hook`, {}, '{}');
      expect(outcome).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('no address of the internet'),
      });
      expect(server.received).toEqual([]);
    },
  );
});
