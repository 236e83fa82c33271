import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, hook, noted } from '../../../support/http/webhooks.ts';
import { newMessage, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const page = { limit: 100, cursor: undefined };
const make = (own: Parameters<typeof hook>[0] = {}) =>
  disk.store.createWebhook(hook(own), 'whsec_AAAA', noted('webhook.create'));
const deliver = async (webhook: number, at = T0) => {
  const made = await disk.store.addDelivery(webhook, { type: 'webhook.test', at, data: { webhook } });
  if (made === undefined) throw new Error('there is no such webhook');
  return made.id;
};
const attempted = (id: number, own: object = {}) => ({
  id,
  at: T0 + 5,
  outcome: 'answered 500',
  state: undefined,
  dueAt: T0 + 5000,
  ...own,
});

test('a webhook that is removed in the moment of its creation was created: the answer has it as it was made', async () => {
  const [made, removed] = await Promise.all([
    make({ name: 'hook of a moment' }),
    disk.store.removeWebhook(1, undefined, noted('webhook.remove')),
  ]);
  expect(made).toMatchObject({ id: 1, name: 'hook of a moment', version: 1, waiting: 0 });
  expect(removed).toBe('removed');
  const kept = await make();
  expect(kept).toEqual(await disk.store.getWebhook(kept.id));
});

test('the creation, change and removal of a webhook are in the audit log', async () => {
  const { id } = await make();
  const changed = await disk.store.replaceWebhook(id, hook({ name: 'other' }), 1, noted('webhook.change'));
  expect(changed).toMatchObject({ kind: 'done', value: { id, name: 'other', version: 2, waiting: 0 } });
  expect(await disk.store.replaceWebhook(id, hook(), 1, noted('webhook.change'))).toEqual({
    kind: 'changed',
  });
  expect(await disk.store.removeWebhook(id, 1, noted('webhook.remove'))).toBe('changed');
  expect(await disk.store.removeWebhook(id, 2, noted('webhook.remove'))).toBe('removed');
  expect(await disk.store.removeWebhook(id, undefined, noted('webhook.remove'))).toBe('unknown');
  const all = { actor: admin.id, action: undefined, subject: `webhook:${id}`, since: undefined };
  const { items } = await disk.store.audit(all, page);
  expect(items.map(({ action }) => action)).toEqual(['webhook.remove', 'webhook.change', 'webhook.create']);
});

test('due deliveries of enabled webhooks are read, the longest due first, a limited number for each webhook', async () => {
  const { id: one } = await make();
  const { id: two } = await make();
  const { id: off } = await make({ enabled: false });
  const late = await deliver(one, T0 + 3);
  const early = await deliver(one, T0 + 1);
  const middle = await deliver(one, T0 + 2);
  const other = await deliver(two, T0 + 2);
  await deliver(off);
  const due = async (now: number, ofEach: number) =>
    (await disk.store.dueDeliveries(now, ofEach)).map(({ id }) => id);
  expect(await due(T0, 10)).toEqual([]);
  expect(await due(T0 + 2, 10)).toEqual([early, middle, other]);
  expect(await due(T0 + 9, 2)).toEqual([early, middle, other]);
  expect(await due(T0 + 9, 9)).toEqual([early, middle, late, other]);
  expect(await disk.store.nextDelivery(T0 + 2)).toBe(T0 + 3);
  expect(await disk.store.nextDelivery(T0 + 3)).toBeUndefined();
});

test('attempts of deliveries are kept over a restart: a failed delivery waits for its next attempt, a finished one is not repeated', async () => {
  const { id } = await make();
  const failing = await deliver(id);
  const delivered = await deliver(id);
  await disk.store.keepAttempts([
    attempted(failing),
    attempted(delivered, { outcome: 'answered 204', state: 'delivered' }),
  ]);
  const store = await disk.reopen();
  expect(await store.dueDeliveries(T0 + 4999, 10)).toEqual([]);
  expect(await store.dueDeliveries(T0 + 5000, 10)).toMatchObject([{ id: failing, attempts: 1, since: T0 }]);
  expect(await store.getDelivery(id, delivered)).toMatchObject({
    state: 'delivered',
    outcome: 'answered 204',
    finishedAt: T0 + 5,
  });
  expect((await store.getWebhook(id))?.waiting).toBe(1);
});

test('a finished delivery can be replayed, and is then tried for another day; a waiting delivery cannot be replayed', async () => {
  const { id } = await make();
  const waiting = await deliver(id);
  const failed = await deliver(id);
  await disk.store.keepAttempts([attempted(failed, { state: 'failed' })]);
  expect(await disk.store.replayDelivery(id, waiting, T0 + 9)).toBeUndefined();
  expect(await disk.store.replayDelivery(id + 1, failed, T0 + 9)).toBeUndefined();
  expect(await disk.store.replayDelivery(id, failed, T0 + 9)).toMatchObject({
    state: 'waiting',
    attempts: 0,
    dueAt: T0 + 9,
  });
  expect(await disk.store.dueDeliveries(T0 + 9, 10)).toMatchObject([
    { id: waiting },
    { id: failed, since: T0 + 9 },
  ]);
});

test('a webhook that is removed leaves no deliveries, and gets no new ones', async () => {
  const { id } = await make();
  const delivery = await deliver(id);
  await disk.store.removeWebhook(id, undefined, noted('webhook.remove'));
  expect(await disk.store.getDelivery(id, delivery)).toBeUndefined();
  expect(await disk.store.addDelivery(id, { type: 'webhook.test', at: T0, data: {} })).toBeUndefined();
  expect((await make()).id).toBeGreaterThan(id);
});

test('a webhook that the gateway disabled shows the reason until somebody enables it again', async () => {
  const { id } = await make();
  expect(await disk.store.disableWebhook(id, 'it answered 410')).toBe(true);
  expect(await disk.store.disableWebhook(id, 'again')).toBe(false);
  expect(await disk.store.getWebhook(id)).toMatchObject({
    enabled: false,
    disabledReason: 'it answered 410',
    version: 2,
  });
  await disk.store.replaceWebhook(id, hook(), undefined, noted('webhook.change'));
  expect(await disk.store.getWebhook(id)).toMatchObject({ enabled: true, disabledReason: undefined });
});

test('overdue deliveries of webhooks are given up after a day, a limited number in one call', async () => {
  const { id } = await make();
  const overdue = await deliver(id, T0);
  const waiting = await deliver(id, T0 + 10);
  expect(await disk.store.giveUpDeliveries(T0 + 5, T0 + 30)).toBe(true);
  expect(await disk.store.giveUpDeliveries(T0 + 5, T0 + 30)).toBe(false);
  expect(await disk.store.getDelivery(id, overdue)).toMatchObject({
    state: 'failed',
    outcome: 'given up after a day',
    finishedAt: T0 + 30,
  });
  expect((await disk.store.getDelivery(id, waiting))?.state).toBe('waiting');
});

test('a webhook with too many waiting deliveries gets no more message events, which are counted as skipped, but all other events', async () => {
  const { id } = await make({ events: ['message', 'route'] });
  await disk.store.followMessages(['message.cancelled']);
  const cancelOne = async () => {
    const message = newMessage();
    await disk.store.enqueue([message]);
    await disk.store.cancel(message.id, T0);
  };
  disk.fill(
    `INSERT INTO webhook_deliveries (webhook_id, type, at, data, since, due_at)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
     SELECT ${id}, 'message.delivered', 0, '{}', 0, 0 FROM n`,
  );
  await cancelOne();
  await disk.store.addHappening({ type: 'route.down', at: T0, data: {} });
  await disk.store.takeHappenings(10);
  expect(await disk.store.getWebhook(id)).toMatchObject({ waiting: 100_002, skipped: 0 });
  await cancelOne();
  await disk.store.addHappening({ type: 'route.down', at: T0, data: {} });
  await disk.store.takeHappenings(10);
  expect(await disk.store.getWebhook(id)).toMatchObject({ waiting: 100_003, skipped: 1 });
});

test('the kinds of events that enabled webhooks ask for are read from the disk', async () => {
  await make({ events: ['alert', 'route.down'] });
  await make({ events: ['message'], enabled: false });
  expect(await disk.store.askedByWebhooks()).toEqual(['alert', 'route.down']);
});
