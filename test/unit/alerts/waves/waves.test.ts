import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../../src/domain/messages/message.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

const content = {
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: 'Crue : la route du nord est coupée.' }],
  placeholders: {},
};
const correction = { content, values: {} };

const launched = async (people: number): Promise<number> => {
  const { id } = await rig.create(people);
  await rig.launch(id);
  return id;
};
const inWave = async (id: number, wave: number): Promise<readonly Message[]> =>
  (await rig.messages(id)).filter(({ alert }) => alert?.wave === wave);
const statesOf = (messages: readonly Message[]) => messages.map(({ state }) => state);

describe('a launched alert', () => {
  test('runs ahead of its routes by a bound only', async () => {
    const id = await launched(6000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting >= 2000,
    );
    await rig.disk.clock.advance(10_000);
    expect(await rig.messages(id)).toHaveLength(2000);
    await rig.deliver(await rig.claim(`${id}.1`, 500));
    await rig.until(
      async () => (await rig.messages(id)).length,
      (count) => count === 2500,
    );
  });

  test('shares the making of messages with another, however large it is', async () => {
    const large = await launched(6000);
    const small = await launched(600);
    await rig.untilExpanded(small);
    expect((await rig.messages(large)).length).toBeLessThanOrEqual(2000);
    expect(await rig.messages(small)).toHaveLength(600);
  });

  test('goes on behind the last person on disk after a restart', async () => {
    const id = await launched(6000);
    await rig.until(
      async () => (await rig.messages(id)).length,
      (count) => count >= 1000,
    );
    await rig.stop();
    await rig.disk.reopen();
    rig = await AlertRig.start({}, rig.disk);
    await rig.until(
      () => {
        // As if a route took all that there is.
        rig.traffic.queue.clear();
        return rig.disk.store.waves(id);
      },
      ([wave]) => wave?.state.kind === 'stored',
    );
    const numbers = (await rig.messages(id)).map(({ to }) => to);
    expect(numbers).toHaveLength(6000);
    expect(new Set(numbers).size).toBe(6000);
  });

  test('that is paused makes no more messages, and its queue is held; resumed, it goes on', async () => {
    const id = await launched(6000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    expect(await rig.service.pause(id, author)).toMatchObject({ alert: { state: 'paused' } });
    expect(rig.traffic.held).toContain(`${id}.1`);
    rig.traffic.queue.clear();
    await rig.disk.clock.advance(10_000);
    expect(await rig.messages(id)).toHaveLength(2000);
    await rig.service.resume(id, author);
    expect(rig.traffic.held).not.toContain(`${id}.1`);
    await rig.until(
      async () => (await rig.messages(id)).length,
      (count) => count === 4000,
    );
  });

  test('is held still, after a restart, when it was paused', async () => {
    const id = await launched(10);
    await rig.service.pause(id, author);
    await rig.stop();
    await rig.disk.reopen();
    rig = await AlertRig.start({}, rig.disk);
    expect(rig.traffic.held).toContain(`${id}.1`);
  });

  test('that is stopped withdraws what is queued, and records everyone else as cancelled', async () => {
    const id = await launched(3000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    const claims = await rig.claim(`${id}.1`, 100);
    await rig.service.stop(id, author);
    await rig.untilExpanded(id);
    await rig.until(
      async () => statesOf(await rig.messages(id)).filter((state) => state === 'cancelled').length,
      (cancelled) => cancelled === 2900,
    );
    await rig.deliver(claims);
    const messages = await rig.messages(id);
    expect(statesOf(messages).filter((state) => state === 'delivered')).toHaveLength(100);
    expect(messages.find(({ state }) => state === 'cancelled')?.reason).toBe('the alert was stopped');
    await rig.until(
      () => rig.disk.store.openWaves(),
      (waves) => waves.length === 0,
    );
    expect(rig.traffic.waiting(`${id}.1`)).toBe(0);
  });
});

describe('an update', () => {
  test('goes to exactly those who were reached', async () => {
    const id = await launched(10);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 6));
    await rig.refuse(claims.slice(6));
    expect(await rig.service.update(id, correction, author)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(id);
    const second = await inWave(id, 2);
    expect(second.map(({ to }) => to)).toEqual([0, 1, 2, 3, 4, 5].map(numberOf));
    expect(second[0]?.text).toBe('Crue : la route du nord est coupée.');
  });

  test('goes also to who was still being reached as it came, once it is known, and to each once', async () => {
    const id = await launched(10);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 3));
    await rig.service.update(id, correction, author);
    await rig.until(
      async () => (await inWave(id, 2)).length,
      (count) => count === 3,
    );
    expect((await rig.disk.store.waves(id))[1]?.state.kind).toBe('storing');
    await rig.deliver(claims.slice(3, 8));
    await rig.refuse(claims.slice(8));
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to).toSorted()).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map(numberOf),
    );
  });

  test('gives the new text at once to who has no message yet', async () => {
    const id = await launched(2600);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    await rig.service.update(id, correction, author);
    rig.traffic.routes = rig.traffic.routes.map((route) => ({ ...route, ratePerSecond: 1000 }));
    await rig.deliver(await rig.claim(`${id}.1`, 2000));
    await rig.untilExpanded(id);
    const texts = (await inWave(id, 1)).map(({ text }) => text);
    expect(texts.filter((text) => text === 'Crue : gagnez les hauteurs.')).toHaveLength(2000);
    expect(texts.filter((text) => text === 'Crue : la route du nord est coupée.')).toHaveLength(600);
    expect(await inWave(id, 2)).toHaveLength(2000);
  });

  test('lives no longer than what the alert warns of, which it may prolong', async () => {
    const expiresAt = rig.disk.clock.now() + 60_000;
    const { id } = await rig.create(1, { expiresAt, validForMs: 3_600_000 });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.update(id, correction, author);
    expect((await rig.disk.store.waves(id))[1]?.validUntil).toBe(expiresAt);
    await rig.disk.clock.advance(60_000);
    expect(await rig.service.update(id, correction, author)).toMatchObject({
      kind: 'blocked',
      blockers: [{ code: 'expired', path: 'expiresAt' }],
    });
    const later = expiresAt + 600_000;
    await rig.service.update(id, { ...correction, expiresAt: later }, author);
    expect((await rig.disk.store.waves(id))[2]?.validUntil).toBe(later);
    expect((await rig.service.get(id))?.draft.expiresAt).toBe(later);
  });

  test('that would leave a brace unfilled is refused', async () => {
    const id = await launched(1);
    const variants = [{ language: 'fr', text: 'Gagnez {place}.' }];
    const unfit = { content: { ...content, variants }, values: {} };
    expect(await rig.service.update(id, unfit, author)).toMatchObject({ kind: 'blocked' });
  });

  test('takes a paused alert for what it is: it has to be resumed or stopped first', async () => {
    const id = await launched(1);
    await rig.service.pause(id, author);
    expect(await rig.service.update(id, correction, author)).toMatchObject({ kind: 'wrongState' });
  });
});

