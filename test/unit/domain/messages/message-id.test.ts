import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import { formatMessageId, MessageIds, parseMessageId } from '../../../../src/domain/messages/message-id.ts';

const NOW = Date.UTC(2026, 0, 1);
const id = fc.maxSafeNat().map((number) => number as MessageId);
const GREATEST = Number.MAX_SAFE_INTEGER as MessageId;

describe('a message id as text', () => {
  it('is parsed back to the same id', () => {
    fc.assert(fc.property(id, (number) => parseMessageId(formatMessageId(number)) === number));
    expect(parseMessageId(formatMessageId(GREATEST))).toBe(GREATEST);
    expect(parseMessageId(formatMessageId(0 as MessageId))).toBe(0);
  });

  it('always has eleven characters, none of which is easily misread over the telephone', () => {
    fc.assert(
      fc.property(id, (number) => {
        expect(formatMessageId(number)).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{11}$/);
      }),
    );
  });

  it('sorts in the order of the numeric ids', () => {
    const near = fc.tuple(id, fc.integer({ min: 0, max: 40 })).map(([number, more]) => {
      return [number, Math.min(number + more, GREATEST) as MessageId] as const;
    });
    fc.assert(
      fc.property(fc.oneof(fc.tuple(id, id), near), ([a, b]) => {
        expect(Math.sign(a - b)).toBe(a === b ? 0 : formatMessageId(a) < formatMessageId(b) ? -1 : 1);
      }),
    );
  });

  it.each([
    ['an empty text', ''],
    ['too few characters', '0123456789'],
    ['too many characters', '0123456789ab'],
    ['capital letters', '0123456789A'],
    ['a letter that is not in the alphabet', '0123456789i'],
    ['another letter that is not in the alphabet', '0123456789o'],
    ['a space', '0123456789 '],
    ['a line end after it', '0123456789a\n'],
    ['a NUL', '0123456789\u0000'],
    ['digits of another script', '٠١٢٣٤٥٦٧٨٩٠'],
    ['one more than the greatest id', '80000000000'],
    ['far more than the greatest id', 'zzzzzzzzzzz'],
  ])('is not parsed from %s', (_, text) => {
    expect(parseMessageId(text)).toBeUndefined();
  });

  it('is the only text that is parsed to its id', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz'),
        minLength: 11,
        maxLength: 11,
      }),
    );
    fc.assert(
      fc.property(text, (spelling) => {
        const number = parseMessageId(spelling);
        return number === undefined || formatMessageId(number) === spelling;
      }),
      { numRuns: 1000 },
    );
  });
});

describe('making message ids', () => {
  it('never makes an id that is equal to or smaller than an earlier id, whatever the wall clock does', () => {
    const times = fc.array(fc.integer({ min: 0, max: Date.UTC(2090, 0, 1) }), { maxLength: 50 });
    fc.assert(
      fc.property(times, (nows) => {
        const ids = new MessageIds(0);
        let last = 0;
        for (const now of nows) {
          const next = ids.next(now);
          expect(next).toBeGreaterThan(last);
          expect(Number.isSafeInteger(next)).toBe(true);
          last = next;
        }
      }),
    );
  });

  it('continues above the greatest id of the store after a restart with the clock set back', () => {
    const greatest = new MessageIds(0).next(NOW);
    expect(new MessageIds(greatest).next(NOW - 86_400_000)).toBe(greatest + 1);
  });

  it('makes more than four thousand ids in a millisecond before it runs ahead of the clock', () => {
    const ids = new MessageIds(0);
    const first = ids.next(NOW);
    for (let i = 1; i < 4096; i++) expect(ids.next(NOW)).toBe(first + i);
    expect(new MessageIds(0).next(NOW + 1)).toBe(first + 4096);
  });

  it('makes ids whose texts sort by time of acceptance', () => {
    const ids = new MessageIds(0);
    const texts = [NOW, NOW, NOW + 1, NOW + 60_000].map((now) => formatMessageId(ids.next(now)));
    expect(texts.toSorted()).toEqual(texts);
  });

  it('makes ids below 2^53 until 2093', () => {
    expect(Number.isSafeInteger(new MessageIds(0).next(Date.UTC(2093, 11, 31)))).toBe(true);
  });
});
