import { afterEach, describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { ModemPool } from '../../../../support/modem/pool.ts';

const PART_MS = 2700;
const MESSAGES = 100;
/** The time that three good modems need for all messages. */
const IDEAL_MS = Math.ceil(MESSAGES / 3) * PART_MS;
const WITHIN = 1.15;

let pool: ModemPool | undefined;
afterEach(async () => {
  await pool?.stop();
  pool = undefined;
});

const GOOD = ['good-1', 'good-2', 'good-3'];

/** A sick modem beside three good ones in one tier. */
const rack = async (sickMs = PART_MS): Promise<ModemPool> => {
  pool = await ModemPool.start([
    { id: 'sick', partMs: sickMs },
    ...GOOD.map((id) => ({ id, partMs: PART_MS })),
  ]);
  return pool;
};

const critical = Array.from({ length: MESSAGES }, (_, index) => ({
  to: `+336399${String(80_000 + index)}` as Msisdn,
  priority: 'critical' as const,
  onUncertain: 'resend' as const,
}));

/** Sends the messages; returns them, and how long the last one took. */
const sendAll = async (made: ModemPool) => {
  const messages = await made.accept(...critical);
  const start = made.clock.now();
  while (messages.some(({ state }) => state !== 'sent') && made.clock.now() < start + 10 * IDEAL_MS)
    await made.clock.advance(100);
  return { messages, ms: made.clock.now() - start };
};

/** The recipient in a PDU without a service centre: after three octets, eight octets of TP-DA (TS 23.040 9.2.2.2). */
const recipientIn = (pdu: string): string => pdu.slice(8, 24);

/** How many different messages the sick modem had when it was quarantined. */
const countAtQuarantine = (made: ModemPool) => {
  const sick = made.modem('sick');
  const { onPdu } = sick;
  let count: number | undefined;
  sick.onPdu = () => {
    const before = new Set(sick.pdus.slice(0, -1).map(recipientIn));
    if (made.view('sick').quarantine !== undefined) count ??= before.size;
    onPdu?.();
  };
  return () => count;
};

const states = (messages: readonly { readonly state: string }[]) => [
  ...new Set(messages.map(({ state }) => state)),
];

describe('a sick modem beside three good ones, with 100 critical messages', () => {
  it.each([1, 28, 30, 96, 304, 38, 500])(
    'that refuses each message at once with CMS %i fails none, and is quarantined by its third',
    async (code) => {
      const made = await rack();
      const sick = made.modem('sick');
      sick.onPdu = () => sick.say(`+CMS ERROR: ${code}`);
      const quarantinedAt = countAtQuarantine(made);
      const { messages, ms } = await sendAll(made);
      expect(states(messages)).toEqual(['sent']);
      expect(ms).toBeLessThan(WITHIN * IDEAL_MS);
      expect(quarantinedAt()).toBe(3);
      expect(messages.some(({ possibleDuplicate }) => possibleDuplicate)).toBe(false);
    },
  );

  it('that never answers keeps one message for half a minute, and none that waits behind it', async () => {
    const made = await rack();
    const sick = made.modem('sick');
    sick.onPdu = () => undefined;
    const { messages, ms } = await sendAll(made);
    expect(states(messages)).toEqual(['sent']);
    expect(ms).toBeLessThan(WITHIN * IDEAL_MS);
    expect(sick.pdus).toHaveLength(1);
    expect(messages.filter(({ possibleDuplicate }) => possibleDuplicate)).toHaveLength(1);
  });

  it('that needs a minute for each gets no more than it sends in time', async () => {
    const made = await rack(60_000);
    const { messages, ms } = await sendAll(made);
    expect(states(messages)).toEqual(['sent']);
    expect(ms).toBeLessThan(WITHIN * IDEAL_MS);
    expect(messages.filter(({ possibleDuplicate }) => possibleDuplicate).length).toBeLessThanOrEqual(1);
  });
});
