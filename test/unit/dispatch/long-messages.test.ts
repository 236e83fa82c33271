import { afterEach, describe, expect, it } from 'vitest';
import { isOut, ModemNight } from '../../support/dispatch/modem-night.ts';

const SIM_A = '8933150319000000018';
const SIM_B = '8933150319000000026';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const three = { parts: 3, text: 'a'.repeat(152 * 3) };
const normal = { priority: 'normal' } as const;

let night: ModemNight;
afterEach(() => night.stop());

/** A SIM that may send 10 parts an hour, of which so many are left until the others leave the hour in half an hour. */
const tenAnHour = (left: number, iccid = SIM_A) => ({
  iccid,
  sendMs: 4000,
  limits: { perHour: 10 },
  before: [{ parts: 10 - left, agoMs: 30 * MINUTE }],
});

const pdus = (modem = 0): number => night.modems[modem]?.modem.pdus.length ?? 0;

describe('a message that the limit of a SIM cannot finish now', () => {
  it('is not begun: it waits until the limit leaves all of its parts', async () => {
    night = await ModemNight.start([tenAnHour(2)]);
    const [long] = await night.accept(1, { ...three, validUntil: night.clock.now() + HOUR });
    await night.clock.advance(29 * MINUTE);
    expect(pdus()).toBe(0);
    expect(long).toMatchObject({ state: 'queued', attempt: 0 });
    await night.clock.advance(3 * MINUTE);
    expect(long?.state).toBe('sent');
    expect(pdus()).toBe(3);
  });

  it('is passed by shorter ones', async () => {
    night = await ModemNight.start([tenAnHour(2)]);
    const validUntil = night.clock.now() + HOUR;
    const [long] = await night.accept(1, { ...three, validUntil });
    const [short] = await night.accept(1, { validUntil });
    await night.clock.advance(10_000);
    expect(short?.state).toBe('sent');
    expect(long?.state).toBe('queued');
  });

  it('is sent once the minute has room, though shorter ones that came later never end', async () => {
    night = await ModemNight.start([{ iccid: SIM_A, sendMs: 2000, limits: { perMinute: 6 } }]);
    const validUntil = night.clock.now() + HOUR;
    await night.accept(4, { ...normal, validUntil });
    await night.clock.advance(9000);
    const [long] = await night.accept(1, { ...normal, ...three, validUntil });
    const shorts = await night.accept(300, { ...normal, validUntil });
    await night.clock.advance(4 * MINUTE);
    expect(long?.state).toBe('sent');
    expect(shorts.filter(isOut).length).toBeGreaterThan(8);
  });

  it('goes by the modem of the next tier if its own would keep it for longer than spillAfter', async () => {
    const plan = [{ tiers: [['modem-1'], ['modem-2']], spillAfter: '10s' }];
    night = await ModemNight.start([tenAnHour(2), { iccid: SIM_B, sendMs: 4000 }], plan);
    const [long] = await night.accept(1, three);
    await night.clock.advance(30_000);
    expect(long?.state).toBe('sent');
    expect([pdus(0), pdus(1)]).toEqual([0, 3]);
  });

  it('is refused by a route whose limit it can never fit, with the reason, and goes by another', async () => {
    night = await ModemNight.start([
      { iccid: SIM_A, sendMs: 4000, limits: { perMinute: 2 } },
      { iccid: SIM_B, sendMs: 9000 },
    ]);
    const [long] = await night.accept(1, three);
    await night.clock.advance(60_000);
    expect(long?.state).toBe('sent');
    expect([pdus(0), pdus(1)]).toEqual([0, 3]);
  });

  it('fails with the reason if there is no other route', async () => {
    night = await ModemNight.start([{ iccid: SIM_A, sendMs: 4000, limits: { perMinute: 2 } }]);
    const [long] = await night.accept(1, three);
    await night.clock.advance(60_000);
    expect(long?.state).toBe('failed');
    expect(night.rig.store.settled.at(-1)).toMatchObject({
      reason: expect.stringMatching(/3 parts, and the limits of the SIM allow 2 at once/),
    });
    expect(pdus()).toBe(0);
  });

  it('does not keep a more urgent message from the parts that are saved for it', async () => {
    night = await ModemNight.start([tenAnHour(2)]);
    const validUntil = night.clock.now() + HOUR;
    await night.accept(1, { ...normal, ...three, validUntil });
    await night.clock.advance(25 * MINUTE);
    const [urgent] = await night.accept(1, { validUntil });
    await night.clock.advance(10_000);
    expect(urgent?.state).toBe('sent');
  });
});

describe('long messages by two modems', () => {
  it('are each finished before the next one is begun', async () => {
    night = await ModemNight.start([
      { iccid: SIM_A, sendMs: 4000 },
      { iccid: SIM_B, sendMs: 4000 },
    ]);
    const stored = await night.accept(20, { ...three, validUntil: night.clock.now() + HOUR });
    for (let i = 0; i < 10; i++) {
      await night.clock.advance(12_000);
      const begun = stored.filter(({ attempt }) => attempt > 0).length;
      expect(begun - stored.filter(isOut).length).toBeLessThanOrEqual(4);
    }
    expect(stored.every(isOut)).toBe(true);
    expect(stored.some(({ possibleDuplicate }) => possibleDuplicate)).toBe(false);
  });
});
