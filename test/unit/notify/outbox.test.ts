import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AlertAction, eventOfAction } from '../../../src/domain/alerts/alert-log.ts';
import { formatMessageId } from '../../../src/domain/messages/message-id.ts';
import type { TocsinEvent } from '../../../src/domain/operation/events.ts';
import { Outbox } from '../../../src/notify/outbox.ts';
import { author, draftOf } from '../../support/alerts/alerts.ts';
import { hook, noted } from '../../support/http/webhooks.ts';
import { handleAll } from '../../support/inbound/handle-all.ts';
import { quietLog } from '../../support/log/suite-log.ts';
import { accepted, claimedOf, inbound, newMessage, receipt, T0 } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let outbox: Outbox;
let told: TocsinEvent[];
let asked: string[];

const make = (repository: Pick<StoreOnDisk['store'], keyof StoreOnDisk['store']> = disk.store) =>
  new Outbox({
    repository,
    tell: (event) => told.push(event),
    askedByOnlookers: () => asked,
    deliver: () => {},
    clock: disk.clock,
    log: quietLog,
  });

beforeEach(async () => {
  disk = await StoreOnDisk.open();
  told = [];
  asked = [];
  outbox = make();
});
afterEach(async () => {
  await outbox.stop();
  await disk.remove();
});

const webhook = async (events: readonly string[], enabled = true) =>
  (await disk.store.createWebhook(hook({ events, enabled }), 'whsec_AAAA', noted('webhook.create'))).id;
const deliveriesOf = async (id: number) =>
  (await disk.store.listDeliveries(id, undefined, { limit: 1000, cursor: undefined })).items.toReversed();
const typesOf = async (id: number) => (await deliveriesOf(id)).map(({ type }) => type);

/** Waits until all events were passed on. */
const passedOn = async () => {
  await outbox.stop();
  outbox = make();
  await outbox.start();
  await outbox.stop();
};

test('each step of an alert is stored in one commit with its event, which becomes a delivery for each webhook that asks for it', async () => {
  const all = await webhook(['alert']);
  const one = await webhook(['alert.created']);
  const other = await webhook(['route']);
  const disabled = await webhook(['alert'], false);
  const alert = await disk.store.createAlert(draftOf({ title: 'Crue' }), author, T0);
  await disk.store.logAlert(alert, { at: T0 + 1, actor: author, action: 'submit', detail: undefined });
  await disk.store.logAlert(alert, { at: T0 + 2, actor: author, action: 'discard', detail: undefined });
  await outbox.start();
  await passedOn();
  expect(await typesOf(all)).toEqual(['alert.created', 'alert.submitted', 'alert.discarded']);
  expect(await typesOf(one)).toEqual(['alert.created']);
  expect(await typesOf(other)).toEqual([]);
  expect(await typesOf(disabled)).toEqual([]);
  expect(told.map(({ type, at, data }) => [type, at, data['title'], data['by']])).toEqual([
    ['alert.created', T0, 'Crue', author.name],
    ['alert.submitted', T0 + 1, 'Crue', author.name],
    ['alert.discarded', T0 + 2, 'Crue', author.name],
  ]);
});

test('each line in the log of an alert is published as the event of its action, with what was done and why', async () => {
  const id = await webhook(['alert']);
  const alert = await disk.store.createAlert(draftOf({ title: 'Crue' }), author, T0);
  const actions = (Object.keys(eventOfAction) as AlertAction[]).filter((action) => action !== 'create');
  for (const action of actions)
    await disk.store.logAlert(alert, { at: T0, actor: author, action, detail: `why ${action}` });
  await outbox.start();
  await passedOn();
  const expected = actions.map((action) => [
    eventOfAction[action],
    action,
    // The text of a note may name people.
    action === 'note' ? null : `why ${action}`,
  ]);
  expect(told.slice(1).map(({ type, data }) => [type, data['action'], data['detail']])).toEqual(expected);
  expect(await typesOf(id)).toEqual(['alert.created', ...expected.map(([type]) => type)]);
});

test('a step of an alert is not stored, and a message from a phone not handled, if its event cannot be stored', async () => {
  const alert = await disk.store.createAlert(draftOf(), author, T0);
  disk.fill(`CREATE TRIGGER is_full BEFORE INSERT ON happenings BEGIN SELECT RAISE(ABORT, 'full'); END`);
  const step = { id: alert, version: 1, at: T0, actor: author, detail: undefined } as const;
  const submit = disk.store.stepAlert({ ...step, state: 'pendingApproval', action: 'submit' });
  await expect(submit).rejects.toThrow();
  await disk.store.receive(inbound({ text: 'Au feu' }), T0);
  await expect(handleAll(disk.store)).rejects.toThrow();
  expect(await disk.store.getAlert(alert)).toMatchObject({ state: 'draft', version: 1 });
  expect(await disk.store.alertLog(alert)).toHaveLength(1);
  expect(await disk.store.unhandled(10)).toHaveLength(1);
});

test('each step of an alert is in the audit log with its actor', async () => {
  const alert = await disk.store.createAlert(draftOf(), author, T0);
  await disk.store.logAlert(alert, { at: T0, actor: author, action: 'reject', detail: 'no' });
  const all = { actor: undefined, action: undefined, subject: `alert:${alert}`, since: undefined };
  const { items } = await disk.store.audit(all, { limit: 10, cursor: undefined });
  expect(items).toMatchObject([
    {
      action: 'alert.reject',
      actor: { id: author.id, name: author.name },
      detail: { state: 'draft', detail: 'no' },
    },
    { action: 'alert.create', detail: { state: 'draft' } },
  ]);
});

