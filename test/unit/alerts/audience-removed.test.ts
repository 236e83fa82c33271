import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NumberedEvent } from '../../../src/domain/operation/events.ts';
import { EventHub } from '../../../src/notify/event-hub.ts';
import { Outbox } from '../../../src/notify/outbox.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { author, draftOf } from '../../support/alerts/alerts.ts';
import { hook, noted } from '../../support/http/webhooks.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});

/** Launches an alert to a list that is removed just before its first people get their messages. */
const launchedToLostList = async (): Promise<{ readonly id: number; readonly list: number }> => {
  const list = await rig.list(1, 2);
  const { id } = await rig.service.create(draftOf({ audience: { include: [{ list }] } }), author);
  const { store } = rig.disk;
  const page = store.audiencePage.bind(store);
  let gone = false;
  vi.spyOn(store, 'audiencePage').mockImplementation(async (...asked) => {
    if (!gone) rig.disk.tearOut('lists', list);
    gone = true;
    return page(...asked);
  });
  await rig.launch(id);
  return { id, list };
};

const linesOf = async (id: number) =>
  (await rig.disk.store.alertLog(id)).filter(({ action }) => action === 'audienceGone');
const untilLogged = (id: number) =>
  rig.until(
    () => linesOf(id),
    (found) => found.length > 0,
  );
/** Passes more time than the expander waits between two looks for the list. */
const someLooksLater = async () => {
  const until = rig.disk.clock.now() + 10_000;
  await rig.until(
    () => rig.disk.clock.now(),
    (now) => now >= until,
  );
};

test('an alert whose list is removed while it is being sent is not completed: the removal is logged, and the alert waits for a person to stop it', async () => {
  const { id, list } = await launchedToLostList();
  const { store } = rig.disk;
  const lines = await untilLogged(id);
  expect(await rig.service.get(id)).toMatchObject({ state: 'sending' });
  expect(lines).toMatchObject([{ detail: `list ${list}` }]);
  await rig.service.stop(id, author);
  await rig.until(
    () => store.openWaves(),
    (waves) => waves.length === 0,
  );
});

test('webhooks and the event stream get one event when the list of an alert is removed while the alert is being sent', async () => {
  const { store, clock } = rig.disk;
  const webhook = await store.createWebhook(
    hook({ events: ['alert'] }),
    'whsec_AAAA',
    noted('webhook.create'),
  );
  const hub = new EventHub('run', () => {});
  const seen: NumberedEvent[] = [];
  hub.join(
    { of: 'token', asked: ['alert.audienceGone'], take: (told) => seen.push(told), end: () => {} },
    undefined,
  );
  const outbox = new Outbox({
    repository: store,
    tell: (event) => hub.tell(event),
    askedByOnlookers: () => hub.asked,
    deliver: () => {},
    clock,
    log: rig.log,
  });
  await outbox.start();
  rig.onAnnounced = () => outbox.wake();
  const { id, list } = await launchedToLostList();
  await rig.until(
    () => seen,
    (all) => all.length > 0,
  );
  await someLooksLater();
  await outbox.stop();
  expect(seen).toMatchObject([
    {
      type: 'alert.audienceGone',
      data: {
        alert: id,
        state: 'sending',
        by: 'the gateway',
        action: 'audienceGone',
        detail: `list ${list}`,
      },
    },
  ]);
  const page = { limit: 100, cursor: undefined };
  const { items } = await store.listDeliveries(webhook.id, undefined, page);
  expect(items.filter(({ type }) => type === 'alert.audienceGone')).toHaveLength(1);
});

test('the removal of an alert’s list is logged once the full disk can be written again', async () => {
  const { store } = rig.disk;
  const write = store.logAlert.bind(store);
  let failures = 0;
  vi.spyOn(store, 'logAlert').mockImplementation(async (...line) => {
    if (failures++ === 0) throw new Error('the disk is full');
    return write(...line);
  });
  const { id } = await launchedToLostList();
  await untilLogged(id);
  await someLooksLater();
  expect(await linesOf(id)).toHaveLength(1);
});
