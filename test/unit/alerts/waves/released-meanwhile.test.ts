import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChunkStored } from '../../../../src/domain/alerts/alert-repository.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { alertsOf, SECOND, saying } from '../../../support/alerts/overtaking.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});
const { launched } = alertsOf(() => rig);

/** Once the update has replaced the queued messages, the next read of the alert is answered only after `act`. */
const whileReleasing = (act: () => Promise<unknown>): (() => boolean) => {
  const { store } = rig.disk;
  const keep = store.storeChunk.bind(store);
  const read = store.getAlert.bind(store);
  let hasActed = false;
  let isDone = false;
  vi.spyOn(store, 'storeChunk').mockImplementation(async (chunk) => {
    const stored = await keep(chunk);
    if (chunk.wave === 2 && chunk.state.kind !== 'overtaking') isDone = true;
    return stored;
  });
  vi.spyOn(store, 'getAlert').mockImplementation(async (id) => {
    const seen = await read(id);
    if (!isDone) return seen;
    isDone = false;
    await act();
    hasActed = true;
    return seen;
  });
  return () => hasActed;
};

describe('waves that were held while an update replaced their messages', () => {
  test('stay held if the alert is paused at the moment of their release', async () => {
    const id = await launched(3);
    const paused = whileReleasing(() => rig.service.pause(id, author));
    await rig.service.update(id, saying(SECOND), author);
    await rig.until(paused, (done) => done);
    for (let turns = 0; turns < 20; turns++) await rig.until(() => rig.service.get(id), Boolean);
    expect(await rig.service.get(id)).toMatchObject({ state: 'paused' });
    expect(rig.traffic.held).toEqual(new Set([`${id}.1`, `${id}.2`]));
  });

  test('stay held if the alert is stopped at the moment of their release', async () => {
    const id = await launched(3);
    const stopped = whileReleasing(() => rig.service.stop(id, author));
    await rig.service.update(id, saying(SECOND), author);
    await rig.until(stopped, (done) => done);
    for (let turns = 0; turns < 20; turns++) await rig.until(() => rig.service.get(id), Boolean);
    expect(rig.traffic.held).toEqual(new Set([`${id}.1`, `${id}.2`]));
  });

  test('are released by the commit that ends the replacing, which names them', async () => {
    const id = await launched(2);
    const { store } = rig.disk;
    const keep = store.storeChunk.bind(store);
    const results: (readonly [string, ChunkStored])[] = [];
    vi.spyOn(store, 'storeChunk').mockImplementation(async (chunk) => {
      const stored = await keep(chunk);
      results.push([chunk.state.kind, stored]);
      return stored;
    });
    await rig.service.update(id, saying(SECOND), author);
    await rig.untilExpanded(id);
    const freed = results.map(([state, stored]) => [state, stored.kind === 'stored' ? stored.freed : []]);
    expect(freed.filter(([state]) => state === 'overtaking').every(([, waves]) => waves?.length === 0)).toBe(
      true,
    );
    expect(freed.find(([state]) => state !== 'overtaking')).toEqual(['storing', [1, 2]]);
    expect(rig.traffic.held).toEqual(new Set());
  });
});

test('a resume whose reads fail after its commit releases the waves all the same, later', async () => {
  const id = await launched(3);
  await rig.service.pause(id, author);
  const { store } = rig.disk;
  const read = store.waves.bind(store);
  const waves = vi.spyOn(store, 'waves').mockRejectedValue(new Error('disk I/O error'));
  await expect(rig.service.resume(id, author)).rejects.toThrow('disk I/O error');
  expect(await rig.service.get(id)).toMatchObject({ state: 'sending' });
  expect(rig.traffic.held).toEqual(new Set([`${id}.1`]));
  waves.mockImplementation(read);
  await rig.until(
    () => rig.traffic.held.size,
    (size) => size === 0,
  );
});

test('a pause while an earlier resume still reads the waves keeps them held', async () => {
  const id = await launched(3);
  await rig.service.pause(id, author);
  const { store } = rig.disk;
  const read = store.waves.bind(store);
  let isFirst = true;
  const isResumed = () => rig.announced.some(({ action }) => action === 'resume');
  vi.spyOn(store, 'waves').mockImplementation(async (alert) => {
    const waves = await read(alert);
    if (isFirst && isResumed()) {
      isFirst = false;
      await rig.service.pause(id, author);
    }
    return waves;
  });
  await rig.service.resume(id, author);
  expect(await rig.service.get(id)).toMatchObject({ state: 'paused' });
  expect(rig.traffic.held).toEqual(new Set([`${id}.1`]));
});
