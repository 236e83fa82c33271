import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Done, Once } from '../../../../src/http/resource/once.ts';
import { Access } from '../../../../src/http/server/access/access.ts';
import { Cookies } from '../../../../src/http/server/access/cookies.ts';
import { Refusal } from '../../../../src/http/server/problems.ts';
import { acting } from '../../../../src/kernel/acts/acting.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { principalOf } from '../../../support/http/http-rig.ts';
import { notThere } from '../../../support/not-there.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const FULL = new TocsinError('storeUnavailable', 'no space left on device');

let disk: StoreOnDisk;
let app: FastifyInstance;
let work: (done: Done) => Promise<Done | Refusal>;
let worked = 0;

const build = () => {
  const tokens = { authenticate: (id: string) => principalOf(id, id, 'operator') };
  const cookies = new Cookies({ sessions: notThere('sessions'), origin: undefined }, false);
  const access = new Access(tokens, cookies, disk.clock, () => {});
  const once = new Once(disk.store, access, { record: async () => {} });
  app = fastify();
  const handle =
    (how: { readonly knowsItself?: boolean }) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<void> =>
      acting({ ...act, serial: ++acts }, () =>
        once.answer(
          request,
          reply,
          () => {
            worked += 1;
            return work({ status: 201, location: `/v1/things/${worked}`, body: { id: worked } });
          },
          how,
        ),
      );
  app.post('/v1/things', { onRequest: access.need('send') }, handle({}));
  app.post('/v1/known', { onRequest: access.need('send') }, handle({ knowsItself: true }));
};

let acts = 0;
const act = {
  at: 7,
  actor: { id: 'one', name: 'one' },
  action: 'api.change',
  subject: 'api:POST /v1/things',
  detail: {},
};

