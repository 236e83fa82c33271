import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, connect as connectPlain } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { ConnectionLimits } from '../../../src/http/server/connection-limits.ts';
import type { Tls } from '../../../src/http/server/listener.ts';
import { alert, HttpRig } from '../../support/http/http-rig.ts';
import { RawHttp } from '../../support/http/raw-http.ts';

const pem = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));
const tls = (): Tls => ({ cert: pem('carrier.pem'), key: pem('carrier.key') });

const listening = async (limits?: ConnectionLimits, secure?: Tls) => {
  const rig = new HttpRig(secure, {}, limits);
  await rig.app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => rig.app.close());
  const { port } = rig.app.server.address() as AddressInfo;
  return { rig, port };
};

/** Connects a client, and waits until the gateway has accepted it. */
const connected = async ({ rig, port }: { rig: HttpRig; port: number }): Promise<RawHttp> => {
  const accepted = once(rig.app.server, 'connection');
  const client = await RawHttp.connect(port);
  await accepted;
  onTestFinished(() => void client.socket.destroy());
  return client;
};

const message = JSON.stringify(alert);
const head = (length: number, token = 'sender') =>
  `POST /v1/messages HTTP/1.1\r\nHost: tocsin\r\nAuthorization: Bearer ${token}\r\n` +
  `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
const whole = head(Buffer.byteLength(message)) + message;

const warnings = ({ log }: HttpRig) => log.filter(({ level }) => level === 'warn');

test('a client that never ends its header fields gets 408 after ten seconds, and its connection is closed even if the client keeps its end open', async () => {
  const at = await listening();
  const client = connectPlain({ port: at.port, host: '127.0.0.1', allowHalfOpen: true });
  const [accepted] = await once(at.rig.app.server, 'connection');
  client.write('POST /v1/messages HTTP/1.1\r\nHost: toc');
  let said = '';
  client.on('data', (octets) => {
    said += String(octets);
  });
  const ended = once(client, 'end');
  await at.rig.clock.advance(10_000);
  await ended;
  expect(said).toContain('HTTP/1.1 408 ');
  expect(said).toContain('urn:tocsin:problem:too-slow');
  // The client keeps its end of the connection open, as a slow loris does.
  const closed = once(accepted, 'close');
  await at.rig.clock.advance(1000);
  await closed;
  expect(at.rig.connections.size).toBe(0);
  expect(at.rig.closed).toEqual(['slow-head']);
  client.destroy();
});

test('a request that a client completes after it got 408 is not accepted', async () => {
  const at = await listening();
  const client = await connected(at);
  await client.write(whole.slice(0, 30));
  await at.rig.clock.advance(10_000);
  await client.write(whole.slice(30));
  expect((await client.answer())?.status).toBe(408);
  await client.closed;
  expect(at.rig.intake.messages.size).toBe(0);
});

test('a body without progress for thirty seconds gets 408 and its connection is closed; a body with progress may take longer', async () => {
  const at = await listening();
  const asked = async (length: number): Promise<RawHttp> => {
    const client = await connected(at);
    const came = once(at.rig.app.server, 'request') as Promise<[IncomingMessage]>;
    await client.write(head(length));
    await came;
    return client;
  };
  const still = await asked(500_000);
  const moving = await asked(500_000);
  for (let second = 0; second < 29; second++) {
    await moving.write('x'.repeat(100));
    await nextTurn();
    await at.rig.clock.advance(1000);
  }
  expect(at.rig.closed).toEqual([]);
  await at.rig.clock.advance(2000);
  expect(at.rig.closed).toEqual(['slow-body']);
  expect(await still.answer()).toMatchObject({ status: 408 });
  await still.closed;
  expect(moving.socket.destroyed).toBe(false);
});

test('a client that does not read a large answer is cut off, and a client that reads it gets all of it', async () => {
  const at = await listening();
  const text = 'x'.repeat(20 * 1024 * 1024);
  const deaf = await connected(at);
  deaf.socket.pause();
  at.rig.metrics = text;
  await deaf.write('GET /metrics HTTP/1.1\r\nHost: tocsin\r\n\r\n');
  const [{ socket }] = (await once(at.rig.app.server, 'request')) as [IncomingMessage];
  while (socket.writableLength === 0) await nextTurn();
  const gone = once(socket, 'close');
  await at.rig.clock.advance(30_000);
  expect(at.rig.closed).toEqual([]);
  await at.rig.clock.advance(text.length / 8 + 2000);
  await gone;
  expect(at.rig.closed).toEqual(['unread']);
  const reader = await fetch(`http://127.0.0.1:${at.port}/metrics`);
  expect((await reader.text()).length).toBe(text.length);
});

