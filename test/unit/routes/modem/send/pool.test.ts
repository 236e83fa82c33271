import { describe, expect, it } from 'vitest';
import type { NewMessage } from '../../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { ModemPool, type PooledModem } from '../../../../support/modem/pool.ts';

const many = (count: number, own: Partial<NewMessage> = {}): readonly Partial<NewMessage>[] =>
  Array.from({ length: count }, () => own);

describe('three modems in one tier', () => {
  it('of unequal speed share 300 messages within 110 % of the ideal time', async () => {
    const speeds = { fast: 2000, middling: 3000, slow: 6000 };
    const pool = await ModemPool.start(Object.entries(speeds).map(([id, partMs]) => ({ id, partMs })));
    await pool.accept(...many(300));
    const ideal = 300 / Object.values(speeds).reduce((sum, partMs) => sum + 1 / partMs, 0);
    await pool.clock.advance(ideal * 1.1);
    expect(pool.store.count('sent')).toBe(300);
    expect(pool.share).toMatchObject({ fast: expect.closeTo(150, -1), slow: expect.closeTo(50, -1) });
    await pool.stop();
  });

  it('of equal speed take one message each of three', async () => {
    const pool = await ModemPool.start(['a', 'b', 'c'].map((id) => ({ id, partMs: 3000 })));
    await pool.accept(...many(3));
    expect(pool.share).toEqual({ a: 1, b: 1, c: 1 });
    await pool.stop();
  });
});

describe('one message for several modems with room', () => {
  const alike: readonly PooledModem[] = [
    { id: 'a', partMs: 3000 },
    { id: 'b', partMs: 3000 },
  ];
  const takes = async (modems: readonly PooledModem[], own: Partial<NewMessage> = {}): Promise<string[]> => {
    const pool = await ModemPool.start(modems);
    await pool.accept(own);
    const share = Object.keys(pool.share);
    await pool.stop();
    return share;
  };
  const but = (own: Partial<PooledModem>): readonly PooledModem[] => [
    { ...alike[0], id: 'worse', partMs: 3000, ...own },
    { id: 'better', partMs: 3000 },
  ];

  it.each([
    ['has little left of its SIM’s limits', { config: { limits: { perHour: 10 } } }],
    ['has a weak signal', { rssi: 3 }],
    ['roams', { registration: 5 }],
  ])('goes to the other modem when one modem %s', async (_name, own) => {
    expect(await takes(but(own))).toEqual(['better']);
  });

  it('goes to the modem that was measured to be faster', async () => {
    const pool = await ModemPool.start([
      { id: 'slow', partMs: 5000 },
      { id: 'fast', partMs: 2000 },
    ]);
    await pool.accept(...many(4));
    await pool.clock.advance(20_000);
    const before = pool.share['fast'] ?? 0;
    await pool.accept({});
    expect(pool.share['fast']).toBe(before + 1);
    await pool.stop();
  });

  it('goes to the modem that prefers its number, even a slow one, and to the others when that modem is full', async () => {
    const pool = await ModemPool.start([
      { id: 'plain', partMs: 2000 },
      { id: 'mobile', partMs: 9000, rssi: 3, config: { prefer: ['+336'] } },
    ]);
    const to = '+33639980001' as Msisdn;
    await pool.accept({ to });
    expect(pool.share).toEqual({ mobile: 1 });
    await pool.accept({ to: '+33199000001' as Msisdn });
    expect(pool.share).toEqual({ mobile: 1, plain: 1 });
    await pool.accept(...many(3, { to }));
    expect(pool.share).toEqual({ mobile: 2, plain: 2 });
    await pool.clock.advance(60_000);
    expect(pool.store.count('sent')).toBe(5);
    await pool.stop();
  });
});
