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

describe('a PIN in the store', () => {
  test('may be tried once on a SIM, and not again after a restart: three wrong PINs block the SIM', async () => {
    expect(await disk.store.latchPin(sim, '1234')).toBe('allowed');
    expect(await disk.store.latchPin(sim, '1234')).toBe('tried');
    await disk.reopen();
    expect(await disk.store.latchPin(sim, '1234')).toBe('tried');
  });

  test('that is asked for twice at the same time is allowed once', async () => {
    const answers = await Promise.all([disk.store.latchPin(sim, '1234'), disk.store.latchPin(sim, '1234')]);
    expect(answers).toEqual(['allowed', 'tried']);
  });

  test('that the SIM accepted may be tried once at the next power-up, and again only after the SIM accepted it again', async () => {
    await disk.store.latchPin(sim, '1234');
    await disk.store.pinAccepted(sim, '1234');
    await disk.reopen();
    expect(await disk.store.latchPin(sim, '1234')).toBe('allowed');
    expect(await disk.store.latchPin(sim, '1234')).toBe('tried');
  });

  test('may be tried on another SIM, and another PIN may be tried on the same SIM', async () => {
    await disk.store.latchPin(sim, '1234');
    expect(await disk.store.latchPin(otherSim, '1234')).toBe('allowed');
    expect(await disk.store.latchPin(sim, '4321')).toBe('allowed');
  });

  test('that one SIM accepted stays marked as tried on another SIM', async () => {
    await disk.store.latchPin(sim, '1234');
    await disk.store.latchPin(otherSim, '1234');
    await disk.store.pinAccepted(sim, '1234');
    expect(await disk.store.latchPin(otherSim, '1234')).toBe('tried');
  });

  test('is not tried when two other PINs were refused: a third wrong PIN would block the SIM', async () => {
    for (const pin of ['1111', '2222']) expect(await disk.store.latchPin(sim, pin)).toBe('allowed');
    await disk.reopen();
    expect(await disk.store.latchPin(sim, '3333')).toBe('lastTry');
    expect(await disk.store.latchPin(otherSim, '3333')).toBe('allowed');
    await disk.store.clearPins(sim);
    expect(await disk.store.latchPin(sim, '3333')).toBe('allowed');
  });

  test('that the SIM accepted before is not tried after two wrong PINs: the PIN may have been changed since', async () => {
    const { store } = disk;
    await store.latchPin(sim, '1234');
    await store.pinAccepted(sim, '1234');
    for (const pin of ['1111', '2222']) await store.latchPin(sim, pin);
    expect(await store.latchPin(sim, '1234')).toBe('lastTry');
  });

  test('that the SIM accepts gives the SIM its three tries back', async () => {
    await disk.store.latchPin(sim, '1111');
    await disk.store.latchPin(sim, '1234');
    await disk.store.pinAccepted(sim, '1234');
    expect(await disk.store.latchPin(sim, '2222')).toBe('allowed');
    expect(await disk.store.latchPin(sim, '3333')).toBe('allowed');
    expect(await disk.store.latchPin(sim, '4444')).toBe('lastTry');
  });
});

describe('clearing the latch of a SIM’s PINs (the notes which PINs were tried)', () => {
  test('lets each PIN be tried once more, on that SIM alone, even after a restart', async () => {
    for (const pin of ['1234', '4321']) await disk.store.latchPin(sim, pin);
    await disk.store.latchPin(otherSim, '1234');
    await disk.store.clearPins(sim);
    const store = await disk.reopen();
    expect(await store.latchPin(sim, '1234')).toBe('allowed');
    expect(await store.latchPin(sim, '1234')).toBe('tried');
    expect(await store.latchPin(sim, '4321')).toBe('allowed');
    expect(await store.latchPin(otherSim, '1234')).toBe('tried');
  });
});

describe('a SIM that is quarantined', () => {
  test('stays quarantined over a restart, for the reason given last, until it is restored', async () => {
    expect(await disk.store.aside(sim)).toBeUndefined();
    await disk.store.setAside(sim, { reason: 'call barred', until: T0 });
    await disk.store.setAside(sim, { reason: 'not subscribed', until: T0 + HOUR_MS });
    const store = await disk.reopen();
    expect(await store.aside(sim)).toEqual({ reason: 'not subscribed', until: T0 + HOUR_MS });
    expect(await store.aside(otherSim)).toBeUndefined();
    await store.restore(sim);
    expect(await store.aside(sim)).toBeUndefined();
  });
});

