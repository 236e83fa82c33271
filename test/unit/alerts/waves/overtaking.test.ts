import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OVERTAKEN } from '../../../../src/domain/alerts/wave-state.ts';
import type { Message } from '../../../../src/domain/messages/message.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { numberOf, requeued } from '../../../support/store/messages.ts';

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
/** More than one commit takes. */
const MANY = 700;

const launched = async (people: number): Promise<number> => {
  const { id } = await rig.create(people);
  await rig.launch(id);
  await rig.untilExpanded(id);
  return id;
};
const inWave = async (id: number, wave: number): Promise<readonly Message[]> =>
  (await rig.messages(id)).filter(({ alert }) => alert?.wave === wave);
const open = async (id: number) =>
  (await rig.messages(id)).filter(({ state }) => state === 'queued' || state === 'sending');
const untilNothingIsOpen = (id: number) =>
  rig.until(
    () => open(id),
    (messages) => messages.length === 0,
  );

/** Each person has one message that may still go out, and it says this. */
const expectOneEach = async (id: number, people: number, text: string) => {
  const messages = await open(id);
  expect(new Set(messages.map(({ to }) => to)).size).toBe(people);
  expect(messages).toHaveLength(people);
  expect(new Set(messages.map((message) => message.text))).toEqual(new Set([text]));
};

/** Lets the update begin to take the place of the first wave, and no more, until it is let go. */
const updatedHalfway = async (id: number) => {
  const { store } = rig.disk;
  const keep = store.storeChunk.bind(store);
  const { promise: gone, resolve: letGo } = Promise.withResolvers<void>();
  let begun = 0;
  vi.spyOn(store, 'storeChunk').mockImplementation(async (chunk) => {
    if (chunk.wave === 2 && begun++ > 0) await gone;
    return keep(chunk);
  });
  await rig.service.update(id, saying(SECOND), author);
  await rig.until(
    () => begun,
    (chunks) => chunks > 1,
  );
  return letGo;
};

