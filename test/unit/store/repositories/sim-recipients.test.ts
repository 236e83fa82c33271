import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { HOUR_MS, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let cards = 0;
let sim = '';
let otherSim = '';
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
beforeEach(() => {
  sim = `89882110000000${10_000 + ++cards}`;
  otherSim = `89882110000000${20_000 + cards}`;
});
afterAll(() => disk.remove());

const DAY_MS = 24 * HOUR_MS;
const TO = '+33639980001' as Msisdn;
const OTHER = '+33639980002' as Msisdn;

describe('the recipients that a SIM wrote to', () => {
  const of = async (nowMs: number, iccid = sim) => [...(await disk.store.recipients(iccid, nowMs))].sort();

  test('are each counted once, for each SIM, over a restart', async () => {
    for (const to of [TO, OTHER, TO]) await disk.store.countParts(sim, T0, 1, to);
    await disk.store.countParts(otherSim, T0, 1, OTHER);
    await disk.reopen();
    expect(await of(T0)).toEqual([TO, OTHER]);
    expect(await of(T0, otherSim)).toEqual([OTHER]);
  });

  test('count for 31 days after the last part to them, since no month is longer', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    await disk.store.countParts(sim, T0, 1, OTHER);
    await disk.store.countParts(sim, T0 + DAY_MS, 1, TO);
    expect(await of(T0 + 31 * DAY_MS)).toEqual([TO, OTHER]);
    expect(await of(T0 + 31 * DAY_MS + 1)).toEqual([TO]);
    expect(await of(T0 + 32 * DAY_MS + 1)).toEqual([]);
  });

  test('do not contain a recipient whose only part was not sent, but contain one with an earlier part', async () => {
    await disk.store.countParts(sim, T0, 1, OTHER);
    for (const parts of [1, -1]) {
      await disk.store.countParts(sim, T0 + 5, parts, TO);
      await disk.store.countParts(sim, T0 + 5, parts, OTHER);
    }
    expect(await of(T0 + 5)).toEqual([OTHER]);
  });

  test('do not contain a recipient whose earlier part is too old, and whose new part was not sent', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    const later = T0 + 40 * DAY_MS;
    for (const parts of [1, -1]) await disk.store.countParts(sim, later, parts, TO);
    expect(await of(later)).toEqual([]);
  });

  test('count for as long when the clock is set back after they were counted', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    expect(await of(T0 - DAY_MS)).toEqual([TO]);
    expect(await of(T0 - 32 * DAY_MS)).toEqual([]);
  });

  test('are deleted after two months, when the SIM next sends', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    await disk.store.countParts(sim, T0 + 63 * DAY_MS, 1, OTHER);
    expect(await of(T0)).toEqual([]);
  });
});

describe('the signal of a modem in the store', () => {
  const slot = (at: number, own: object = {}) => ({
    at,
    dbm: -71.5,
    lowestDbm: -73,
    rsrp: undefined,
    rsrq: undefined,
    ...own,
  });

  test('is kept for each modem over a restart, and an earlier value of the same quarter is replaced', async () => {
    const imei = sim;
    await disk.store.keepSignal(imei, slot(T0, { dbm: -60 }));
    await disk.store.keepSignal(imei, slot(T0, { rsrp: -90, rsrq: -10.5 }));
    await disk.store.keepSignal(imei, slot(T0 - HOUR_MS));
    await disk.store.keepSignal(otherSim, slot(T0));
    const store = await disk.reopen();
    expect(await store.signalSince(imei, T0 - HOUR_MS)).toEqual([
      slot(T0 - HOUR_MS),
      slot(T0, { rsrp: -90, rsrq: -10.5 }),
    ]);
    expect(await store.signalSince(imei, T0)).toHaveLength(1);
  });

  test('is deleted after two days', async () => {
    await disk.store.keepSignal(sim, slot(T0));
    await disk.store.keepSignal(sim, slot(T0 + 2 * DAY_MS + 1));
    expect(await disk.store.signalSince(sim, 0)).toHaveLength(1);
  });
});
