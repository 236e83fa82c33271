import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alert, bearer, HttpRig } from '../../support/http/http-rig.ts';
import { RawHttp } from '../../support/http/raw-http.ts';

let rig: HttpRig;
let port: number;
beforeEach(async () => {
  rig = new HttpRig();
  await rig.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = rig.app.server.address() as AddressInfo);
});
afterEach(() => rig.app.close());

const head = (length: number | 'chunked', path = '/v1/messages') =>
  `POST ${path} HTTP/1.1\r\nHost: tocsin\r\nAuthorization: Bearer sender\r\nContent-Type: application/json\r\n` +
  `${length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`}\r\n\r\n`;

const message = JSON.stringify(alert);
const length = Buffer.byteLength(message);
const huge = JSON.stringify({ ...alert, text: 'x'.repeat(2 * 1024 * 1024) });

const stored = () => rig.intake.messages.size;
const errors = () => rig.log.filter(({ level }) => level === 'error');

test('a request body of 2 MB gets 413, every time, even if the client writes it all before it reads', async () => {
  for (let i = 0; i < 20; i++) {
    const response = await fetch(`http://127.0.0.1:${port}/v1/messages`, {
      method: 'POST',
      headers: { ...bearer('sender'), 'content-type': 'application/json' },
      body: huge,
    });
    expect(response.status).toBe(413);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'urn:tocsin:problem:too-large' });
  }
  expect(stored()).toBe(0);
});

test('a chunked request body of 2 MB gets 413 while it is still being sent', async () => {
  const client = await RawHttp.connect(port);
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  await client.write(head('chunked') + chunk.repeat(20));
  expect(await client.answer()).toMatchObject({ status: 413 });
  client.socket.destroy();
});

test('a client that is refused while it is sending is not cut off: the rest of its body is read, and the connection can be used again', async () => {
  const client = await RawHttp.connect(port);
  await client.write(head(huge.length));
  expect(await client.answer()).toMatchObject({ status: 413 });
  await client.write(huge);
  await client.write(head(length) + message);
  expect(await client.answer()).toMatchObject({ status: 202 });
  client.socket.destroy();
});

test('a client without a token gets 401 while it is sending, and can send again on the same connection', async () => {
  const client = await RawHttp.connect(port);
  await client.write(head(length).replace('Bearer sender', 'Bearer nobody'));
  expect(await client.answer()).toMatchObject({ status: 401 });
  await client.write(message);
  await client.write(head(length) + message);
  expect(await client.answer()).toMatchObject({ status: 202 });
  client.socket.destroy();
});

test('a request of HTTP/1.1 without Host gets 400 with a problem, and one that expects what nobody knows is answered all the same', async () => {
  const hostless = await RawHttp.connect(port);
  await hostless.write('GET /healthz HTTP/1.1\r\n\r\n');
  const answer = await hostless.answer();
  expect(answer).toMatchObject({ status: 400 });
  expect(answer?.headers.get('content-type')).toBe('application/problem+json');
  expect(answer?.body).toContain('The Host header is missing');
  await hostless.closed;
  const client = await RawHttp.connect(port);
  await client.write('GET /healthz HTTP/1.1\r\nHost: tocsin\r\nExpect: wonders\r\n\r\n');
  expect(await client.answer()).toMatchObject({ status: 200 });
  client.socket.destroy();
});

