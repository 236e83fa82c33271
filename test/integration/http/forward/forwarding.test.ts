import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HttpServices } from '../../../../src/http/server/services.ts';
import { EventHub } from '../../../../src/notify/event-hub.ts';
import { alert, bearer } from '../../../support/http/http-rig.ts';
import {
  FOLLOWER_KEY,
  follows,
  LEADER_KEY,
  leaderAndFollower,
  leads,
  listening,
  node,
  standIn,
} from '../../../support/http/nodes-rig.ts';
import { PASSWORD, SignInRig } from '../../../support/http/sign-in-rig.ts';
import { notThere } from '../../../support/not-there.ts';

const json = { 'content-type': 'application/json' };

test('a node that does not lead answers what the leader answers, with its status and its header fields', async () => {
  const { leader, follower } = await leaderAndFollower();
  const path = '/v1/routes?limit=0&x=%2F..%2F';
  const asked = once(leader.rig.app.server, 'request') as Promise<[IncomingMessage]>;
  const headers = { ...bearer('viewer'), 'x-request-id': 'r-7' };
  const forwarded = await fetch(follower.url + path, { headers });
  const direct = await fetch(leader.url + path, { headers });
  expect(forwarded.status).toBe(direct.status);
  expect(await forwarded.text()).toEqual(await direct.text());
  const shown = (one: Response) => [...one.headers].filter(([name]) => name !== 'date');
  expect(shown(forwarded)).toEqual(shown(direct));
  const [{ url, headers: came, rawHeaders }] = await asked;
  expect(url).toBe(path);
  expect(came.host).toBe(`127.0.0.1:${follower.port}`);
  expect(rawHeaders).toContain(LEADER_KEY);
});

test('while nobody leads, a node accepts messages, and answers 503 to everything else', async () => {
  const { url, rig } = await node(follows(() => 'nowhere'));
  const body = JSON.stringify(alert);
  const sent = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { ...bearer('sender'), ...json },
    body,
  });
  expect(sent.status).toBe(202);
  expect(rig.intake.messages.size).toBe(1);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const refused = await fetch(`${url}/v1/routes`, { headers: bearer('viewer') });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(await refused.json()).toMatchObject({ type: 'urn:tocsin:problem:no-leader' });
});

test('an unknown path is answered by the node itself, and the leader is not asked', async () => {
  let asked = 0;
  const { place } = await standIn((_request, response) => {
    asked += 1;
    response.end();
  });
  const { url } = await node(follows(() => place));
  expect((await fetch(`${url}/v1/nothing`)).status).toBe(404);
  expect((await fetch(`${url}/v1/nothing`, { method: 'POST', body: 'x' })).status).toBe(404);
  expect(asked).toBe(0);
});

describe('a file of contacts', () => {
  const upload = async (stream: ReadableStream<Uint8Array>, receive: (chunk: Uint8Array) => void) => {
    const people = {
      ...notThere<HttpServices['people']>('people'),
      imports: {
        ...notThere<HttpServices['people']['imports']>('imports'),
        receive: async (_options: unknown, file: AsyncIterable<Uint8Array>) => {
          for await (const chunk of file) receive(chunk);
          return { kind: 'tooLarge' } as const;
        },
      },
    };
    const { follower } = await leaderAndFollower({ services: { people } });
    return fetch(`${follower.url}/v1/imports`, {
      method: 'POST',
      headers: { ...bearer('operator'), 'content-type': 'text/csv' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
  };

  test('of 32 MiB goes through to its last octet, and is with the leader while the client still sends', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'number\n');
    const sent = createHash('sha256');
    const came = createHash('sha256');
    const { promise: first, resolve: firstCame } = Promise.withResolvers<void>();
    let chunks = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // The second chunk leaves only when the leader has some of the first.
        if (chunks === 1) await first;
        if (++chunks > 32) return controller.close();
        chunk.writeUInt32BE(chunks);
        sent.update(chunk);
        controller.enqueue(Uint8Array.from(chunk));
      },
    });
    const response = await upload(stream, (octets) => {
      came.update(octets);
      firstCame();
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ type: 'urn:tocsin:problem:too-large' });
    expect(came.digest('hex')).toBe(sent.digest('hex'));
  });
});

test('a body that the leader finds too large is refused by the leader, and the client reads the refusal and can go on', async () => {
  const { follower } = await leaderAndFollower();
  const body = JSON.stringify('x'.repeat(8 * 1024 * 1024));
  for (let times = 0; times < 3; times++) {
    const response = await fetch(`${follower.url}/v1/routes/orange/trace`, {
      method: 'POST',
      headers: { ...bearer('operator'), ...json },
      body,
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ type: 'urn:tocsin:problem:too-large' });
  }
});

