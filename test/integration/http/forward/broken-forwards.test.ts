import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bearer } from '../../../support/http/http-rig.ts';
import { follows, LEADER_KEY, node, standIn } from '../../../support/http/nodes-rig.ts';
import { RawHttp } from '../../../support/http/raw-http.ts';

const pem = (name: string) => readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const problem = (name: string) => ({ type: `urn:tocsin:problem:${name}` });

/** A node before a leader that does what the test says. */
const facing = async (listener: (request: IncomingMessage, response: ServerResponse) => void) => {
  const leader = await standIn(listener);
  return { leader, ...(await node(follows(() => leader.place))) };
};

const launch = (url: string, body: string | ReadableStream<Uint8Array> = '{}', more: object = {}) =>
  fetch(`${url}/v1/alerts`, {
    method: 'POST',
    headers: { ...bearer('operator'), 'content-type': 'application/json' },
    body,
    ...more,
  });

describe('before the leader has got anything', () => {
  test('a refused connection is answered 503: nothing was done', async () => {
    const { url, leader } = await facing((_request, response) => response.end());
    leader.server.close();
    await once(leader.server, 'close');
    for (const response of [await launch(url), await fetch(`${url}/v1/alerts`)]) {
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('2');
      expect(await response.json()).toMatchObject({
        ...problem('no-leader'),
        detail: expect.stringContaining('Nothing was done'),
      });
    }
  });

  test('a leader that accepts the connection and says nothing in the handshake is given up after two seconds', async () => {
    const mute = createServer();
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const asked = await node(follows(() => ({ url, key: LEADER_KEY, certificate: pem('carrier.pem') })));
    const accepted = once(mute, 'connection') as Promise<[Socket]>;
    const response = launch(asked.url);
    const [socket] = await accepted;
    onTestFinished(() => {
      socket.destroy();
      mute.close();
    });
    socket.resume();
    const gone = once(socket, 'close');
    await asked.rig.clock.advance(2000);
    expect((await response).status).toBe(503);
    await gone;
  });

  test.each(['ftp://127.0.0.1', 'nonsense', ''])(
    'the address %j leads nowhere, and is answered 503',
    async (place) => {
      const { url } = await node(follows(() => ({ url: place, key: LEADER_KEY })));
      expect((await launch(url)).status).toBe(503);
    },
  );
});

describe('once the leader may have got the request', () => {
  test('a connection that breaks is answered 502 for what changes something, saying that nobody knows what was done, and 503 for what only reads', async () => {
    const { url } = await facing(({ socket }) => void socket.destroy());
    const changing = await launch(url);
    expect(changing.status).toBe(502);
    expect(changing.headers.get('retry-after')).toBeNull();
    expect(await changing.json()).toMatchObject({
      ...problem('forward-broken'),
      detail: expect.stringContaining('Nobody knows whether the request was carried out'),
    });
    const reading = await fetch(`${url}/v1/alerts`);
    expect(reading.status).toBe(503);
    expect(await reading.json()).toMatchObject(problem('no-leader'));
  });

  test.each([
    ['of another protocol', 'SMTP 220 hello\r\n\r\n'],
    ['with a status below 100', 'HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n'],
    ['with a status of four digits', 'HTTP/1.1 2000 x\r\nContent-Length: 0\r\n\r\n'],
    ['that changes the protocol', 'HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
    ['with two lengths', 'HTTP/1.1 200 x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
  ])('an answer %s is answered 502', async (_what, octets) => {
    const { url } = await facing(({ socket }) => void socket.end(Buffer.from(octets, 'latin1')));
    expect((await launch(url)).status).toBe(502);
  });

  test.each([
    ['control characters in its reason', 'HTTP/1.1 200 \x01\x7f\r\nContent-Length: 2\r\n\r\nok'],
    ['other than ASCII in a field', 'HTTP/1.1 200 x\r\nX: \xff\r\nContent-Length: 2\r\n\r\nok'],
    ['a delete in a field', 'HTTP/1.1 200 x\r\nX: a\x7fb\r\nContent-Length: 2\r\n\r\nok'],
  ])('an answer with %s is passed on, or answered 502', async (_what, octets) => {
    const { url } = await facing(({ socket }) => void socket.end(Buffer.from(octets, 'latin1')));
    const { status } = await launch(url);
    expect([200, 502]).toContain(status);
  });

  test('a leader that is silent is answered 504 after 110 seconds, and its connection is closed', async () => {
    const { promise: came, resolve } = Promise.withResolvers<IncomingMessage>();
    const { url, rig } = await facing((request) => resolve(request));
    const response = launch(url);
    const { socket } = await came;
    const gone = once(socket, 'close');
    socket.resume();
    await rig.clock.advance(109_000);
    expect(socket.destroyed).toBe(false);
    await rig.clock.advance(1000);
    expect((await response).status).toBe(504);
    expect(await (await response).json()).toMatchObject({
      ...problem('forward-silent'),
      detail: expect.stringContaining('Nobody knows'),
    });
    await gone;
  });

  test('a leader is not silent as long as it takes more of a large body', async () => {
    const { url, rig } = await facing((request, response) => {
      request.resume();
      request.once('end', () => response.end('all'));
    });
    let take: (chunk: Uint8Array | undefined) => void = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        take = (chunk) => (chunk === undefined ? controller.close() : controller.enqueue(chunk));
      },
    });
    const asked = once(rig.app.server, 'request') as Promise<[IncomingMessage]>;
    const response = launch(url, body, { duplex: 'half' });
    take(Buffer.alloc(2000));
    const [request] = await asked;
    for (let minutes = 0; minutes < 5; minutes++) {
      const came = once(request, 'data');
      take(Buffer.alloc(2000));
      await came;
      // The guard of connections wants progress every 30 s; the time-out of the answer counts from the last of it.
      for (let times = 0; times < 3; times++) {
        await rig.clock.advance(20_000);
        const more = once(request, 'data');
        take(Buffer.alloc(2000));
        await more;
      }
    }
    take(undefined);
    expect(await (await response).text()).toBe('all');
  });
});

