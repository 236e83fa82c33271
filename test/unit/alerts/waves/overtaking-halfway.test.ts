import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { alertsOf, SECOND, saying, THIRD } from '../../../support/alerts/overtaking.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});
const { expectOneEach, inWave, launched, untilNothingIsOpen } = alertsOf(() => rig);

/** More people than one commit takes. */
const MANY = 700;

/** Starts an update and stops it after its first commit. @returns a function that lets it go on */
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

describe('an update that has replaced a part of the queued messages', () => {
  test('is overtaken by another update: everybody gets the newest text once', async () => {
    const id = await launched(MANY);
    const letGo = await updatedHalfway(id);
    await rig.service.update(id, saying(THIRD), author);
    letGo();
    await rig.untilExpanded(id);
    await expectOneEach(id, MANY, THIRD);
    expect((await inWave(id, 2)).map(({ state }) => state)).toEqual(Array(500).fill('cancelled'));
    await rig.until(
      () => rig.traffic.held.size,
      // The wave of the overtaken update stays held.
      (held) => held === 1,
    );
  });

  test('is held by a pause, and goes on when the alert is resumed', async () => {
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

  test('is ended by a stop: nothing stays queued, and a later update goes to nobody', async () => {
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

  test('goes on after a restart, and messages with the older text are held from the start', async () => {
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

test('messages that an update held are released even if a read fails just after the last message was replaced', async () => {
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