let keys = 0;
let key = '';
const post = (body: object, { owner = 'one', with: used = key, url = '/v1/things' } = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${owner}`, ...(used === '' ? {} : { 'idempotency-key': used }) },
    payload: body,
  });

beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());
beforeEach(() => {
  key = `key-${keys++}`;
  work = async (done) => done;
  worked = 0;
  build();
});
afterEach(() => app.close());

test('a refusal is sent once, also while a hook, such as for the audit log, still waits for the disk', async () => {
  let sent = 0;
  app.addHook('onSend', async () => {
    sent += 1;
    // Only the first one waits, so that a second would come before it.
    if (sent === 1) await nextTurn();
  });
  work = async () => new Refusal('cannot-launch', { detail: 'nobody would get it' });
  for (const used of [key, '']) {
    sent = 0;
    const answer = await post({}, { with: used });
    expect(answer.json()).toMatchObject({ type: 'urn:tocsin:problem:cannot-launch' });
    expect(sent).toBe(1);
  }
});

test('a request without an Idempotency-Key is done each time', async () => {
  expect((await post({}, { with: '' })).json()).toEqual({ id: 1 });
  const again = await post({}, { with: '' });
  expect(again.statusCode).toBe(201);
  expect(again.json()).toEqual({ id: 2 });
  expect(again.headers).not.toHaveProperty('idempotency-replayed');
});

test('a replayed answer has the ETag of its version', async () => {
  work = async (done) => ({ ...done, body: { id: 1, version: 3 } });
  const first = await post({ name: 'x' });
  const again = await post({ name: 'x' });
  expect([first, again].map(({ headers }) => headers['etag'])).toEqual(['"3"', '"3"']);
  expect(again.headers['idempotency-replayed']).toBe('true');
});

test('a request that is repeated with its Idempotency-Key is done once and gets an equal answer, also after a restart', async () => {
  const first = await post({ name: 'x' });
  await app.close();
  await disk.reopen();
  build();
  const again = await post({ name: 'x' });
  expect(worked).toBe(1);
  expect(again.statusCode).toBe(201);
  expect(again.headers['location']).toBe('/v1/things/1');
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.json()).toEqual(first.json());
});

test('an Idempotency-Key with another body is refused, and an equal key of another token is independent of it', async () => {
  await post({ name: 'x' });
  const other = await post({ name: 'y' });
  expect(other.statusCode).toBe(422);
  expect(other.json()).toMatchObject({ type: 'urn:tocsin:problem:idempotency-conflict' });
  expect((await post({ name: 'y' }, { owner: 'two' })).json()).toEqual({ id: 2 });
});

test('the Idempotency-Key of a refused request can be used again', async () => {
  work = async () => new Refusal('validation', { errors: [{ path: 'name', message: 'is missing' }] });
  expect((await post({})).statusCode).toBe(422);
  work = async (done) => done;
  expect((await post({ name: 'x' })).statusCode).toBe(201);
});

test('a request that failed because of a full disk can be repeated with its Idempotency-Key', async () => {
  work = async () => {
    throw FULL;
  };
  expect((await post({})).statusCode).toBe(500);
  work = async (done) => done;
  expect((await post({})).statusCode).toBe(201);
});

test('a request that failed before it changed anything can be repeated, also if its key could not be freed', async () => {
  work = async () => {
    throw FULL;
  };
  const isFull = vi.spyOn(disk.store, 'dropUnlessChanged').mockRejectedValueOnce(FULL);
  await post({});
  isFull.mockRestore();
  work = async (done) => done;
  expect((await post({})).statusCode).toBe(201);
  expect((await post({})).headers['idempotency-replayed']).toBe('true');
});

test('a request that failed after it had changed something is not done again with its Idempotency-Key', async () => {
  work = async () => {
    await disk.store.lists.create(key, { kind: 'emergency' }, 1);
    throw FULL;
  };
  expect((await post({})).statusCode).toBe(500);
  const again = await post({});
  expect(again.statusCode).toBe(409);
  expect(again.json()).toMatchObject({ type: 'urn:tocsin:problem:idempotency-in-doubt' });
  expect(worked).toBe(1);
});

test('a request that was done but could not be written to the audit log is not done again with its Idempotency-Key', async () => {
  work = async (done) => ({ ...done, note: { action: 'thing.create', subject: 'thing:1' } });
  const isFull = vi.spyOn(disk.store, 'keepAnswer').mockRejectedValueOnce(FULL);
  expect((await post({})).statusCode).toBe(500);
  isFull.mockRestore();
  expect((await post({})).statusCode).toBe(409);
  expect(worked).toBe(1);
});

test('an answer is kept with its note for the audit log, and given again without one', async () => {
  work = async (done) => ({ ...done, note: { action: 'thing.create', subject: `thing:${key}` } });
  for (let times = 0; times < 2; times++) expect((await post({})).statusCode).toBe(201);
  const filter = { actor: undefined, action: 'thing.create', subject: `thing:${key}`, since: undefined };
  const { items } = await disk.store.audit(filter, { limit: 10, cursor: undefined });
  expect(items).toMatchObject([{ actor: { id: 'one' }, detail: {}, at: disk.clock.now() }]);
});

test('of two simultaneous requests with one Idempotency-Key, one is done and the other is answered 409', async () => {
  const held = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  work = async (done) => {
    begun.resolve();
    await held.promise;
    return done;
  };
  const first = post({});
  await begun.promise;
  const second = await post({});
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({ type: 'urn:tocsin:problem:idempotency-in-doubt' });
  held.resolve();
  expect((await first).statusCode).toBe(201);
  expect(worked).toBe(1);
});

test('a request during which the gateway ended is answered 409 when it is repeated, and is not done again', async () => {
  work = async () => {
    throw new Error('the end');
  };
  await post({});
  build();
  work = async (done) => done;
  const again = await post({});
  expect(again.statusCode).toBe(409);
  expect(again.json().detail).toContain('before it had stored the outcome');
  expect(worked).toBe(1);
});

test('a request during which the gateway ended is done again if its work recognises the Idempotency-Key itself', async () => {
  work = async () => {
    throw new Error('the end');
  };
  await post({}, { url: '/v1/known' });
  build();
  work = async (done) => done;
  expect((await post({}, { url: '/v1/known' })).statusCode).toBe(201);
  expect((await post({}, { url: '/v1/known' })).headers['idempotency-replayed']).toBe('true');
  expect(worked).toBe(2);
});

test.each(['two words', 'é', 'x'.repeat(256)])('%s is not accepted as an Idempotency-Key', async (bad) => {
  const response = await post({}, { with: bad });
  expect(response.statusCode).toBe(500);
  expect(worked).toBe(0);
});