test('a TLS handshake that never ends is cut off after ten seconds, a completed one is served, and both leave nothing behind', async () => {
  const at = await listening(undefined, tls());
  const silent = await connected(at);
  const secured = once(at.rig.app.server, 'secureConnection');
  const good = connectTls({
    port: at.port,
    host: '127.0.0.1',
    ca: pem('carrier-ca.pem'),
    checkServerIdentity: () => undefined,
  });
  await secured;
  expect(at.rig.connections.size).toBe(2);
  good.write(whole);
  const [answer] = await once(good, 'data');
  expect(String(answer)).toContain('HTTP/1.1 202 ');
  await at.rig.clock.advance(10_000);
  await silent.closed;
  expect(at.rig.closed).toEqual(['slow-handshake']);
  expect(at.rig.connections.size).toBe(1);
  const closed = once(good, 'close');
  good.end();
  await closed;
  while (at.rig.connections.size > 0) await nextTurn();
});

test('a client that speaks plain HTTP to the port of TLS is cut off', async () => {
  const at = await listening(undefined, tls());
  const client = await connected(at);
  await client.write(whole);
  await client.closed;
  while (at.rig.connections.size > 0) await nextTurn();
});

test('beyond the limit a new HTTP connection replaces the connection that is idle longest, and never one that is being answered', async () => {
  const at = await listening({ total: 3, perAddress: 3 });
  const reached = Promise.withResolvers<void>();
  const disk = Promise.withResolvers<void>();
  const { accept } = at.rig.intake;
  at.rig.intake.accept = async (...args) => {
    reached.resolve();
    await disk.promise;
    return accept.apply(at.rig.intake, args);
  };
  const busy = await connected(at);
  await busy.write(whole);
  await reached.promise;
  const lorises: RawHttp[] = [];
  for (let n = 0; n < 50; n++) {
    const loris = await connected(at);
    await loris.write('GET / HTTP/1.1\r\nX-');
    lorises.push(loris);
    await at.rig.clock.advance(1);
  }
  for (const loris of lorises.slice(0, 48)) await loris.closed;
  expect(at.rig.connections.size).toBe(3);
  disk.resolve();
  expect(await busy.answer()).toMatchObject({ status: 202 });
  const newcomer = await connected(at);
  await newcomer.write(whole);
  expect(await newcomer.answer()).toMatchObject({ status: 202 });
  await at.rig.clock.advance(1000);
  expect(warnings(at.rig)).toHaveLength(1);
  expect(warnings(at.rig)).toMatchObject([{ fields: { closed: { 'too-many': 49 }, open: 3, total: 3 } }]);
});

test('a new HTTP connection gets 503 with Retry-After when all others are being answered', async () => {
  const at = await listening({ total: 1, perAddress: 1 });
  const reached = Promise.withResolvers<void>();
  const disk = Promise.withResolvers<void>();
  at.rig.intake.accept = async () => {
    reached.resolve();
    await disk.promise;
    throw new Error('nobody waits for this');
  };
  const busy = await connected(at);
  await busy.write(whole);
  await reached.promise;
  const refused = await connected(at);
  const answer = await refused.answer();
  expect(answer).toMatchObject({ status: 503 });
  expect(answer?.headers.get('retry-after')).toBe('1');
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ type: 'urn:tocsin:problem:too-many-connections' });
  await refused.closed;
  expect(at.rig.closed).toEqual(['refused']);
  disk.resolve();
  await busy.answer();
});

test('an HTTP connection that cannot be accepted for lack of file descriptors is only logged as a warning', async () => {
  const at = await listening();
  at.rig.app.server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  expect(warnings(at.rig)).toMatchObject([{ fields: { error: 'accept EMFILE' } }]);
  const client = await connected(at);
  await client.write(whole);
  expect(await client.answer()).toMatchObject({ status: 202 });
});