describe('the count of parts that a SIM has sent', () => {
  test('is zero for an unknown SIM', async () => {
    expect(await disk.store.usage(sim, T0)).toMatchObject({
      perMinute: 0,
      perHour: 0,
      perDay: 0,
      perMonth: 0,
    });
  });

  test('adds up for each SIM, over a restart', async () => {
    await disk.store.countParts(sim, T0, 2, TO);
    await disk.store.countParts(sim, T0 + 5, 3, TO);
    await disk.store.countParts(otherSim, T0, 100, TO);
    const store = await disk.reopen();
    expect(await store.usage(sim, T0 + 10)).toEqual({
      perMinute: 5,
      perHour: 5,
      perDay: 5,
      perMonth: 5,
      minutes: [{ minute: T0 / 60_000, parts: 5 }],
    });
  });

  // Parts are counted by the minute. A window may be too long by that, but never too short: a limit would be passed.
  test.each([
    ['perMinute', 60_000],
    ['perHour', HOUR_MS],
    ['perDay', DAY_MS],
    ['perMonth', 30 * DAY_MS],
  ] as const)(
    'contains each part in %s for as long as the window lasts, and at most two minutes longer',
    async (window, ms) => {
      for (const offset of [0, 1, 29_999, 30_000, 59_999]) {
        const iccid = `${sim}-${offset}`;
        await disk.store.countParts(iccid, T0 + offset, 1, TO);
        expect((await disk.store.usage(iccid, T0 + offset + ms - 1))[window]).toBe(1);
        expect((await disk.store.usage(iccid, T0 + offset + ms + 120_000))[window]).toBe(0);
      }
    },
  );

  test('made before the clock was set back lasts for its window, not for as long as the clock was wrong', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    expect(await disk.store.usage(sim, T0 - HOUR_MS / 2)).toMatchObject({
      perMinute: 0,
      perHour: 1,
      perDay: 1,
      perMonth: 1,
    });
    expect(await disk.store.usage(sim, T0 - 31 * DAY_MS)).toMatchObject({
      perHour: 0,
      perDay: 0,
      perMonth: 0,
    });
  });

  test('is reduced by a part that was counted and then not sent, in the minute in which the part was counted', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    await disk.store.countParts(sim, T0, 1, TO);
    await disk.store.countParts(sim, T0, -1, TO);
    expect(await disk.store.usage(sim, T0 + 60_000)).toMatchObject({ perMinute: 1, perMonth: 1 });
    expect(await disk.store.usage(sim, T0 + 2 * HOUR_MS)).toMatchObject({ perHour: 0, perDay: 1 });
  });

  test('keeps the recipient of a part that is counted anew at a later time', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    await disk.store.countParts(sim, T0 + 90_000, 1, TO);
    await disk.store.countParts(sim, T0, -1, TO);
    expect(await disk.store.usage(sim, T0 + 90_000)).toMatchObject({ perMinute: 1, perMonth: 1 });
    expect(await disk.store.recipients(sim, T0 + 90_000)).toEqual(new Set([TO]));
  });

  test('tells the minutes of a month and of one minute more: a part may have reached the network late', async () => {
    await disk.store.countParts(sim, T0, 1, TO);
    const minutes = [{ minute: T0 / 60_000, parts: 1 }];
    const later = T0 + 30 * DAY_MS + 60_000;
    expect(await disk.store.usage(sim, later)).toMatchObject({ perMonth: 0, minutes });
    expect((await disk.store.usage(sim, later + 60_000)).minutes).toEqual([]);
  });
});

describe('the store of disabled routes', () => {
  test('keeps a route disabled over a restart, until an operator enables it', async () => {
    await disk.store.setEnabled('carrier-a', false);
    await disk.store.setEnabled('modem-1', false);
    await disk.store.setEnabled('modem-1', true);
    const store = await disk.reopen();
    expect(await store.disabledRoutes()).toEqual(['carrier-a']);
    await store.setEnabled('carrier-a', true);
    expect(await store.disabledRoutes()).toEqual([]);
  });
});

describe('a lane in the store', () => {
  test('has one number for its key, even when asked for several times at the same time or after a restart', async () => {
    const numbers = await Promise.all(['x', 'y', 'x', 'x'].map((key) => disk.store.ensureLane(key)));
    expect(new Set(numbers).size).toBe(2);
    expect(numbers[0]).toBe(numbers[2]);
    const store = await disk.reopen();
    expect(await store.ensureLane('x')).toBe(numbers[0]);
    expect((await store.lanes()).filter(({ key }) => key === 'x')).toHaveLength(1);
  });
});