describe('a cancel', () => {
  test('goes to who has it, or may have it, and nobody else hears of it any more', async () => {
    const id = await launched(3000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    const claims = await rig.claim(`${id}.1`, 5);
    await rig.deliver(claims.slice(0, 3));
    await rig.service.cancel(id, correction, author);
    await rig.deliver(claims.slice(3));
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to).toSorted()).toEqual([0, 1, 2, 3, 4].map(numberOf));
    const first = await inWave(id, 1);
    expect(statesOf(first).filter((state) => state === 'cancelled')).toHaveLength(2995);
    expect(first.find(({ state }) => state === 'cancelled')?.reason).toBe('the alert was cancelled');
    expect(await rig.service.resend(id, 'undelivered', author)).toMatchObject({ kind: 'wrongState' });
  });

  test('takes back a paused alert at once: who has it is told, the braked rest is cut', async () => {
    const id = await launched(6);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`, 2));
    await rig.service.pause(id, author);
    expect(await rig.service.cancel(id, correction, author)).toMatchObject({ alert: { state: 'sending' } });
    await rig.untilExpanded(id);
    expect(rig.traffic.held.has(`${id}.2`)).toBe(false);
    expect(await inWave(id, 2)).toHaveLength(2);
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    expect(statesOf(await inWave(id, 1)).sort()).toEqual([
      ...Array<string>(4).fill('cancelled'),
      ...Array<string>(2).fill('delivered'),
    ]);
    expect(statesOf(await inWave(id, 2))).toEqual(['delivered', 'delivered']);
  });

  test('is said also when what it takes back is over', async () => {
    const { id } = await rig.create(1, { expiresAt: rig.disk.clock.now() + 60_000, validForMs: 3_600_000 });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.disk.clock.advance(60_000);
    await rig.service.cancel(id, correction, author);
    await rig.untilExpanded(id);
    expect(statesOf(await inWave(id, 2))).toEqual(['queued']);
  });

  test('can follow a stop', async () => {
    const id = await launched(3);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`, 1));
    await rig.service.stop(id, author);
    expect(await rig.service.cancel(id, correction, author)).toMatchObject({ alert: { state: 'sending' } });
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([numberOf(0)]);
  });

  test('is not for who has opted out meanwhile', async () => {
    const id = await launched(2);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    const number = numberOf(1);
    await rig.disk.store.optOut({ number, listId: 0, source: 'sms', evidence: 'STOP', at: 0 });
    await rig.service.cancel(id, correction, author);
    await rig.untilExpanded(id);
    expect(statesOf(await inWave(id, 2))).toEqual(['queued', 'suppressed']);
  });
});

