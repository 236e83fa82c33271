import { afterEach, describe, expect, it } from 'vitest';
import { isOut, ModemNight, type NightModem } from '../../support/dispatch/modem-night.ts';

const SIM_A = '8933150319000000018';
const SIM_B = '8933150319000000026';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let night: ModemNight;
afterEach(() => night.stop());

interface Case {
  readonly what: string;
  readonly modems: readonly NightModem[];
  readonly messages: number;
  readonly parts?: number;
}

const cases: readonly Case[] = [
  { what: 'a modem of 10 messages a minute', modems: [{ iccid: SIM_A, sendMs: 6000 }], messages: 147 },
  {
    what: 'a quick modem whose SIM may send 10 parts a minute',
    modems: [{ iccid: SIM_A, sendMs: 2500, limits: { perMinute: 10 } }],
    messages: 147,
  },
  {
    what: 'a SIM whose hour is half used since a while, and whose hour binds after its minute',
    modems: [
      {
        iccid: SIM_A,
        sendMs: 3000,
        limits: { perMinute: 12, perHour: 100 },
        before: [
          { parts: 30, agoMs: 50 * MINUTE },
          { parts: 20, agoMs: 20 * MINUTE },
        ],
      },
    ],
    messages: 160,
  },
  {
    what: 'a SIM whose day is nearly used, by parts of the evening before',
    modems: [
      {
        iccid: SIM_A,
        sendMs: 4000,
        limits: { perMinute: 15, perDay: 300 },
        before: [
          { parts: 200, agoMs: 22 * HOUR },
          { parts: 60, agoMs: 19 * HOUR },
        ],
      },
    ],
    messages: 150,
  },
  {
    what: 'two modems of different speed, one with a limit that is used up',
    modems: [
      { iccid: SIM_A, sendMs: 5000 },
      { iccid: SIM_B, sendMs: 3000, limits: { perHour: 60 }, before: [{ parts: 60, agoMs: 40 * MINUTE }] },
    ],
    messages: 500,
  },
  {
    what: 'two SIMs with limits by the hour, and messages of three parts',
    modems: [
      { iccid: SIM_A, sendMs: 4000, limits: { perHour: 90 } },
      {
        iccid: SIM_B,
        sendMs: 4000,
        limits: { perMinute: 6, perHour: 120 },
        before: [{ parts: 70, agoMs: 30 * MINUTE }],
      },
    ],
    messages: 140,
    parts: 3,
  },
  {
    what: 'a SIM whose month ends the night',
    modems: [
      {
        iccid: SIM_A,
        sendMs: 3000,
        limits: { perHour: 500, perMonth: 1000 },
        before: [{ parts: 950, agoMs: 29 * 24 * HOUR + 20 * HOUR }],
      },
    ],
    messages: 90,
  },
];

describe('the time that is told for an alert by modems', () => {
  it.each(cases)('stays within 15 % of the truth: $what', async ({ modems, messages, parts = 1 }) => {
    night = await ModemNight.start(modems);
    const { clock } = night;
    const text = 'a'.repeat(parts === 1 ? 100 : 152 * parts);
    const stored = await night.accept(messages, { validUntil: clock.now() + 60 * 24 * HOUR, parts, text });
    const began = clock.now();
    const told: { readonly at: number; readonly etaMs: number }[] = [];
    // Nothing is known of the pace of a modem before its first messages.
    const shares = [0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95];
    for (;;) {
      const out = stored.filter(isOut).length;
      const next = shares[told.length];
      if (next !== undefined && out >= next * messages)
        told.push({ at: clock.now() - began, etaMs: night.tell(stored).etaMs ?? Number.NaN });
      if (out === messages) break;
      await clock.advance(1000);
      if (clock.now() - began > 40 * 24 * HOUR) throw new Error(`only ${out} were sent`);
    }
    const truth = clock.now() - began;
    const shown = told.map(({ at, etaMs }) => Math.round((at + etaMs) / 1000));
    for (const { at, etaMs } of told) {
      expect(Math.abs(at + etaMs - truth) / truth, `${shown} s of ${truth / 1000} s`).toBeLessThan(0.15);
      // Near the end the time that is left is short: some seconds more or less don't matter.
      const slack = Math.max(0.15 * (truth - at), 30_000);
      expect(Math.abs(at + etaMs - truth), `${shown} s of ${truth / 1000} s`).toBeLessThan(slack);
    }
  });

  it('is not in time, with the share that leaves, if the validity ends before', async () => {
    night = await ModemNight.start([{ iccid: SIM_A, sendMs: 3000, limits: { perHour: 60 } }]);
    const validUntil = night.clock.now() + HOUR;
    const stored = await night.accept(120, { validUntil });
    const told = night.tell(stored, HOUR);
    expect(told.inTime).toBe(false);
    expect(told.reason).toMatch(/^about (\d+) % of the messages/);
    await night.clock.advance(HOUR);
    const share = Number(/\d+/.exec(told.reason ?? '')?.[0]);
    expect(Math.abs((stored.filter(isOut).length * 100) / 120 - share)).toBeLessThan(5);
  });
});
