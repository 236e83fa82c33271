import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HttpServices } from '../../../../src/http/server/services.ts';
import { EventHub } from '../../../../src/notify/event-hub.ts';
import { bearer, principalOf } from '../../../support/http/http-rig.ts';
import {
  follows,
  LEADER_KEY,
  leaderAndFollower,
  leads,
  listening,
  node,
  standIn,
} from '../../../support/http/nodes-rig.ts';
import { RawHttp } from '../../../support/http/raw-http.ts';
import { ELSEWHERE, SignInRig } from '../../../support/http/sign-in-rig.ts';
import { notThere } from '../../../support/not-there.ts';

/** The header fields with which a node forwards a request of this client. */
const forwardedFor = (address: string, key = LEADER_KEY) => ({
  'tocsin-node-key': key,
  'tocsin-forwarded-by': 'b',
  'tocsin-client-address': address,
  'tocsin-client-protocol': 'http',
});

/** Tokens that are taken from one address only. */
const onlyFrom = (address: string): Partial<HttpServices> => ({
  tokens: {
    ...notThere<HttpServices['tokens']>('tokens'),
    authenticate: (id) => ({ ...principalOf(id, id, 'viewer'), addresses: [address] }),
  },
});

describe('a leader', () => {
  test('takes the address of the client from a node with its key, for tokens that are bound to addresses', async () => {
    const { url } = await node(leads, { services: onlyFrom('192.0.2.7') });
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${url}/v1/routes`, { headers: { ...bearer('viewer'), ...headers } })).status;
    expect(await ask(forwardedFor('192.0.2.7'))).toBe(200);
    expect(await ask(forwardedFor('192.0.2.8'))).toBe(403);
    expect(await ask({})).toBe(403);
  });

  test('refuses a wrong key, and believes nothing without a key', async () => {
    const { url } = await node(leads, { services: onlyFrom('192.0.2.7') });
    const { 'tocsin-node-key': _key, ...spoofed } = forwardedFor('192.0.2.7');
    const ask = (headers: Record<string, string>, path = '/v1/routes') =>
      fetch(`${url}${path}`, { headers: { ...bearer('viewer'), ...headers } });
    const wrong = await ask(forwardedFor('192.0.2.7', 'guessed'));
    expect(wrong.status).toBe(403);
    expect(await wrong.json()).toMatchObject({ type: 'urn:tocsin:problem:wrong-node-key' });
    const without = await ask(spoofed);
    expect(await without.json()).toMatchObject({ type: 'urn:tocsin:problem:forbidden' });
    expect((await ask(forwardedFor('192.0.2.7', 'guessed'), '/healthz')).status).toBe(403);
  });

  test('refuses a node that does not say who its client is', async () => {
    const { url } = await node(leads);
    const headers = { ...bearer('viewer'), ...forwardedFor('the client') };
    expect((await fetch(`${url}/v1/routes`, { headers })).status).toBe(400);
  });

  test('does not take a client on the machine of another node for one on its own: metrics need a token', async () => {
    const { url } = await node(leads);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`, { headers: forwardedFor('127.0.0.1') })).status).toBe(401);
  });

  test('counts wrong tokens for the address of the client, not for the node', async () => {
    const { url } = await node(leads);
    const ask = async (address: string) =>
      (await fetch(`${url}/v1/routes`, { headers: { ...bearer('nobody'), ...forwardedFor(address) } }))
        .status;
    for (let times = 0; times < 10; times++) expect(await ask('192.0.2.7')).toBe(401);
    expect(await ask('192.0.2.7')).toBe(429);
    expect(await ask('192.0.2.8')).toBe(401);
    expect((await fetch(`${url}/v1/routes`, { headers: bearer('nobody') })).status).toBe(401);
  });

  test('counts wrong passwords for the address of the client, not for the node', async () => {
    const rig = await SignInRig.open({ nodes: leads });
    onTestFinished(() => rig.close());
    const { url } = await listening(rig.http);
    await rig.make('ana', 'viewer');
    const enter = async (address: string, name: string) =>
      (
        await fetch(`${url}/v1/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...forwardedFor(address) },
          body: JSON.stringify({ name, password: 'no-such-password-1' }),
        })
      ).status;
    let tries = 0;
    while ((await enter(ELSEWHERE, `nobody-${tries}`)) !== 429) expect(++tries).toBeLessThan(200);
    expect(await enter(ELSEWHERE, 'another')).toBe(429);
    expect(await enter('192.0.2.67', 'one-more')).toBe(401);
  });

  test('lets nodes have more connections than one address may have, and other clients of that address no more', async () => {
    const onlookers = new EventHub('run', () => {});
    const limits = { total: 100, perAddress: 2 };
    const leader = await node(leads, { services: { onlookers }, limits });
    const asked = await node(follows(() => ({ url: leader.url, key: LEADER_KEY })));
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const open = (url: string, role: string) =>
      fetch(`${url}/v1/events`, { headers: bearer(role), signal: stop.signal });
    for (const role of ['viewer', 'operator', 'approver', 'admin'])
      expect((await open(asked.url, role)).status).toBe(200);
    expect(leader.rig.connections.size).toBe(4);
    expect(leader.rig.closed).toEqual([]);
    for (const role of ['viewer', 'operator']) expect((await open(leader.url, role)).status).toBe(200);
    expect((await open(leader.url, 'admin')).status).toBe(503);
  });
});

test('what a client says in the name of a node is replaced on the way by what is true', async () => {
  const leader = await node(leads, { services: onlyFrom('192.0.2.7') });
  const asked = await node(follows(() => ({ url: leader.url, key: LEADER_KEY })));
  const { 'tocsin-node-key': _key, ...spoofed } = forwardedFor('192.0.2.7');
  const response = await fetch(`${asked.url}/v1/routes`, { headers: { ...bearer('viewer'), ...spoofed } });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ type: 'urn:tocsin:problem:forbidden' });
});

test('a leader that does not take the key any more did nothing: the client is told 503, and the log of the node says why', async () => {
  const leader = await node(leads);
  const asked = await node(follows(() => ({ url: leader.url, key: 'an-older-key' })));
  const response = await fetch(`${asked.url}/v1/routes`, { method: 'GET', headers: bearer('viewer') });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ type: 'urn:tocsin:problem:no-leader' });
  expect(JSON.stringify(asked.rig.log)).toContain('does not take its key');
  expect(JSON.stringify(asked.rig.log)).not.toContain('an-older-key');
});

test('a client by a node that does not lead cannot make the gateway believe in a key', async () => {
  const { follower } = await leaderAndFollower();
  const headers = { ...bearer('viewer'), ...forwardedFor('192.0.2.7', LEADER_KEY) };
  expect((await fetch(`${follower.url}/v1/routes`, { headers })).status).toBe(403);
});

describe('whatever the target of a request looks like', () => {
  test('it is sent to the leader, or to nobody', async () => {
    let elsewhere = 0;
    const evil = createServer((socket) => {
      elsewhere += 1;
      socket.destroy();
    });
    evil.listen(0, '127.0.0.1');
    await once(evil, 'listening');
    onTestFinished(() => void evil.close());
    const host = `127.0.0.1:${(evil.address() as AddressInfo).port}`;
    const came: IncomingMessage[] = [];
    const { place } = await standIn((request, response) => {
      came.push(request);
      response.setHeader('content-length', 0);
      response.end();
    });
    const { port } = await node(follows(() => place));
    const target = fc.tuple(
      fc.constantFrom(
        '/',
        '//',
        `//${host}/`,
        `http://${host}/`,
        `HTTPS://${host}/`,
        `http://x@${host}/`,
        '/\\',
        '/@',
        '/%2f%2f',
        '/..//',
        '*',
        '?',
        '#',
        ';',
      ),
      fc.constantFrom(
        'v1/alerts',
        'v1/alerts/1',
        'v1/routes/modem-1',
        'v1%2falerts',
        'v1/alerts/..%2f..%2fv1',
        `v1/alerts/${host}`,
        '',
      ),
      fc.constantFrom(
        '',
        '?a=b',
        `?url=http://${host}/`,
        '#x',
        '%0d%0aHost:%20x',
        '%00',
        '\xff',
        '%',
        '%zz',
        `@${host}`,
        ':80',
      ),
      fc.constantFrom('x', host, `${host}, y`, '', '[::1]'),
    );
    await fc.assert(
      fc.asyncProperty(target, async ([start, path, rest, named]) => {
        const client = await RawHttp.connect(port);
        await client.write(
          Buffer.from(`GET ${start}${path}${rest} HTTP/1.1\r\nHost: ${named}\r\n\r\n`, 'latin1'),
        );
        const answer = await client.answer();
        client.socket.destroy();
        expect([200, 302, 400, 401, 404, 405]).toContain(answer?.status);
      }),
      { numRuns: 300 },
    );
    expect(elsewhere).toBe(0);
    expect(came.length).toBeGreaterThan(10);
    for (const { url, headers } of came) {
      expect(url).toMatch(/^\//);
      expect(headers['tocsin-client-address']).toBe('127.0.0.1');
    }
  });

  test.each([
    ['a field that goes on in the next line', 'X: a\r\n Tocsin-Client-Address: 192.0.2.7'],
    ['a name with a space before the colon', 'Tocsin-Client-Address : 192.0.2.7'],
    ['a lone carriage return', 'X: a\rTocsin-Client-Address: 192.0.2.7'],
    ['a lone line feed', 'X: a\nTocsin-Client-Address: 192.0.2.7'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['an unknown transfer coding', 'Transfer-Encoding: chunked, identity'],
    ['a delete', 'X: a\x7fb'],
    ['a zero octet', 'X: a\0b'],
    ['octets beyond ASCII', 'X: \xc3\xa9'],
    ['a name with an underscore', 'Tocsin_Client_Address: 192.0.2.7'],
  ])('%s in the header fields brings nothing of the client’s own to the leader', async (_what, lines) => {
    const came: IncomingMessage[] = [];
    const { place } = await standIn((request, response) => {
      came.push(request);
      response.setHeader('content-length', 0);
      response.end();
    });
    const { port } = await node(follows(() => place));
    const client = await RawHttp.connect(port);
    await client.write(`POST /v1/alerts HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n5\r\nhello\r\n0\r\n\r\n`);
    expect([200, 400]).toContain((await client.answer())?.status);
    client.socket.destroy();
    expect(came.length).toBeLessThanOrEqual(1);
    for (const { headers } of came) expect(headers['tocsin-client-address']).toBe('127.0.0.1');
  });
});