test('a request with header fields beyond 16 KiB gets 431', async () => {
  const client = await RawHttp.connect(port);
  await client.write(`GET / HTTP/1.1\r\nHost: tocsin\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
  const answer = await client.answer();
  expect(answer?.status).toBe(431);
  expect(answer?.headers.get('content-type')).toBe('application/problem+json');
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({
    type: 'urn:tocsin:problem:headers-too-large',
    status: 431,
  });
  await client.closed;
});

test.each([
  ['no HTTP at all', 'EHLO tocsin\r\n\r\n'],
  [
    'a header that smuggles',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
  ],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n'],
  ['a header with a NUL', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: a\u0000b\r\n\r\n'],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
])('a request with %s gets 400, and the connection is closed', async (_name, octets) => {
  const client = await RawHttp.connect(port);
  await client.write(octets);
  expect(await client.answer()).toMatchObject({ status: 400 });
  await client.closed;
});

test('a message whose octets come one at a time is accepted', async () => {
  const client = await RawHttp.connect(port);
  for (const octet of Buffer.from(head(length) + message)) await client.write(Buffer.of(octet));
  expect(await client.answer()).toMatchObject({ status: 202 });
  expect([...rig.intake.messages.values()]).toMatchObject([alert]);
  client.socket.destroy();
});

test('pipelined HTTP requests are answered in their order', async () => {
  const client = await RawHttp.connect(port);
  await client.write((head(length) + message).repeat(50));
  const ids: string[] = [];
  for (let i = 0; i < 50; i++) ids.push(JSON.parse((await client.answer())?.body ?? '').id);
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(50);
  client.socket.destroy();
});

test('a client that leaves in the middle of its request leaves no message behind, and no error in the log', async () => {
  const came = once(rig.app.server, 'request') as Promise<[IncomingMessage]>;
  const client = await RawHttp.connect(port);
  await client.write(head(length) + message.slice(0, 20));
  const [{ socket }] = await came;
  const gone = once(socket, 'close');
  client.socket.destroy();
  await gone;
  const another = await RawHttp.connect(port);
  await another.write(head(length) + message);
  expect(await another.answer()).toMatchObject({ status: 202 });
  another.socket.destroy();
  expect(stored()).toBe(1);
  expect(errors()).toEqual([]);
});

test('a client that has left before its message is on disk causes no error, and other clients are served', async () => {
  const reached = Promise.withResolvers<void>();
  const disk = Promise.withResolvers<void>();
  const { accept } = rig.intake;
  rig.intake.accept = async (...asked) => {
    reached.resolve();
    await disk.promise;
    return accept.apply(rig.intake, asked);
  };
  const client = await RawHttp.connect(port);
  await client.write(head(length) + message);
  await reached.promise;
  client.socket.destroy();
  await client.closed;
  disk.resolve();
  const another = await RawHttp.connect(port);
  await another.write(head(length) + message);
  expect(await another.answer()).toMatchObject({ status: 202 });
  another.socket.destroy();
  expect(errors()).toEqual([]);
});

test('a graceful shutdown answers HTTP requests in flight, then closes their connections', async () => {
  const reached = Promise.withResolvers<void>();
  const disk = Promise.withResolvers<void>();
  const { accept } = rig.intake;
  rig.intake.accept = async (...asked) => {
    reached.resolve();
    await disk.promise;
    return accept.apply(rig.intake, asked);
  };
  const client = await RawHttp.connect(port);
  await client.write(head(length) + message);
  await reached.promise;
  const closing = rig.app.close();
  disk.resolve();
  expect(await client.answer()).toMatchObject({ status: 202 });
  client.socket.end();
  await closing;
});

test('a request that is completed during a graceful shutdown is answered with 503 (shutting-down)', async () => {
  const client = await RawHttp.connect(port);
  const came = once(rig.app.server, 'request');
  await client.write(head(length) + message.slice(0, 5));
  await came;
  const closing = rig.app.close();
  rig.intake.misbehaves = 'stopping';
  await client.write(message.slice(5));
  const answer = await client.answer();
  expect(answer?.status).toBe(503);
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ type: 'urn:tocsin:problem:shutting-down' });
  client.socket.end();
  await closing;
});

test('a client that never ends its request is cut off ten seconds after a graceful shutdown began', async () => {
  const client = await RawHttp.connect(port);
  const came = once(rig.app.server, 'request');
  await client.write(head(length) + message.slice(0, 5));
  await came;
  const closing = rig.app.close();
  await rig.clock.advance(9_999);
  expect(client.socket.destroyed).toBe(false);
  await rig.clock.advance(1);
  await client.closed;
  await closing;
  expect(rig.clock.pending).toBe(0);
});

test('the API is served over TLS if a certificate is configured', async () => {
  const pem = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));
  const secure = new HttpRig({ cert: pem('carrier.pem'), key: pem('carrier.key') });
  await secure.app.listen({ host: '127.0.0.1', port: 0 });
  const request = httpsRequest({
    host: '127.0.0.1',
    port: (secure.app.server.address() as AddressInfo).port,
    path: '/v1/messages',
    method: 'POST',
    headers: { ...bearer('sender'), 'content-type': 'application/json', connection: 'close' },
    ca: pem('carrier-ca.pem'),
    checkServerIdentity: () => undefined,
  });
  request.end(message);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(202);
  for await (const _ of response);
  await secure.app.close();
});
