import { afterEach, describe, expect, test } from 'vitest';
import { routeCapabilities } from '../../../../src/domain/routes/capabilities.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { paceOf } from '../../../support/alerts/paces.ts';
import { requeued } from '../../../support/store/messages.ts';

const LONG = `Crue : quittez la vallée. ${'Suivez les routes fléchées vers les hauteurs. '.repeat(8)}`;
const SHORT = 'Crue : quittez la vallée, montez.';
const content = {
  variants: [
    { language: 'fr', text: LONG, short: SHORT },
    {
      language: 'en',
      text: `Flood: leave. ${'Follow the marked roads up. '.repeat(14)}`,
      short: 'Flood: leave, go up.',
    },
  ],
  defaultLanguage: 'fr',
  placeholders: {},
};
const carrier = paceOf('carrier-a', 100);
const gone = paceOf('carrier-a', 100, { usable: false });
const modem = paceOf('modem-1', 1 / 6, { type: 'modem' });

let rig: AlertRig;
afterEach(() => rig.remove());

const isShort = ({ text }: { readonly text: string }): boolean => text === SHORT;

/** An alert to so many people whose messages are all queued while carriers are usable. */
const queued = async (people = 20, policy: object = {}): Promise<number> => {
  rig = await AlertRig.start(policy);
  rig.traffic.routes = [carrier, modem];
  const { id } = await rig.create(people, { content });
  await rig.launch(id);
  await rig.untilExpanded(id);
  return id;
};
const pass = async (ms: number): Promise<void> => {
  const { clock, store } = rig.disk;
  const end = clock.now() + ms;
  // The keeper's looks wait for the store, which does not know of virtual time.
  await rig.until(
    async () => {
      for (let i = 0; i < 3; i++) await store.counts();
      await clock.advance(180);
      return clock.now();
    },
    (now) => now >= end,
  );
};
const carriersDie = async (forMs = 45_000): Promise<void> => {
  rig.traffic.routes = [gone, modem];
  await pass(forMs);
};
/** Waits until so many messages have the short text. */
const untilShort = (id: number, count = 20) =>
  rig.until(
    async () => (await rig.messages(id)).filter(isShort).length,
    (some) => some === count,
  );
const lastOf = async (id: number, action: string) =>
  (await rig.disk.store.alertLog(id)).findLast((line) => line.action === action);