describe('an update', () => {
  test('takes the place of what no route has yet: nobody gets the older text, everybody the newer, once', async () => {
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

  test('goes first to who has nothing yet', async () => {
    const id = await launched(4);
    await rig.deliver(await rig.claim(`${id}.1`, 2));
    await rig.service.update(id, saying(SECOND), author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([2, 3, 0, 1].map(numberOf));
  });

  test('takes the place of what a route gives back after it', async () => {
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

  test('leaves uncertain of what nobody knows whether it went out', async () => {
    const id = await launched(1);
    const at = rig.disk.clock.now();
    const back = { at, dueAt: at, possibleDuplicate: true };
    await rig.disk.store.settle((await rig.claim(`${id}.1`)).map((one) => requeued(one, back)));
    await rig.service.update(id, saying(SECOND), author);
    await rig.untilExpanded(id);
    expect((await rig.messages(id)).map(({ state }) => state)).toEqual(['uncertain', 'queued']);
  });

  test('is not for who opts out as it takes the place of their message', async () => {
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

  test('that another follows halfway leaves to everybody the last text, once', async () => {
    const id = await launched(MANY);
    const letGo = await updatedHalfway(id);
    await rig.service.update(id, saying(THIRD), author);
    letGo();
    await rig.untilExpanded(id);
    await expectOneEach(id, MANY, THIRD);
    expect((await inWave(id, 2)).map(({ state }) => state)).toEqual(Array(500).fill('cancelled'));
    await rig.until(
      () => rig.traffic.held.size,
      // What was cut stays so.
      (held) => held === 1,
    );
  });

  test('that is paused halfway holds all, and goes on when it is resumed', async () => {
    const id = await launched(MANY);
    const letGo = await updatedHalfway(id);
    await rig.service.pause(id, author);
    letGo();
    expect(rig.traffic.held).toEqual(new Set([`${id}.1`, `${id}.2`]));
    await rig.service.resume(id, author);
    expect(rig.traffic.held).toEqual(new Set([`${id}.1`]));
    await rig.untilExpanded(id);
    await expectOneEach(id, MANY, SECOND);
    expect(rig.traffic.held.size).toBe(0);
  });

  test('that is stopped halfway leaves nothing in the queue, and has nobody come back for it', async () => {
    const id = await launched(MANY);
    const letGo = await updatedHalfway(id);
    await rig.service.stop(id, author);
    letGo();
    await untilNothingIsOpen(id);
    await rig.until(
      () => rig.disk.store.openWaves(),
      (waves) => waves.length === 0,
    );
    await rig.service.update(id, saying(THIRD), author);
    await rig.untilExpanded(id);
    expect(await inWave(id, 3)).toEqual([]);
  });

  test('that the end of the process cuts short holds the older text from the start, and goes on', async () => {
    const id = await launched(MANY);
    const { store } = rig.disk;
    const keep = store.storeChunk.bind(store);
    let begun = 0;
    vi.spyOn(store, 'storeChunk').mockImplementation(async (chunk) => {
      if (begun++ > 0) throw new Error('the process is gone');
      return keep(chunk);
    });
    await rig.service.update(id, saying(SECOND), author);
    await rig.until(
      () => begun,
      (chunks) => chunks > 1,
    );
    vi.restoreAllMocks();
    rig = await rig.restart();
    expect((await inWave(id, 1)).filter(({ state }) => state === 'queued')).toHaveLength(MANY - 500);
    expect(rig.traffic.held).toContain(`${id}.1`);
    await rig.untilExpanded(id);
    await expectOneEach(id, MANY, SECOND);
    expect([...rig.traffic.held]).toEqual([]);
  });
});

test('a cancel is not for who has nothing: neither the older text, which was taken back, nor the newer', async () => {
  const id = await launched(1);
  const claims = await rig.claim(`${id}.1`);
  await rig.service.update(id, saying(SECOND), author);
  await rig.until(
    async () => (await rig.disk.store.waves(id))[1]?.state.kind,
    (kind) => kind !== 'overtaking',
  );
  const at = rig.disk.clock.now();
  await rig.disk.store.settle(claims.map((one) => requeued(one, { at, dueAt: at })));
  await rig.service.cancel(id, saying('Fausse alerte.'), author);
  await rig.untilExpanded(id);
  await untilNothingIsOpen(id);
  expect(await inWave(id, 3)).toEqual([]);
});

test('the report counts who got the newer text in place of the older one as reached, once', async () => {
  const reports = rig.reports();
  const id = await launched(3);
  await rig.deliver(await rig.claim(`${id}.1`, 1));
  await rig.service.update(id, saying(SECOND), author);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.2`));
  await rig.untilState(id, 'completed');
  expect((await reports.report(id))?.summary.people).toMatchObject({ total: 3, reached: 3 });
});

test('who has no message yet gets the newer text with its validity, be it shorter or longer', async () => {
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

test('a stop also ends what a newer text had ended: nobody is owed that text any more', async () => {
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

test('what an update held leaves again, though what stands could not be read just after the last was overtaken', async () => {
  const { store, clock } = rig.disk;
  const { id } = await rig.create(3500);
  await rig.launch(id);
  await rig.until(
    () => rig.traffic.waiting(`${id}.1`),
    (waiting) => waiting >= 2000,
  );
  const keep = store.storeChunk.bind(store);
  const waves = store.waves.bind(store);
  let failing: 'not yet' | 'now' | 'over' = 'not yet';
  vi.spyOn(store, 'storeChunk').mockImplementation(async (chunk) => {
    const stored = await keep(chunk);
    if (chunk.wave === 2 && chunk.state.kind !== 'overtaking' && failing === 'not yet') failing = 'now';
    return stored;
  });
  vi.spyOn(store, 'waves').mockImplementation(async (alert) => {
    if (failing !== 'now') return waves(alert);
    failing = 'over';
    throw new Error('the disk is away');
  });
  await rig.service.update(id, saying(SECOND), author);
  await rig.until(
    async () => {
      await clock.advance(500);
      return failing === 'over' && !rig.traffic.held.has(`${id}.1`);
    },
    (released) => released,
  );
});