test('events that were not passed on before a restart are passed on after it, once', async () => {
  const id = await webhook(['alert', 'inbox']);
  await disk.store.createAlert(draftOf(), author, T0);
  await disk.store.receive(inbound({ route: 'modem-1', from: '+33639980001', to: undefined, text: '1' }), T0);
  await handleAll(disk.store);
  await disk.reopen();
  outbox = make();
  await outbox.start();
  await passedOn();
  await disk.reopen();
  outbox = make();
  await outbox.start();
  await passedOn();
  expect(await typesOf(id)).toEqual(['alert.created', 'inbox.received']);
  expect(told.at(-1)?.data).toEqual({
    inboxId: 1,
    route: 'modem-1',
    from: '+33639980001',
    to: null,
    text: '1',
  });
});

test('half a surrogate pair that a phone sent is shown as U+FFFD in the webhook and in the inbox', async () => {
  const id = await webhook(['inbox']);
  await disk.store.receive(inbound({ text: 'Au feu \ud83d' }), T0);
  await handleAll(disk.store);
  const { items } = await disk.store.inbox({ limit: 1, cursor: undefined });
  await outbox.start();
  await passedOn();
  expect(told[0]?.data['text']).toBe('Au feu \ufffd');
  expect(items[0]?.text).toBe('Au feu \ufffd');
  const [due] = await disk.store.dueDeliveries(T0, 1);
  expect(due).toMatchObject({ webhook: id, event: { data: { text: 'Au feu \ufffd' } } });
});

test('an event that no webhook asks for is sent to event streams, and is not stored', async () => {
  await outbox.start();
  await outbox.publish('route.down', { route: 'orange' });
  expect(told).toEqual([{ type: 'route.down', at: disk.clock.now(), data: { route: 'orange' } }]);
  await outbox.stop();
  expect(await disk.store.takeHappenings(10)).toEqual([]);
});

test('an event that a webhook asks for is on disk when publish resolves', async () => {
  const id = await webhook(['route.down']);
  await outbox.start();
  await outbox.publish('route.down', { route: 'orange' });
  await passedOn();
  expect(await typesOf(id)).toEqual(['route.down']);
  expect(told).toHaveLength(1);
});

test('a new webhook gets events from the next refresh of the outbox on', async () => {
  await outbox.start();
  const id = await webhook(['route']);
  await outbox.refresh();
  await outbox.publish('route.up', { route: 'orange' });
  await passedOn();
  expect(await typesOf(id)).toEqual(['route.up']);
});

const cancelled = async () => {
  const message = newMessage({ reference: 'flood-117' });
  await disk.store.enqueue([message]);
  await disk.store.cancel(message.id, T0 + 5);
  return message;
};

test('message events are recorded only while a webhook or stream asks for them', async () => {
  await outbox.start();
  await cancelled();
  asked = ['message.cancelled'];
  await outbox.refresh();
  const message = await cancelled();
  await passedOn();
  expect(told).toEqual([
    {
      type: 'message.cancelled',
      at: T0 + 5,
      data: {
        id: formatMessageId(message.id),
        state: 'cancelled',
        reason: 'withdrawn',
        reference: 'flood-117',
        route: null,
        possibleDuplicate: false,
        alert: null,
        wave: null,
      },
    },
  ]);
});

test('message events are not recorded after a restart until a webhook or stream asks for them', async () => {
  asked = ['message'];
  await outbox.start();
  await outbox.stop();
  await disk.reopen();
  asked = [];
  outbox = make();
  await outbox.start();
  await cancelled();
  await passedOn();
  expect(told).toEqual([]);
});

test('a message that becomes delivered by a receipt makes an event with its route', async () => {
  const id = await webhook(['message.delivered']);
  await outbox.start();
  const claimed = await claimedOf(disk.store);
  await disk.store.settle([accepted(claimed, 'ref-1')]);
  await disk.store.record([receipt('ref-1')], T0 + 9);
  await passedOn();
  expect(await typesOf(id)).toEqual(['message.delivered']);
  expect(told[0]).toMatchObject({ at: T0 + 9, data: { state: 'delivered', route: 'carrier-a' } });
});

test('events of ended messages are looked for twice a second, even if nothing wakes the outbox', async () => {
  asked = ['message'];
  await outbox.start();
  await disk.store.takeHappenings(1);
  await cancelled();
  // A round goes to the database thread and back, which virtual time doesn't wait for.
  while (told.length === 0) await disk.clock.advance(500);
  expect(told[0]?.type).toBe('message.cancelled');
});

test('the types of message events that the store could not be told are told it again, without another change', async () => {
  asked = ['message'];
  let refusals = 2;
  const repository = Object.assign(Object.create(disk.store), {
    followMessages: async (types: Parameters<typeof disk.store.followMessages>[0]) => {
      if (refusals-- > 0) throw new Error('the disk refuses');
      return disk.store.followMessages(types);
    },
  });
  outbox = make(repository);
  await outbox.start();
  while (refusals >= 0) await disk.clock.advance(500);
  const message = await claimedOf(disk.store);
  await disk.store.settle([accepted(message, 'ref-1')]);
  await disk.store.record([receipt('ref-1')], T0 + 10);
  while (told.length === 0) await disk.clock.advance(500);
  expect(told.map(({ type }) => type)).toEqual(['message.delivered']);
});