test('a HEAD is answered without a body, and the connection of the client serves the next request', async () => {
  const { follower } = await leaderAndFollower();
  const socket = connect(follower.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (octets) => {
    text += octets;
  });
  const ask = (method: string) =>
    `${method} /v1/routes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer viewer\r\n\r\n`;
  socket.write(ask('HEAD') + ask('GET'));
  while (!text.endsWith('}]}') && !text.includes('"next"')) await once(socket, 'data');
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  expect(text.match(/\{"items"/g)).toHaveLength(1);
});

describe('a stream of events', () => {
  const open = async () => {
    const onlookers = new EventHub('run', () => {});
    const { follower } = await leaderAndFollower({ services: { onlookers } });
    const ended = new AbortController();
    const response = await fetch(`${follower.url}/v1/events?types=route.down`, {
      headers: bearer('viewer'),
      signal: ended.signal,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    const until = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after: ${text}`);
        text += Buffer.from(value).toString();
      }
    };
    await until(': events follow');
    return { onlookers, follower, ended, response, reader, until };
  };

  test('comes through at once, event by event', async () => {
    const { onlookers, response, until } = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    for (const at of [1, 2, 3]) {
      onlookers.tell({ type: 'route.down', at, data: {} });
      await until(`id: run-${at}\n`);
    }
  });

  test('ends at the leader when the client goes away', async () => {
    const { onlookers, ended } = await open();
    expect(onlookers.asked).toEqual(['route.down']);
    ended.abort();
    await expect.poll(() => onlookers.asked).toEqual([]);
  });

  test('ends at the client when the leader ends it', async () => {
    const { onlookers, reader, until } = await open();
    onlookers.end('the gateway stops');
    await until('event: end');
    expect((await reader.read()).done).toBe(true);
  });

  test('does not keep the node from being closed, and its client sees that it broke off', async () => {
    const { follower, reader, onlookers } = await open();
    const broken = expect(reader.read()).rejects.toThrow();
    await follower.rig.app.close();
    await broken;
    await expect.poll(() => onlookers.asked).toEqual([]);
  });
});

test('the header fields of an answer come through before there is anything of its body', async () => {
  const { place } = await standIn((_request, response) => response.flushHeaders());
  const { url } = await node(follows(() => place));
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  expect((await fetch(`${url}/v1/events`, { signal: stop.signal })).status).toBe(200);
});

test('a user signs in by a node that does not lead, works there with the cookie, and signs out', async () => {
  const rig = await SignInRig.open({ nodes: leads });
  onTestFinished(() => rig.close());
  const { url } = await listening(rig.http);
  await rig.user('ana', 'operator');
  const follower = await node(follows(() => ({ url, key: LEADER_KEY })));
  const ask = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    fetch(follower.url + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : json) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const origin = follower.url;
  const entered = await ask('POST', '/v1/session', { origin }, { name: 'ana', password: PASSWORD });
  expect(entered.status).toBe(200);
  const [set = ''] = entered.headers.getSetCookie();
  expect(set).toMatch(/^tocsin_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
  const [cookie = ''] = set.split(';');
  const { csrf } = (await entered.json()) as { csrf: string };
  expect((await ask('GET', '/v1/session', { cookie, origin })).status).toBe(200);
  const foreign = await ask('GET', '/v1/session', { cookie, origin: 'http://evil.example' });
  expect(await foreign.json()).toMatchObject({ type: 'urn:tocsin:problem:foreign-origin' });
  expect((await ask('DELETE', '/v1/session', { cookie, origin })).status).toBe(403);
  expect((await ask('DELETE', '/v1/session', { cookie, origin, 'x-csrf-token': csrf })).status).toBe(204);
  expect((await ask('GET', '/v1/session', { cookie, origin })).status).toBe(401);
});

describe('a request about a modem', () => {
  test('goes to the node that has the modem, also while another one leads', async () => {
    const owner = await node({
      ...follows(
        () => 'nowhere',
        () => 'here',
      ),
      name: 'c',
    });
    const leader = await node(leads);
    const asked = await node(
      follows(
        () => ({ url: leader.url, key: LEADER_KEY }),
        (route) => (route === 'modem-1' ? { url: owner.url, key: FOLLOWER_KEY } : undefined),
      ),
    );
    const ussd = (route: string) =>
      fetch(`${asked.url}/v1/routes/${route}/ussd`, {
        method: 'POST',
        headers: { ...bearer('operator'), ...json },
        body: JSON.stringify({ code: '*100#' }),
      });
    const served = [0, 0];
    owner.rig.app.server.on('request', () => (served[0] = (served[0] ?? 0) + 1));
    leader.rig.app.server.on('request', () => (served[1] = (served[1] ?? 0) + 1));
    expect((await ussd('modem-1')).status).toBe(200);
    expect(served).toEqual([1, 0]);
    expect((await ussd('orange')).status).toBe(422);
    expect(served).toEqual([1, 1]);
    expect((await ussd('modem%2D1')).status).toBe(200);
    expect(served).toEqual([2, 1]);
  });
});

test('two nodes that take each other for the leader answer 503, and ask each other once', async () => {
  const place: { url: string; key: string } = { url: '', key: FOLLOWER_KEY };
  const first = await node(follows(() => place));
  const second = await node(follows(() => ({ url: first.url, key: FOLLOWER_KEY })));
  place.url = second.url;
  let requests = 0;
  for (const { rig } of [first, second]) rig.app.server.on('request', () => requests++);
  const response = await fetch(`${first.url}/v1/routes`, { headers: bearer('viewer') });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await response.json()).toMatchObject({ type: 'urn:tocsin:problem:no-leader' });
  expect(requests).toBe(2);
});

test('a node that is told its own address as that of the leader asks itself once, and answers 503', async () => {
  const place: { url: string; key: string } = { url: '', key: FOLLOWER_KEY };
  const { url, rig } = await node(follows(() => place));
  place.url = url;
  let requests = 0;
  rig.app.server.on('request', () => requests++);
  expect((await fetch(`${url}/v1/routes`, { headers: bearer('viewer') })).status).toBe(503);
  expect(requests).toBe(2);
});
