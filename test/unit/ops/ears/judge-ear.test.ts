import { describe, expect, test } from 'vitest';
import type { Hearing } from '../../../../src/domain/operation/ear.ts';
import { judgeEar } from '../../../../src/ops/ears/judge-ear.ts';
import { T0 } from '../../../support/store/messages.ts';

const WITHIN_MS = 60_000;

const hearing = (own: Partial<Hearing> = {}): Hearing => ({
  ear: 'ear-1',
  at: undefined,
  from: undefined,
  parts: 0,
  of: 0,
  faults: [],
  deaf: undefined,
  ...own,
});

type Sent = Parameters<typeof judgeEar>[0];

const judge = (
  own: Partial<Sent>,
  heard: Partial<Hearing>,
  nowMs: number,
  inServiceSince: number | undefined = T0,
) =>
  judgeEar(
    { state: 'delivered', reason: undefined, createdAt: T0, sentAt: T0, finalAt: T0 + 2000, ...own },
    hearing(heard),
    { withinMs: WITHIN_MS, inServiceSince, nowMs },
  );

const LATER = T0 + 2000 + WITHIN_MS;

describe('a message to an ear', () => {
  test('that arrived as it was sent shows that its route works, also without a receipt', () => {
    expect(
      judge({ state: 'sent', finalAt: undefined }, { at: T0 + 500, parts: 1, of: 1 }, T0 + 600),
    ).toMatchObject({
      result: 'passed',
    });
  });

  test('with a receipt and without an arrival is judged only when its time is over, and then the receipts can’t be trusted', () => {
    expect(judge({}, {}, LATER - 1)).toBeUndefined();
    expect(judge({}, {}, LATER)).toMatchObject({
      result: 'failed',
      missing: true,
      reason: expect.stringContaining("did not arrive within 60 s: this carrier's receipts can't be trusted"),
    });
  });

  test('of which a part is missing says which', () => {
    const some = { parts: 1, of: 2, faults: ['without part 2 of 2'] };
    expect(judge({}, some, LATER)?.reason).toContain('but arrived only without part 2 of 2 within 60 s');
  });

  test('with a receipt that says undelivered, although it arrived, shows that the receipts can’t be trusted', () => {
    const { reason } = judge({ state: 'undelivered' }, { at: T0 + 500, parts: 1, of: 1 }, T0 + 600) ?? {};
    expect(reason).toContain(
      "arrived, but its receipt says undelivered: this carrier's receipts can't be trusted",
    );
  });

  test('that arrived too late, or with faults, has failed with both', () => {
    const { reason } = judge({}, { at: T0 + 90_000, faults: ['2 times'] }, T0 + 90_001) ?? {};
    expect(reason).toContain('arrived 2 times, only after 90 s, not 60 s');
  });

  test('says nothing of the carrier while the ear is out of service', () => {
    const deaf = { deaf: 'no port has the modem' };
    expect(
      judgeEar(
        { state: 'delivered', reason: undefined, createdAt: T0, sentAt: T0, finalAt: T0 },
        hearing(deaf),
        {
          withinMs: WITHIN_MS,
          inServiceSince: undefined,
          nowMs: LATER,
        },
      ),
    ).toEqual({
      result: 'unknown',
      reason: 'the ear is out of service: no port has the modem',
      missing: false,
    });
  });

  test('has its whole time again from when the ear came back into service', () => {
    const back = T0 + 10 * WITHIN_MS;
    expect(judge({}, {}, back + WITHIN_MS - 1, back)).toBeUndefined();
    expect(judge({}, {}, back + WITHIN_MS, back)).toMatchObject({ result: 'failed' });
  });

  test('that arrived late, or not at all, says nothing of the carrier if the ear was out of service on its way', () => {
    const back = T0 + 10 * WITHIN_MS;
    const deaf = 'it came into service only later';
    const late = { at: back + 500, parts: 1, of: 1, deaf };
    expect(judge({}, late, back + 600, back)).toMatchObject({
      result: 'unknown',
      reason: `the message arrived only after 600.5 s, and the ear was out of service: ${deaf}`,
    });
    expect(judge({}, { ...late, faults: ['2 times'] }, back + 600, back)?.reason).toMatch(/arrived 2 times$/);
    expect(judge({ state: 'undelivered' }, { deaf }, back + WITHIN_MS, back)?.result).toBe('unknown');
    for (const state of ['sent', 'unconfirmed'] as const) {
      expect(judge({ state }, { deaf }, back + WITHIN_MS - 1, back)).toBeUndefined();
      expect(judge({ state }, { deaf }, back + WITHIN_MS, back)?.result).toBe('unknown');
    }
  });

  test('with an honest receipt that says undelivered is missing, so that the ear can be suspected', () => {
    expect(judge({ state: 'undelivered', reason: 'absent' }, {}, T0)).toMatchObject({
      result: 'failed',
      missing: true,
      reason: expect.stringContaining('is undelivered: absent'),
    });
  });

  test('that was never sent, since it made way for others, is no fault of its route', () => {
    expect(judge({ state: 'expired', sentAt: undefined }, {}, LATER)).toMatchObject({ result: 'unknown' });
    expect(judge({ state: 'cancelled' }, {}, LATER)).toBeUndefined();
  });

  test('that the carrier refused has failed with the reason', () => {
    const { reason } = judge({ state: 'failed', reason: 'no credit' }, {}, T0) ?? {};
    expect(reason).toContain('is failed: no credit');
  });
});
