import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Message } from '../../../../src/domain/messages/message.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});

const saying = (text: string) => ({
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }], placeholders: {} },
  values: {},
});
const SECOND = 'Crue : la route est coupée.';
const THIRD = 'Crue : le pont est fermé.';
const PASS_MS = 2500;

const launched = async (people: number): Promise<number> => {
  const { id } = await rig.create(people);
  await rig.launch(id);
  await rig.untilExpanded(id);
  return id;
};
const inWave = async (id: number, wave: number): Promise<readonly Message[]> =>
  (await rig.messages(id)).filter(({ alert }) => alert?.wave === wave);
const untilInWave = (id: number, wave: number, count: number) =>
  rig.until(
    async () => (await inWave(id, wave)).length,
    (found) => found === count,
  );

describe('a second update', () => {
  test('is not sent to a person while a route is sending them the first update', async () => {
    const id = await launched(2);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.update(id, saying(SECOND), author);
    await untilInWave(id, 2, 2);
    const slow = await rig.claim(`${id}.2`, 1);
    await rig.service.update(id, saying(THIRD), author);
    await untilInWave(id, 3, 1);
    await rig.disk.clock.advance(PASS_MS);
    expect((await inWave(id, 3)).map(({ to }) => to)).not.toContain(slow[0]?.to);
    await rig.deliver(slow);
    await untilInWave(id, 3, 2);
    expect(new Set((await inWave(id, 3)).map(({ text }) => text))).toEqual(new Set([THIRD]));
  });

  test('replaces queued messages of the first update', async () => {
    const id = await launched(3);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.update(id, saying(SECOND), author);
    await untilInWave(id, 2, 3);
    await rig.service.update(id, saying(THIRD), author);
    expect(rig.traffic.held).toContain(`${id}.2`);
    await rig.untilExpanded(id);
    await untilInWave(id, 3, 3);
    await rig.until(
      async () => (await inWave(id, 2)).map(({ state }) => state),
      (states) => states.every((state) => state === 'cancelled'),
    );
    expect((await inWave(id, 2))[0]?.reason).toBe('a newer text took its place');
  });

  test('ends the first update if nobody has a message of it, so nobody gets the older text after the newer', async () => {
    const id = await launched(2);
    const slow = await rig.claim(`${id}.1`);
    await rig.service.update(id, saying(SECOND), author);
    await rig.service.update(id, saying(THIRD), author);
    await rig.deliver(slow);
    await rig.untilExpanded(id);
    await untilInWave(id, 3, 2);
    expect(await inWave(id, 2)).toEqual([]);
  });
});

test('a cancel is sent to a person only when the outcome of their earlier update is known', async () => {
  const id = await launched(1);
  await rig.deliver(await rig.claim(`${id}.1`));
  await rig.service.update(id, saying(SECOND), author);
  await untilInWave(id, 2, 1);
  const slow = await rig.claim(`${id}.2`);
  const { store } = rig.disk;
  const keep = store.storeChunk.bind(store);
  let passed = false;
  vi.spyOn(store, 'storeChunk').mockImplementation(async (chunk) => {
    const stored = await keep(chunk);
    passed ||= chunk.wave === 3 && stored.kind === 'stored';
    return stored;
  });
  const looked = rig.until(
    () => passed,
    (seen) => seen,
  );
  await rig.service.cancel(id, saying('Fausse alerte.'), { actor: author });
  await looked;
  expect(await inWave(id, 3)).toEqual([]);
  await rig.refuse(slow);
  await untilInWave(id, 3, 1);
  expect((await inWave(id, 3))[0]).toMatchObject({ to: numberOf(0), text: 'Fausse alerte.' });
});

test('a resend that is being stored when an update comes has the text of the update', async () => {
  const { store } = rig.disk;
  const id = await launched(2);
  await rig.refuse(await rig.claim(`${id}.1`));
  const keep = store.storeChunk.bind(store);
  const { promise: updated, resolve: letGo } = Promise.withResolvers<void>();
  vi.spyOn(store, 'storeChunk').mockImplementation((chunk) => updated.then(() => keep(chunk)));
  await rig.service.resend(id, 'undelivered', author);
  await rig.service.update(id, saying(SECOND), author);
  letGo();
  await rig.untilExpanded(id);
  expect((await inWave(id, 2)).map(({ text }) => text)).toEqual([SECOND, SECOND]);
  expect(await inWave(id, 3)).toEqual([]);
});