describe('an answer that breaks off', () => {
  test.each([
    ['of a known length', { 'content-length': '1000' }],
    ['in chunks', {}],
  ] as const)('%s never looks like a whole one', async (_how, headers) => {
    const { url } = await facing((_request, response) => {
      response.writeHead(200, headers);
      response.write('{"items":[1,', () => response.destroy());
    });
    const response = await fetch(`${url}/v1/alerts`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
});

describe('a client that goes away', () => {
  test('while the leader works ends the forwarded request', async () => {
    const { promise: came, resolve } = Promise.withResolvers<IncomingMessage>();
    const { url, port } = await facing((request) => resolve(request));
    const client = await RawHttp.connect(port);
    await client.write('GET /v1/alerts HTTP/1.1\r\nHost: x\r\n\r\n');
    const { socket } = await came;
    const gone = once(socket, 'close');
    client.socket.destroy();
    await gone;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test.each([
    ['of a known length', 'Content-Length: 1000'],
    ['in chunks', 'Transfer-Encoding: chunked'],
  ])(
    'in the middle of a body %s leaves the leader half a request, never a shorter whole one',
    async (_how, framing) => {
      const { promise: broken, resolve } = Promise.withResolvers<boolean>();
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const { port } = await facing((request) => {
        request.on('data', () => begin());
        request.on('error', () => {});
        request.once('close', () => resolve(request.complete));
      });
      const client = await RawHttp.connect(port);
      await client.write(`POST /v1/alerts HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n5\r\n{"tex\r\n`);
      await begun;
      client.socket.destroy();
      expect(await broken).toBe(false);
    },
  );

  test('in the middle of the answer ends the answer at the leader', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const { port } = await facing((_request, response) => {
      response.once('close', resolve);
      response.write('a beginning');
    });
    const client = await RawHttp.connect(port);
    const heard = once(client.socket, 'data');
    await client.write('GET /v1/alerts HTTP/1.1\r\nHost: x\r\n\r\n');
    await heard;
    client.socket.destroy();
    await closed;
  });
});

test('a client that still sends its body reads an early answer, and its connection stays', async () => {
  const { port } = await facing((_request, response) => {
    response.writeHead(401, { 'content-length': '2' });
    response.end('no');
  });
  const client = await RawHttp.connect(port);
  await client.write('POST /v1/alerts HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n');
  await client.write('x'.repeat(1_000_000));
  expect(await client.answer()).toMatchObject({ status: 401, body: 'no' });
  await client.write('x'.repeat(2_000_000));
  await client.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await client.answer()).toMatchObject({ status: 200 });
  client.socket.destroy();
});

test('with two hundred requests under way to the leader the next is answered 503, and there is room again when one ends', async () => {
  const waiting: ServerResponse[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const { url } = await facing((_request, response) => {
    if (waiting.push(response) === 200) resolve();
  });
  const asked = Array.from({ length: 200 }, () =>
    fetch(`${url}/v1/alerts`).then((response) => response.text()),
  );
  await all;
  const refused = await fetch(`${url}/v1/alerts`);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject(problem('too-many-forwarded'));
  expect(refused.headers.get('retry-after')).toBe('2');
  for (const response of waiting.slice(0, 200)) response.end('done');
  await Promise.all(asked);
  const next = fetch(`${url}/v1/alerts`);
  await expect.poll(() => waiting.length).toBe(201);
  waiting[200]?.end('again');
  expect(await (await next).text()).toBe('again');
});