describe('messages that wait when all carriers die after the launch', () => {
  test('get the short text by themselves, with their number in the log, the overview and the timeline', async () => {
    const id = await queued();
    expect((await rig.messages(id)).some(isShort)).toBe(false);
    await carriersDie();
    await untilShort(id);
    const messages = await rig.messages(id);
    expect(messages.every((one) => isShort(one) && one.parts === 1 && one.state === 'queued')).toBe(true);
    expect(messages).toHaveLength(20);
    expect((await lastOf(id, 'shorten'))?.detail).toMatch(
      /20 messages that no route had .*: 20 parts instead of/,
    );
    const overview = await rig.service.overview(id);
    expect(overview?.counts.reduce((sum, { short }) => sum + short, 0)).toBe(20);
    expect(overview?.shortOffer).toBeUndefined();
  });

  test('keep their text while carriers are gone for some seconds only', async () => {
    const id = await queued();
    await carriersDie(20_000);
    rig.traffic.routes = [carrier, modem];
    await pass(60_000);
    expect((await rig.messages(id)).some(isShort)).toBe(false);
    expect(await lastOf(id, 'shorten')).toBeUndefined();
  });

  test('keep the short text when carriers come back', async () => {
    const id = await queued();
    await carriersDie();
    await untilShort(id);
    rig.traffic.routes = [carrier, modem];
    await pass(60_000);
    expect((await rig.messages(id)).every(isShort)).toBe(true);
    expect((await rig.disk.store.waves(id))[0]?.short).toBe(true);
  });

  test('keep their text if a route has them, or if an earlier attempt may have arrived', async () => {
    const id = await queued();
    const claims = await rig.claim('1.1', 12);
    expect(claims.length).toBeGreaterThan(1);
    const [back, ...having] = claims;
    if (back === undefined) throw new Error('nothing was claimed');
    await rig.disk.store.settle([requeued(back, { possibleDuplicate: true })]);
    await carriersDie();
    await untilShort(id, 20 - claims.length);
    const messages = await rig.messages(id);
    const keep = new Set([back, ...having].map((one) => one.id));
    expect(
      messages
        .filter((one) => !isShort(one))
        .map((one) => one.id)
        .toSorted(),
    ).toEqual([...keep].toSorted());
  });

  test('get it when a route gives them back later, untouched', async () => {
    const id = await queued();
    const claims = await rig.claim('1.1', 12);
    await carriersDie();
    await untilShort(id, 20 - claims.length);
    await rig.disk.store.settle(claims.map((one) => requeued(one)));
    await untilShort(id);
  });

  test('go on after a restart where some have it already', async () => {
    const id = await queued();
    await carriersDie(10_000);
    rig = await rig.restart();
    rig.traffic.routes = [gone, modem];
    await carriersDie();
    await untilShort(id);
    const messages = await rig.messages(id);
    expect(messages.every(isShort)).toBe(true);
    expect(new Set(messages.map(({ to }) => to)).size).toBe(20);
    expect(messages).toHaveLength(20);
  });

  test('keep it for an alert that is paused, until it is resumed', async () => {
    const id = await queued();
    await rig.service.pause(id, author);
    await carriersDie();
    expect((await rig.messages(id)).some(isShort)).toBe(false);
    await rig.service.resume(id, author);
    await untilShort(id);
  });

  test('under `ask` the alert tells it once, with both times, and an operator decides', async () => {
    const id = await queued(20, { shortWhenDegraded: 'ask' });
    await carriersDie();
    await rig.until(
      () => lastOf(id, 'shortOffered'),
      (line) => line !== undefined,
    );
    await pass(15_000);
    expect((await rig.messages(id)).some(isShort)).toBe(false);
    const offers = (await rig.disk.store.alertLog(id)).filter(({ action }) => action === 'shortOffered');
    expect(offers).toHaveLength(1);
    const offer = (await rig.service.overview(id))?.shortOffer;
    expect(offer).toMatchObject({ messages: 20, shortEtaMs: 120_000 });
    expect(offer?.etaMs).toBeGreaterThan(300_000);
    expect((await rig.service.shorten(id, author)).kind).toBe('done');
    expect((await rig.messages(id)).every(isShort)).toBe(true);
    expect(await lastOf(id, 'shorten')).toMatchObject({ actor: author.id });
  });

  test('under `never` nothing happens, and the step is refused', async () => {
    const id = await queued(20, { shortWhenDegraded: 'never' });
    await carriersDie();
    expect((await rig.messages(id)).some(isShort)).toBe(false);
    expect(await rig.service.shorten(id, author)).toMatchObject({ kind: 'wrongState' });
  });

  test('get the short text of their own language', async () => {
    rig = await AlertRig.start();
    rig.traffic.routes = [carrier, modem];
    const list = await rig.list(1, 2, 3, 4);
    const { id } = await rig.create(0, { content, audience: { include: [{ list }] } });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await carriersDie();
    await untilShort(id, 2);
    const texts = (await rig.messages(id)).map(({ text }) => text);
    expect(texts.toSorted()).toEqual(
      [SHORT, SHORT, 'Flood: leave, go up.', 'Flood: leave, go up.'].toSorted(),
    );
  });
});

test('an alert that is launched when only modems are configured is made with the short text', async () => {
  rig = await AlertRig.start();
  rig.traffic.routes = [{ ...modem, capabilities: routeCapabilities.modem }];
  const { id } = await rig.create(20, { content });
  await rig.launch(id);
  await rig.untilExpanded(id);
  expect((await rig.messages(id)).every(isShort)).toBe(true);
});
