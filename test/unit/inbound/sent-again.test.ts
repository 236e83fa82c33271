import { describe, expect, test } from 'vitest';
import type { RouteInbound } from '../../../src/domain/routes/route.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';

const PHONE = '+33639985101';
const MINUTE_MS = 60_000;
const HERE = 'Nous sommes au gymnase';

/** Lets a phone say these things one after the other; `cut` is the end of the link. Returns the texts of the inbox. */
const inboxAfter = async (
  events: readonly (string | 'cut' | { readonly waitMs: number } | Partial<RouteInbound>)[],
): Promise<readonly string[]> => {
  const rig = await PhoneRig.open();
  let linkEndedAt = rig.disk.clock.now();
  const say = (text: string, own: Partial<RouteInbound> = {}) =>
    rig.take(text, own.from ?? PHONE, { linkEndedAt, ...own });
  for (const event of events) {
    await rig.disk.clock.advance(10);
    if (event === 'cut') linkEndedAt = rig.disk.clock.now();
    else if (typeof event === 'string') await say(event);
    else if ('waitMs' in event) await rig.disk.clock.advance(event.waitMs);
    else await say(event.text ?? '', event);
  }
  const { items } = await rig.store.inbox({ limit: 100, cursor: undefined });
  return items.map(({ text }) => text).toReversed();
};

test('a message that its carrier sends again after the end of a link, since it read no answer, is stored once', async () => {
  expect(await inboxAfter([HERE, 'cut', HERE])).toEqual([HERE]);
});

test('a message that is sent again after each of two ends of a link is stored once', async () => {
  expect(await inboxAfter([HERE, 'cut', HERE, 'cut', HERE])).toEqual([HERE]);
});

test('a person who writes the same twice while the link holds has written two messages', async () => {
  expect(await inboxAfter(['cut', HERE, HERE])).toEqual([HERE, HERE]);
});

test('the same words after others are a new message, also when a link has ended', async () => {
  expect(await inboxAfter(['2', '1', 'cut', '2'])).toEqual(['2', '1', '2']);
});

test('the same words five minutes after the end of a link are a new message', async () => {
  expect(await inboxAfter([HERE, 'cut', { waitMs: 5 * MINUTE_MS }, HERE])).toEqual([HERE, HERE]);
});

test('the same words are a new message if the link ended more than five minutes after the first ones', async () => {
  expect(await inboxAfter([HERE, { waitMs: 5 * MINUTE_MS }, 'cut', HERE])).toEqual([HERE, HERE]);
});

test('a message that is sent again after a restart with a clock that was set back by seconds is stored once', async () => {
  const rig = await PhoneRig.open();
  await rig.arrive(HERE, PHONE, { linkEndedAt: 0 });
  rig.disk.fill('UPDATE inbox SET at = at + 5000');
  await rig.arrive(HERE, PHONE, { linkEndedAt: rig.disk.clock.now() });
  const { items } = await rig.store.inbox({ limit: 10, cursor: undefined });
  expect(items).toHaveLength(1);
});

test('a copy is kept aside, with its reason', async () => {
  const rig = await PhoneRig.open();
  await rig.say(HERE, PHONE, { linkEndedAt: 0 });
  await rig.disk.clock.advance(10);
  await rig.say(HERE, PHONE, { linkEndedAt: rig.disk.clock.now() });
  const { items } = await rig.store.inboxAside({ limit: 10, cursor: undefined });
  expect(items).toMatchObject([{ from: PHONE, reason: expect.stringMatching(/sent it again/) }]);
});

test('a message to another number of ours, or by another route, is a new one', async () => {
  expect(await inboxAfter([HERE, 'cut', { text: HERE, to: '38003' }])).toEqual([HERE, HERE]);
  expect(await inboxAfter([HERE, 'cut', { text: HERE, route: 'sfr' }])).toEqual([HERE, HERE]);
});

test('the same words after the copy that the carrier sent again are a new message', async () => {
  expect(await inboxAfter([HERE, 'cut', HERE, HERE])).toEqual([HERE, HERE]);
});

test.each([
  ['a name', 'ORANGE'],
  ['a short code', '38003'],
  ['no number', ''],
])('the same words from %s may be those of two senders, and are both in the inbox', async (_, from) => {
  expect(await inboxAfter([{ text: HERE, from }, 'cut', { text: HERE, from }])).toEqual([HERE, HERE]);
});

describe('a call for help that may be a copy', () => {
  const CRY = 'SOS, nous sommes bloqués';

  test('is in the inbox again, and the case counts it: a second call is never lost', async () => {
    const rig = await PhoneRig.open();
    await rig.say(CRY, PHONE, { linkEndedAt: 0 });
    await rig.disk.clock.advance(10);
    const { handledAs } = await rig.say(CRY, PHONE, { linkEndedAt: rig.disk.clock.now() });
    expect(handledAs).toBe('help');
    const { items } = await rig.store.inbox({ limit: 10, cursor: undefined });
    expect(items.map(({ text }) => text)).toEqual([CRY, CRY]);
    expect(
      await rig.store.cases({ state: undefined, alert: undefined }, { limit: 10, cursor: undefined }),
    ).toMatchObject({ items: [{ cries: 2 }] });
  });
});

test('a STOP that is sent again before the first is handled does not come after the START that follows it', async () => {
  const rig = await PhoneRig.open();
  await rig.arrive('STOP', PHONE, { linkEndedAt: 0 });
  await rig.disk.clock.advance(10);
  const linkEndedAt = rig.disk.clock.now();
  await Promise.all(['STOP', 'START'].map((text) => rig.arrive(text, PHONE, { linkEndedAt })));
  const { items } = await rig.store.inbox({ limit: 10, cursor: undefined });
  expect(items.map(({ text }) => text)).toEqual(['START', 'STOP']);
});

test('a message whose handling failed is never a reason to put another aside: nobody has read it', async () => {
  const rig = await PhoneRig.open();
  await rig.arrive(HERE, PHONE, { linkEndedAt: 0 });
  rig.disk.fill("UPDATE inbox SET handled_as = 'failed'");
  await rig.disk.clock.advance(10);
  await rig.arrive(HERE, PHONE, { linkEndedAt: rig.disk.clock.now() });
  const { items } = await rig.store.inbox({ limit: 10, cursor: undefined });
  expect(items).toHaveLength(2);
});

test('a long message of which all parts are sent again is stored once', async () => {
  const parts = ['Nous sommes ', 'au gymnase'].map((text, index) => ({
    text,
    concat: { reference: 7, total: 2, part: index + 1 },
  }));
  expect(await inboxAfter([...parts, 'cut', ...parts])).toEqual(['Nous sommes au gymnase']);
  expect(await inboxAfter([...parts, ...parts])).toHaveLength(2);
});
