import { afterEach, describe, expect, it } from 'vitest';
import type { NewMessage } from '../../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { ModemPool } from '../../../../support/modem/pool.ts';

const PART_MS = 2000;
const number = (index: number): Msisdn => `+3363998${String(index).padStart(4, '0')}` as Msisdn;
const to = (from: number, count: number, own: Partial<NewMessage> = {}) =>
  Array.from({ length: count }, (_, index) => ({ to: number(from + index), ...own }));

let pool: ModemPool | undefined;
afterEach(async () => {
  await pool?.stop();
  pool = undefined;
});

const capped = { id: 'capped', partMs: PART_MS, config: { recipientsPerMonth: 2 } };

/** A pool in which the modem `capped` has written to its two recipients, numbers 1 and 2. */
const start = async (...others: readonly string[]): Promise<ModemPool> => {
  const made = await ModemPool.start([capped, ...others.map((id) => ({ id, partMs: PART_MS }))]);
  pool = made;
  await made.accept(...to(1, 2, { routes: ['capped'] }));
  await made.clock.advance(2 * PART_MS);
  return made;
};

describe('a SIM that has reached its limit of recipients', () => {
  it('beside two others does not slow them down: 60 critical messages take as long as the two need', async () => {
    const made = await start('modem-1', 'modem-2');
    const messages = await made.accept(...to(100, 60, { priority: 'critical' }));
    await made.clock.advance(30 * PART_MS * 1.15);
    expect(messages.filter(({ state }) => state !== 'sent')).toEqual([]);
    expect(made.modem('capped').pdus).toHaveLength(2);
  });

  it('fails no message, and sends none of a new recipient, when it is the only one', async () => {
    const made = await start();
    const messages = await made.accept(...to(100, 20, { priority: 'critical' }));
    await made.clock.advance(60 * 60_000);
    expect(new Set(messages.map(({ state }) => state))).toEqual(new Set(['queued']));
    expect(made.modem('capped').pdus).toHaveLength(2);
  });

  it('does not let messages to new recipients keep back one to a recipient whom it may write to', async () => {
    const made = await start();
    await made.accept(...to(100, 20, { priority: 'critical' }));
    const [known] = await made.accept({ to: number(1), priority: 'critical' });
    await made.clock.advance(10_000);
    expect(known?.state).toBe('sent');
  });
});
