import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BatchLine } from '../../../src/intake/intake.ts';
import { bearer, HttpRig } from '../../support/http/http-rig.ts';
import { type RawAnswer, RawHttp } from '../../support/http/raw-http.ts';

let rig: HttpRig;
let port: number;
beforeEach(async () => {
  rig = new HttpRig();
  await rig.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = rig.app.server.address() as AddressInfo);
});
afterEach(async () => {
  rig.app.server.closeAllConnections();
  await rig.app.close();
});

const good = (n: number, text = `n ${n}`) =>
  `{"to":"+3363998${String(n % 10_000).padStart(4, '0')}","text":${JSON.stringify(text)}}\n`;

const lines = (count: number, text?: string) =>
  Array.from({ length: count }, (_, n) => good(n, text)).join('');

const head =
  'POST /v1/messages/batch HTTP/1.1\r\nHost: tocsin\r\nAuthorization: Bearer sender\r\n' +
  'Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n';

const chunk = (text: string | Buffer): Buffer => {
  const octets = Buffer.from(text);
  return Buffer.concat([Buffer.from(`${octets.length.toString(16)}\r\n`), octets, Buffer.from('\r\n')]);
};

const END = '0\r\n\r\n';

const jsonOf = (answer: RawAnswer | undefined) => JSON.parse(answer?.body ?? 'null');

const errors = () => rig.log.filter(({ level }) => level === 'error');

/** Sends a batch as a usual client does. */
const post = async (body: Iterable<string> | AsyncIterable<string>, headers: Record<string, string> = {}) => {
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    path: '/v1/messages/batch',
    method: 'POST',
    headers: { ...bearer('sender'), 'content-type': 'application/x-ndjson', ...headers },
  });
  Readable.from(body).pipe(request);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of response) text += part;
  return { status: response.statusCode, headers: response.headers, json: JSON.parse(text) };
};

/** Gives each chunk that the intake gets; the intake waits until the next chunk is asked for. */
const chunksAtIntake = () => {
  const waiting: { chunk: readonly BatchLine[]; goOn: () => void }[] = [];
  let wake: () => void = () => {};
  rig.intake.onChunk = (given) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push({ chunk: given, goOn: resolve });
    wake();
    return promise;
  };
  return async () => {
    if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return waiting.shift() ?? expect.fail();
  };
};

test('the good lines of a batch are accepted, and every bad line is listed with its number and all its errors', async () => {
  const body = `${good(1)}{"to":"nobody","text":5,"colour":1}\n\nnot json\n${good(5)}`;
  const { status, json } = await post([body]);
  expect(status).toBe(202);
  expect(json.accepted).toBe(2);
  const paths = json.refused.map((line: { line: number; errors: { path: string }[] }) => [
    line.line,
    line.errors.map(({ path }) => path),
  ]);
  expect(paths).toEqual([
    [2, ['text', 'colour', 'to']],
    [4, ['']],
  ]);
  expect([...rig.intake.messages.values()].map(({ text, owner }) => [text, owner])).toEqual([
    ['n 1', 'sender'],
    ['n 5', 'sender'],
  ]);
});

test('a batch with an empty body is accepted as a batch without lines', async () => {
  const { status, json } = await post([]);
  expect(status).toBe(202);
  expect(json).toEqual({ accepted: 0, refused: [], warnings: [] });
});

test('the Idempotency-Key of a batch is passed on, and a conflict with another batch is answered with 422', async () => {
  expect((await post([good(1)], { 'idempotency-key': 'b-1' })).status).toBe(202);
  expect(rig.intake.batchKeys).toEqual(['b-1']);
  const { status, json } = await post([good(1)], { 'idempotency-key': 'used' });
  expect(status).toBe(422);
  expect(json).toMatchObject({ type: 'urn:tocsin:problem:idempotency-conflict' });
});

test('a batch is answered with 409 (idempotency-in-doubt) while another request with the same Idempotency-Key is being stored', async () => {
  const { status, json } = await post([good(1)], { 'idempotency-key': 'under-way' });
  expect(status).toBe(409);
  expect(json).toMatchObject({ type: 'urn:tocsin:problem:idempotency-in-doubt' });
});

test('a batch whose octets come one at a time is accepted', async () => {
  const client = await RawHttp.connect(port);
  await client.write(head);
  for (const octet of Buffer.from(good(1, 'é😀') + good(2).trimEnd()))
    await client.write(chunk(Buffer.of(octet)));
  await client.write(END);
  const answer = await client.answer();
  expect(answer?.status).toBe(202);
  expect(jsonOf(answer)).toEqual({ accepted: 2, refused: [], warnings: [] });
  expect([...rig.intake.messages.values()].map(({ text }) => text)).toEqual(['é😀', 'n 2']);
  client.socket.destroy();
});

test('the first thousand lines of a slow client’s batch are stored before the client sends the last line', async () => {
  const next = chunksAtIntake();
  const client = await RawHttp.connect(port);
  await client.write(head + chunk(lines(1000)).toString('latin1'));
  const first = await next();
  expect(first.chunk).toHaveLength(1000);
  first.goOn();
  await client.write(chunk(good(1000)) + END);
  (await next()).goOn();
  expect(jsonOf(await client.answer())).toEqual({ accepted: 1001, refused: [], warnings: [] });
  client.socket.destroy();
});

