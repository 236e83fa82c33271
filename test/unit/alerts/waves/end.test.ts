import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { correction, statesOf, wavesOf } from '../../../support/alerts/waves.ts';
import { numberOf, requeued } from '../../../support/store/messages.ts';

const HOUR_MS = 3_600_000;

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());
const { inWave } = wavesOf(() => rig);

const endContent = {
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: 'Fin de la crue à {place}.' }],
  placeholders: {},
};

/** An alert to so many people, of whom the first two have it. */
const launched = async (people = 4, own: Partial<AlertDraft> = {}): Promise<number> => {
  const { id } = await rig.create(people, { values: { place: 'Tours' }, endContent, ...own });
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.1`, 2));
  return id;
};
const offer = async (id: number) => (await rig.service.get(id))?.endOffer;
const untilOffered = (id: number) =>
  rig.until(
    () => offer(id),
    (offered) => offered !== undefined,
  );
const doubtful = (one: Claimed) => requeued(one, { reason: 'no answer came: sent again' });

describe('the end of an alert', () => {
  test('is offered once its validity is over, to those who have it, and is not sent by itself', async () => {
    const id = await launched();
    const { endsAt } = (await rig.service.get(id)) ?? {};
    expect(endsAt).toBe((await rig.disk.store.waves(id))[0]?.validUntil);
    expect(await offer(id)).toBeUndefined();
    await rig.disk.clock.advance(HOUR_MS);
    const offered = await untilOffered(id);
    expect(offered).toMatchObject({ people: 2 });
    expect(offered?.at).toBeGreaterThanOrEqual(endsAt ?? Number.NaN);
    const offers = () => rig.announced.filter(({ action }) => action === 'offerEnd').length;
    await rig.until(offers, (some) => some === 1);
    await rig.disk.clock.advance(HOUR_MS);
    expect(offers()).toBe(1);
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
  });

  test('is offered after a restart, and at expiresAt when the alert has one', async () => {
    const expiresAt = rig.disk.clock.now() + 2 * HOUR_MS;
    const id = await launched(2, { expiresAt });
    expect((await rig.service.get(id))?.endsAt).toBe(expiresAt);
    await rig.disk.clock.advance(HOUR_MS);
    expect(await offer(id)).toBeUndefined();
    rig = await rig.restart();
    await rig.disk.clock.advance(HOUR_MS);
    expect(await untilOffered(id)).toMatchObject({ people: 2 });
    rig = await rig.restart();
    expect(await offer(id)).toMatchObject({ people: 2 });
  });

  test('says the approved text to exactly those who have the alert, once, and what is queued is withdrawn', async () => {
    const id = await launched();
    expect(await rig.service.end(id, author)).toMatchObject({ kind: 'done', alert: { state: 'sending' } });
    await rig.untilExpanded(id);
    const told = await inWave(id, 2);
    expect(told.map(({ to }) => to)).toEqual([0, 1].map(numberOf));
    expect(told.map(({ text }) => text)).toEqual(Array(2).fill('Fin de la crue à Tours.'));
    await rig.until(
      () => inWave(id, 1),
      (first) => first.every(({ state }) => state !== 'queued'),
    );
    const [, , withdrawn] = await inWave(id, 1);
    expect(withdrawn).toMatchObject({ state: 'cancelled', reason: 'the alert is over' });
    expect((await rig.disk.store.waves(id)).at(-1)).toMatchObject({ kind: 'end', target: 'reached' });
    expect((await rig.disk.store.alertLog(id)).map(({ action }) => action)).toContain('end');
    const refused = { kind: 'wrongState', detail: 'the alert was ended: make another alert' };
    expect(await rig.service.end(id, author)).toMatchObject(refused);
    expect(await rig.service.update(id, correction, author)).toMatchObject(refused);
    expect(await rig.service.cancel(id, correction, { actor: author })).toMatchObject(refused);
    expect(await rig.service.resend(id, 'silent', author)).toMatchObject(refused);
    expect(await rig.service.resend(id, 'undelivered', author)).toMatchObject(refused);
  });

  test('without a text of its own says that of the library, with the time of the launch', async () => {
    const { id } = await rig.create(1);
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.end(id, author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Fin d'alerte : l'alerte de \d+ h( \d\d)? est levée\.$/),
    ]);
  });

  test('is not offered after it was sent, and an update with another expiresAt moves the offer', async () => {
    const id = await launched(2);
    await rig.disk.clock.advance(HOUR_MS);
    await untilOffered(id);
    const expiresAt = rig.disk.clock.now() + HOUR_MS;
    await rig.service.update(id, { ...correction, expiresAt }, author);
    expect(await rig.service.get(id)).toMatchObject({ endsAt: expiresAt, endOffer: undefined });
    await rig.service.end(id, author);
    expect(await rig.service.get(id)).toMatchObject({ endsAt: undefined, endOffer: undefined });
    await rig.disk.clock.advance(3 * HOUR_MS);
    expect(await offer(id)).toBeUndefined();
  });
});

describe('nothing of an older wave goes out', () => {
  test.each([
    ['the end of the alert', (id: number) => rig.service.end(id, author)],
    ['a cancel', (id: number) => rig.service.cancel(id, correction, { actor: author })],
  ])('after %s: neither what a route gives back nor what is in doubt', async (_what, takeBack) => {
    const id = await launched(6);
    const [busy, doubt] = await rig.claim(`${id}.1`, 2);
    if (busy === undefined || doubt === undefined) throw new Error('two messages are queued');
    await takeBack(id);
    await rig.disk.store.settle([requeued(busy), doubtful(doubt)]);
    await rig.until(
      () => inWave(id, 1),
      (first) =>
        first.every(({ state }) => state === 'cancelled' || state === 'delivered' || state === 'uncertain'),
    );
    expect(rig.traffic.held).toContain(`${id}.1`);
    expect(await rig.claim(`${id}.1`)).toEqual([]);
  });

  test('after the end that follows an update: neither the update nor the first text', async () => {
    const id = await launched(6);
    const [first] = await rig.claim(`${id}.1`, 1);
    await rig.service.update(id, correction, author);
    await rig.until(
      () => inWave(id, 2),
      (messages) => messages.length >= 3,
    );
    const [second] = await rig.claim(`${id}.2`, 1);
    if (first === undefined || second === undefined) throw new Error('both waves have messages');
    await rig.service.end(id, author);
    await rig.disk.store.settle([requeued(first), doubtful(second)]);
    await rig.untilExpanded(id);
    await rig.until(
      async () => [...(await inWave(id, 1)), ...(await inWave(id, 2))],
      (older) => !statesOf(older).some((state) => state === 'queued' || state === 'sending'),
    );
    expect([...(await rig.claim(`${id}.1`)), ...(await rig.claim(`${id}.2`))]).toEqual([]);
    expect((await inWave(id, 3)).map(({ to }) => to)).toEqual([0, 1].map(numberOf));
  });

  test('to the silent once the validity is over', async () => {
    const id = await launched(2);
    await rig.disk.clock.advance(HOUR_MS);
    expect(await rig.service.resend(id, 'silent', author)).toMatchObject({
      kind: 'wrongState',
      detail: 'what the alert warns of is over: it is not said again',
    });
  });
});
