import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Deliverer } from '../../../src/notify/deliverer.ts';
import type { PostOutcome } from '../../../src/notify/post.ts';
import { MemoryDeliveries } from '../../support/http/memory-deliveries.ts';
import { quietLog } from '../../support/log/suite-log.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Posted {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: number;
}

const answer = (status: number, retryAfterMs?: number): PostOutcome => ({
  kind: 'answered',
  status,
  retryAfterMs,
});

let clock: VirtualClock;
let repository: MemoryDeliveries;
let deliverer: Deliverer;
let posted: Posted[];
let gone: number[];
let respond: (posted: Posted) => PostOutcome | Promise<PostOutcome>;

const make = () =>
  new Deliverer({
    repository,
    post: async (url, headers, body) => {
      const one = { url, headers, body, at: clock.now() };
      posted.push(one);
      return respond(one);
    },
    gone: async (webhook) => {
      gone.push(webhook);
    },
    clock,
    log: quietLog,
    random: () => 0.5,
  });

beforeEach(() => {
  clock = new VirtualClock();
  repository = new MemoryDeliveries();
  posted = [];
  gone = [];
  respond = () => answer(204);
  deliverer = make();
});
afterEach(() => deliverer.stop());

const add = (webhook = 1, n = 0) => repository.add(webhook, clock.now(), n);
const waits = () => posted.map(({ at }, index) => (at - (posted[index - 1]?.at ?? at)) / 1000);