test('when a client breaks off in the middle of a line, complete chunks of its batch stay stored and the broken line is never accepted', async () => {
  const next = chunksAtIntake();
  const { acceptBatch } = rig.intake;
  let outcome: Promise<unknown> = Promise.resolve();
  rig.intake.acceptBatch = (...asked) => {
    const batch = acceptBatch.apply(rig.intake, asked);
    outcome = batch.catch((error: unknown) => error);
    return batch;
  };
  const client = await RawHttp.connect(port);
  await client.write(
    Buffer.concat([Buffer.from(head), chunk(lines(1000)), chunk(`${good(1000)}{"to":"+3363998`)]),
  );
  const first = await next();
  client.socket.destroy();
  first.goOn();
  expect(await outcome).toBeInstanceOf(Error);
  expect(rig.intake.chunkSizes).toEqual([1000]);
  expect(rig.intake.messages.size).toBe(1000);
  expect(errors()).toEqual([]);
  rig.intake.onChunk = () => {};
  expect((await post([good(1)])).json).toMatchObject({ accepted: 1 });
});

test('with a slow disk no more of a batch is read than the intake asks for, and the buffer of the socket', async () => {
  const next = chunksAtIntake();
  const came = once(rig.app.server, 'connection') as Promise<[Socket]>;
  const client = await RawHttp.connect(port);
  const [socket] = await came;
  await client.write(head);
  const big = chunk(lines(500, 'x'.repeat(1000)));
  for (let i = 0; i < 100; i++) void client.write(big);
  await next();
  // So many turns of the event loop would be enough to read all of the body.
  for (let turn = 0; turn < 2000; turn++) await nextTurn();
  expect(socket.bytesRead).toBeLessThan(4 * 1024 * 1024);
  expect(rig.intake.chunkSizes).toHaveLength(1);
  client.socket.destroy();
});

test('a batch of a hundred thousand lines of a kilobyte takes less than 32 MB of memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const held = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  let taken = 0;
  let most = 0;
  rig.intake.onChunk = async (given) => {
    rig.intake.messages.clear();
    taken += given.length;
    if (taken % 10_000 < given.length) most = Math.max(most, held());
    await nextTurn();
  };
  function* body() {
    for (let n = 0; n < 100_000; n += 100) yield lines(100, 'x'.repeat(1000));
  }
  const before = held();
  const { status, json } = await post(body());
  expect(status).toBe(202);
  expect(json).toEqual({ accepted: 100_000, refused: [], warnings: [] });
  expect(taken).toBe(100_000);
  // The body has 100 MB; client and server may have some of it in their buffers.
  expect(most - before).toBeLessThan(32 * 1024 * 1024);
});

test('a batch during which the disk fills is answered with 503 while its client is still sending', async () => {
  const next = chunksAtIntake();
  const client = await RawHttp.connect(port);
  await client.write(Buffer.concat([Buffer.from(head), chunk(lines(1000))]));
  const first = await next();
  rig.intake.misbehaves = 'diskFull';
  first.goOn();
  await client.write(chunk(lines(1500)));
  const answer = await client.answer();
  expect(answer?.status).toBe(503);
  expect(answer?.headers.get('retry-after')).toBe('5');
  expect(jsonOf(answer)).toMatchObject({ type: 'urn:tocsin:problem:store-unavailable' });
  client.socket.destroy();
});

test('a batch that is not NDJSON is refused before all of it is sent, and the connection can be used again', async () => {
  const client = await RawHttp.connect(port);
  await client.write(head);
  const novel = chunk('It was a dark and stormy night.\n'.repeat(5000));
  for (let i = 0; i < 3; i++) await client.write(novel);
  const answer = await client.answer();
  expect(answer?.status).toBe(202);
  const { accepted, refused } = jsonOf(answer);
  expect(accepted).toBe(0);
  expect(refused).toHaveLength(10_001);
  expect(refused.at(-1)).toEqual({
    line: 10_001,
    errors: [{ path: '', message: '10000 lines cannot be read: this line and all after it were not taken' }],
  });
  for (let i = 0; i < 20; i++) await client.write(novel);
  await client.write(END + head + chunk(good(1)).toString() + END);
  expect(jsonOf(await client.answer())).toEqual({ accepted: 1, refused: [], warnings: [] });
  client.socket.destroy();
});

test('two batches at the same time do not mix their lines', async () => {
  const results = await Promise.all([post([lines(2500, 'one')]), post([lines(3500, 'two')])]);
  expect(results.map(({ json }) => json.accepted)).toEqual([2500, 3500]);
  const texts = [...rig.intake.messages.values()].map(({ text }) => text);
  expect(texts.filter((text) => text === 'one')).toHaveLength(2500);
  expect(texts.filter((text) => text === 'two')).toHaveLength(3500);
});