describe('a resend', () => {
  test('to the silent goes to who has it and gave no answer', async () => {
    const id = await launched(4);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 3));
    await rig.refuse(claims.slice(3));
    rig.answered.add(numberOf(1));
    await rig.service.resend(id, 'silent', author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([0, 2].map(numberOf));
  });

  test('to the silent is refused while another is going out', async () => {
    const id = await launched(2);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.resend(id, 'silent', author);
    await rig.untilExpanded(id);
    const detail = 'a resend to the silent is going out already';
    expect(await rig.service.resend(id, 'silent', author)).toEqual({ kind: 'wrongState', detail });
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    expect(await rig.service.resend(id, 'silent', author)).toMatchObject({ kind: 'done' });
  });

  test('to the silent is not for who is being sent something of it already', async () => {
    const id = await launched(2);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.update(id, correction, author);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.2`, 1));
    await rig.service.resend(id, 'silent', author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 3)).map(({ to }) => to)).toEqual([numberOf(0)]);
  });

  test('is for nobody who has left the audience since, or is excluded from it', async () => {
    const { store } = rig.disk;
    const list = await rig.list(0, 1, 2);
    const excluded = await rig.list(2);
    const audience = { include: [{ list }], exclude: [{ list: excluded }] };
    await store.members.remove(excluded, numberOf(2));
    const { id } = await rig.create(0, { audience });
    await rig.launch(id);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.refuse(claims);
    const contact = await store.contacts.find(numberOf(0));
    await store.contacts.remove(contact?.id ?? 0, undefined);
    await rig.join(excluded, 2);
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    expect(claims).toHaveLength(3);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([numberOf(1)]);
  });

  test('of an alert whose list is removed waits for somebody to stop it, and writes to nobody', async () => {
    const { store } = rig.disk;
    const list = await rig.list(0);
    const { id } = await rig.create(0, { audience: { include: [{ list }] } });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.refuse(await rig.claim(`${id}.1`));
    await store.lists.remove(list, undefined);
    await rig.service.resend(id, 'undelivered', author);
    await rig.until(
      async () => (await store.alertLog(id)).map(({ action }) => action),
      (actions) => actions.includes('audienceGone'),
    );
    expect(await inWave(id, 2)).toEqual([]);
    await rig.service.stop(id, author);
    await rig.untilExpanded(id);
  });

  test('to the undelivered goes to whom nothing reached', async () => {
    const id = await launched(4);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 3));
    await rig.refuse(claims.slice(3));
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([numberOf(3)]);
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
  });
});
