import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OVERTAKEN } from '../../../../src/domain/alerts/wave-state.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { alertsOf, SECOND, saying, THIRD } from '../../../support/alerts/overtaking.ts';
import { numberOf, requeued } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});
const { expectOneEach, inWave, launched, open, untilNothingIsOpen } = alertsOf(() => rig);

describe('an update', () => {
  test('replaces queued messages: everybody gets the newer text once, and nobody gets the older text any more', async () => {
    const id = await launched(5);
    await rig.deliver(await rig.claim(`${id}.1`, 2));
    await rig.service.update(id, saying(SECOND), author);
    expect(rig.traffic.held).toContain(`${id}.1`);
    await rig.untilExpanded(id);
    const first = await inWave(id, 1);
    expect(first.map(({ state }) => state)).toEqual([
      'delivered',
      'delivered',
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(first.at(-1)?.reason).toBe(OVERTAKEN);
    await expectOneEach(id, 5, SECOND);
    expect(rig.traffic.waiting(`${id}.1`)).toBe(0);
    expect(rig.traffic.waiting(`${id}.2`)).toBe(5);
    expect([...rig.traffic.held]).toEqual([]);
  });

  test('goes first to people who have no text yet', async () => {
    const id = await launched(4);
    await rig.deliver(await rig.claim(`${id}.1`, 2));
    await rig.service.update(id, saying(SECOND), author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([2, 3, 0, 1].map(numberOf));
  });

  test('replaces a message that a route gives back later', async () => {
    const id = await launched(2);
    const claims = await rig.claim(`${id}.1`);
    await rig.service.update(id, saying(SECOND), author);
    await rig.until(
      async () => (await rig.disk.store.waves(id))[1]?.state.kind,
      (kind) => kind !== 'overtaking',
    );
    const at = rig.disk.clock.now();
    await rig.disk.store.settle(claims.map((one) => requeued(one, { at, dueAt: at })));
    await rig.untilExpanded(id);
    expect((await inWave(id, 1)).map(({ state, reason }) => ({ state, reason }))).toEqual([
      { state: 'cancelled', reason: OVERTAKEN },
      { state: 'cancelled', reason: OVERTAKEN },
    ]);
    await expectOneEach(id, 2, SECOND);
  });

  test('makes a queued message uncertain, not cancelled, if an earlier attempt of the message is in doubt', async () => {
    const id = await launched(1);
    const at = rig.disk.clock.now();
    const back = { at, dueAt: at, possibleDuplicate: true };
    await rig.disk.store.settle((await rig.claim(`${id}.1`)).map((one) => requeued(one, back)));
    await rig.service.update(id, saying(SECOND), author);
    await rig.untilExpanded(id);
    expect((await rig.messages(id)).map(({ state }) => state)).toEqual(['uncertain', 'queued']);
  });

  test('is not sent to a person who opts out while it replaces their message', async () => {
    const { store } = rig.disk;
    const id = await launched(2);
    const keep = store.storeChunk.bind(store);
    let out = false;
    vi.spyOn(store, 'storeChunk').mockImplementation(async (chunk) => {
      const number = numberOf(1);
      if (!out) await store.optOut({ number, listId: 0, source: 'sms', evidence: 'STOP', at: 0 });
      out = true;
      return keep(chunk);
    });
    await rig.service.update(id, saying(SECOND), author);
    await rig.untilExpanded(id);
    expect((await open(id)).map(({ to }) => to)).toEqual([numberOf(0)]);
  });
});

test('a cancel is not sent to a person whose older message was withdrawn and who has no newer one', async () => {
  const id = await launched(1);
  const claims = await rig.claim(`${id}.1`);
  await rig.service.update(id, saying(SECOND), author);
  await rig.until(
    async () => (await rig.disk.store.waves(id))[1]?.state.kind,
    (kind) => kind !== 'overtaking',
  );
  const at = rig.disk.clock.now();
  await rig.disk.store.settle(claims.map((one) => requeued(one, { at, dueAt: at })));
  await rig.service.cancel(id, saying('Fausse alerte.'), { actor: author });
  await rig.untilExpanded(id);
  await untilNothingIsOpen(id);
  expect(await inWave(id, 3)).toEqual([]);
});

test('the report counts a person who got the newer text in place of the older one as reached once', async () => {
  const reports = rig.reports();
  const id = await launched(3);
  await rig.deliver(await rig.claim(`${id}.1`, 1));
  await rig.service.update(id, saying(SECOND), author);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.2`));
  await rig.untilState(id, 'completed');
  expect((await reports.report(id))?.summary.people).toMatchObject({ total: 3, reached: 3 });
});

test('a person who has no message when an update comes gets the newer text with the validity of the update', async () => {
  for (const validForMs of [600_000, 7_200_000]) {
    const { id } = await rig.create(3500, { validForMs: 3_600_000 });
    await rig.launch(id);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting >= 2000,
    );
    await rig.service.update(id, { ...saying(SECOND), validForMs }, author);
    const until = rig.disk.clock.now() + validForMs;
    const drain = async () => {
      await rig.deliver(await rig.claim(`${id}.1`, 1000));
      await rig.disk.clock.advance(300);
      return inWave(id, 1);
    };
    const newer = (await rig.until(drain, (messages) => messages.length === 3500)).filter(
      ({ text }) => text === SECOND,
    );
    expect(newer.length).toBeGreaterThan(500);
    expect(new Set(newer.map((message) => message.validUntil))).toEqual(new Set([until]));
  }
});

test('a stop withdraws messages of an update that a newer update has overtaken, and a later update goes to nobody', async () => {
  const id = await launched(3);
  await rig.service.update(id, saying(SECOND), author);
  await rig.untilExpanded(id);
  const claims = await rig.claim(`${id}.2`);
  await rig.service.update(id, saying(THIRD), author);
  await rig.service.stop(id, author);
  const at = rig.disk.clock.now();
  await rig.disk.store.settle(claims.map((one) => requeued(one, { at, dueAt: at })));
  await untilNothingIsOpen(id);
  expect(new Set((await inWave(id, 2)).map(({ reason }) => reason))).toEqual(
    new Set(['the alert was stopped']),
  );
  await rig.service.update(id, saying('Crue : fin.'), author);
  await rig.untilExpanded(id);
  expect(await inWave(id, 4)).toEqual([]);
});
