import { expect, test } from 'vitest';
import type { RouteInbound } from '../../../src/domain/routes/route.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';

const PHONE = '+33639985101';
const MINUTE_MS = 60_000;

/** Lets a phone say these things one after the other; `cut` is the end of the link. Returns the texts of the inbox. */
const inboxAfter = async (
  events: readonly (string | 'cut' | { readonly waitMs: number } | Partial<RouteInbound>)[],
): Promise<readonly string[]> => {
  const rig = await PhoneRig.open();
  let linkEndedAt = rig.disk.clock.now();
  for (const event of events) {
    await rig.disk.clock.advance(10);
    if (event === 'cut') linkEndedAt = rig.disk.clock.now();
    else if (typeof event === 'string') await rig.arrive(event, PHONE, { linkEndedAt });
    else if ('waitMs' in event) await rig.disk.clock.advance(event.waitMs);
    else await rig.arrive(event.text ?? '', PHONE, { linkEndedAt, ...event });
  }
  const { items } = await rig.store.inbox({ limit: 100, cursor: undefined });
  return items.map(({ text }) => text).toReversed();
};

test('a message that its carrier sends again after the end of a link, since it read no answer, is stored once', async () => {
  expect(await inboxAfter(['SOS', 'cut', 'SOS'])).toEqual(['SOS']);
});

test('a message that is sent again after each of two ends of a link is stored once', async () => {
  expect(await inboxAfter(['SOS', 'cut', 'SOS', 'cut', 'SOS'])).toEqual(['SOS']);
});

test('a person who writes the same twice while the link holds has written two messages', async () => {
  expect(await inboxAfter(['cut', 'SOS', 'SOS'])).toEqual(['SOS', 'SOS']);
});

test('the same words after others are a new message, also when a link has ended: a second call for help is not lost', async () => {
  expect(await inboxAfter(['2', '1', 'cut', '2'])).toEqual(['2', '1', '2']);
});

test('the same words five minutes after the end of a link are a new message', async () => {
  expect(await inboxAfter(['SOS', 'cut', { waitMs: 5 * MINUTE_MS }, 'SOS'])).toEqual(['SOS', 'SOS']);
});

test('the same words are a new message if the link ended more than five minutes after the first ones', async () => {
  expect(await inboxAfter(['SOS', { waitMs: 5 * MINUTE_MS }, 'cut', 'SOS'])).toEqual(['SOS', 'SOS']);
});

test('a message that is sent again after a restart with a clock that was set back by seconds is stored once', async () => {
  const rig = await PhoneRig.open();
  await rig.arrive('SOS', PHONE, { linkEndedAt: 0 });
  rig.disk.fill('UPDATE inbox SET at = at + 5000');
  await rig.arrive('SOS', PHONE, { linkEndedAt: rig.disk.clock.now() });
  const { items } = await rig.store.inbox({ limit: 10, cursor: undefined });
  expect(items).toHaveLength(1);
});

test('a copy is kept aside, with its reason', async () => {
  const rig = await PhoneRig.open();
  await rig.arrive('SOS', PHONE, { linkEndedAt: 0 });
  await rig.disk.clock.advance(10);
  await rig.arrive('SOS', PHONE, { linkEndedAt: rig.disk.clock.now() });
  const { items } = await rig.store.inboxAside({ limit: 10, cursor: undefined });
  expect(items).toMatchObject([{ from: PHONE, reason: expect.stringMatching(/sent it again/) }]);
});

test('a message to another number of ours, or by another route, is a new one', async () => {
  expect(await inboxAfter(['SOS', 'cut', { text: 'SOS', to: '38003' }])).toEqual(['SOS', 'SOS']);
  expect(await inboxAfter(['SOS', 'cut', { text: 'SOS', route: 'sfr' }])).toEqual(['SOS', 'SOS']);
});

test('a long message of which all parts are sent again is stored once', async () => {
  const parts = ['Nous sommes ', 'au gymnase'].map((text, index) => ({
    text,
    concat: { reference: 7, total: 2, part: index + 1 },
  }));
  expect(await inboxAfter([...parts, 'cut', ...parts])).toEqual(['Nous sommes au gymnase']);
  expect(await inboxAfter([...parts, ...parts])).toHaveLength(2);
});