test('a webhook delivery is posted once, signed, and stored as delivered', async () => {
  const delivery = add();
  deliverer.start();
  await clock.advance(DAY);
  expect(delivery).toMatchObject({ state: 'delivered', attempts: 1, outcome: 'answered 204' });
  expect(posted).toHaveLength(1);
  const [one] = posted;
  expect(one?.url).toBe('https://1.example.org/hook');
  expect(one?.body).toBe('{"type":"route.down","timestamp":"2026-01-01T00:00:00.000Z","data":{"n":0}}');
  const key = Buffer.from(delivery.secret.slice('whsec_'.length), 'base64');
  const signed = `evt_1.1767225600.${one?.body}`;
  expect(one?.headers).toEqual({
    'webhook-id': 'evt_1',
    'webhook-timestamp': '1767225600',
    'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  });
});

test('a failed webhook delivery is tried again with growing pauses, with one id and a new signature each time', async () => {
  respond = () => (posted.length < 5 ? answer(500) : answer(200));
  const delivery = add();
  deliverer.start();
  await clock.advance(DAY);
  expect(waits()).toEqual([0, 5, 30, 120, 600]);
  expect(delivery).toMatchObject({ state: 'delivered', attempts: 5 });
  expect(new Set(posted.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['evt_1']));
  expect(new Set(posted.map(({ headers }) => headers['webhook-signature'])).size).toBe(5);
});

test.each([
  ['a redirect', answer(302), 'answered 302: redirects are not followed'],
  ['a refusal', answer(404), 'answered 404'],
  ['the interim answer 100', answer(100), 'answered 100'],
  ['no answer', { kind: 'failed', reason: 'no answer in 15 s' }, 'no answer in 15 s'],
] as const)('a webhook delivery whose attempt gets %s is tried again', async (_what, outcome, words) => {
  respond = () => outcome;
  const delivery = add();
  deliverer.start();
  await clock.advance(1000);
  expect(delivery).toMatchObject({ state: 'waiting', outcome: words, dueAt: Date.UTC(2026, 0, 1) + 5000 });
});

test('a webhook delivery that is answered while the store is read is not posted again', async () => {
  const answered = Promise.withResolvers<PostOutcome>();
  respond = () => answered.promise;
  const delivery = add();
  deliverer.start();
  await clock.advance(0);
  const reading = Promise.withResolvers<void>();
  repository.handedOver = reading.promise;
  deliverer.wake();
  await clock.advance(0);
  answered.resolve(answer(200));
  await clock.advance(0);
  expect(delivery.state).toBe('delivered');
  reading.resolve();
  await clock.advance(DAY);
  expect(posted).toHaveLength(1);
});

test('a receiver’s Retry-After delays the next attempt of a webhook delivery', async () => {
  respond = () => (posted.length === 1 ? answer(429, 90_000) : answer(200));
  add();
  deliverer.start();
  await clock.advance(DAY);
  expect(waits()).toEqual([0, 90]);
});

test('a webhook delivery is given up after a day, with a last attempt at that time', async () => {
  respond = () => answer(503);
  const delivery = add();
  deliverer.start();
  await clock.advance(3 * DAY);
  expect(delivery).toMatchObject({ state: 'failed', outcome: 'answered 503' });
  expect((posted.at(-1)?.at ?? 0) - (posted[0]?.at ?? 0)).toBe(DAY);
  expect(posted.length).toBeLessThan(20);
});

test('the answer 410 (gone) ends a webhook delivery, and the webhook is reported as gone', async () => {
  respond = () => answer(410);
  const delivery = add();
  deliverer.start();
  await clock.advance(DAY);
  expect(delivery).toMatchObject({ state: 'failed', outcome: 'answered 410' });
  expect(gone).toEqual([1]);
  expect(posted).toHaveLength(1);
});

test('a disabled webhook gets no posts, and gets the waiting deliveries when it is enabled', async () => {
  repository.disabled.add(1);
  const delivery = add();
  deliverer.start();
  await clock.advance(MINUTE);
  expect(posted).toEqual([]);
  repository.disabled.clear();
  deliverer.forgive(1);
  await clock.advance(0);
  expect(delivery.state).toBe('delivered');
});

test('a webhook that never answers blocks no other webhook, and has at most eight attempts at once', async () => {
  const never = Promise.withResolvers<PostOutcome>();
  respond = ({ url }) => (url.includes('//1.') ? never.promise : answer(200));
  for (let n = 0; n < 40; n++) add(1, n);
  for (let n = 0; n < 40; n++) add(2, n);
  deliverer.start();
  await clock.advance(100);
  for (let n = 0; n < 20; n++) await clock.advance(0);
  expect(repository.all.filter(({ webhook, state }) => webhook === 2 && state === 'delivered')).toHaveLength(
    40,
  );
  expect(posted.filter(({ url }) => url.includes('//1.'))).toHaveLength(8);
  never.resolve(answer(200));
});

test('a failing webhook gets single deliveries as trials, not all that wait', async () => {
  respond = () => answer(500);
  for (let n = 0; n < 300; n++) add(1, n);
  deliverer.start();
  await clock.advance(10 * MINUTE);
  // Eight attempts at first, then one after each pause of 1, 2, 4 … 60 s.
  expect(posted.length).toBeGreaterThan(10);
  expect(posted.length).toBeLessThan(35);
  respond = () => answer(200);
  await clock.advance(60 * MINUTE);
  expect(repository.all.every(({ state }) => state === 'delivered')).toBe(true);
});

test('a failing webhook gets its deliveries at once after it is changed', async () => {
  respond = () => answer(500);
  add();
  deliverer.start();
  await clock.advance(0);
  respond = () => answer(200);
  const second = add();
  deliverer.wake();
  await clock.advance(0);
  expect(second.state).toBe('waiting');
  deliverer.forgive(1);
  await clock.advance(0);
  expect(second.state).toBe('delivered');
});

test('a webhook delivery that was answered is not posted again because of a full disk: its result is stored later', async () => {
  repository.refusals = 3;
  const delivery = add();
  deliverer.start();
  await clock.advance(14_000);
  expect(delivery.state).toBe('waiting');
  deliverer.wake();
  await clock.advance(1000);
  expect(delivery.state).toBe('delivered');
  expect(posted).toHaveLength(1);
});

test('a webhook delivery that had no answer when the gateway ended is posted after the start, with the same id', async () => {
  const cut = Promise.withResolvers<PostOutcome>();
  respond = () => cut.promise;
  const delivery = add();
  deliverer.start();
  await clock.advance(0);
  const stopped = deliverer.stop();
  cut.resolve({ kind: 'failed', reason: 'socket hang up' });
  await stopped;
  expect(delivery).toMatchObject({ state: 'waiting', attempts: 0 });
  expect(clock.pending).toBe(0);
  respond = () => answer(200);
  deliverer = make();
  deliverer.start();
  await clock.advance(0);
  expect(delivery.state).toBe('delivered');
  expect(new Set(posted.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['evt_1']));
});

test('webhook deliveries that are overdue are given up every hour', async () => {
  deliverer.start();
  await clock.advance(2 * 60 * MINUTE);
  expect(repository.tidied).toHaveLength(2);
  expect(clock.now() - (repository.tidied[1] ?? 0)).toBe(DAY + 60 * MINUTE);
});
