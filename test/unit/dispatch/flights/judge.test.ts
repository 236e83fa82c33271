import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Flight, judge, type PartState } from '../../../../src/dispatch/flights/flight.ts';
import type { OutgoingPart } from '../../../../src/domain/routes/route.ts';
import { outcomeOf } from '../../../support/dispatch/fake-route.ts';

const part = { messageId: 1, attempt: 1, part: 1 } as OutgoingPart;
/** What is known of one part, by a letter. */
const outcomes: Readonly<Record<string, PartState>> = {
  w: 'waiting',
  a: outcomeOf('accepts', part),
  m: outcomeOf('refusesMessage', part),
  r: outcomeOf('refusesRoute', part),
  u: outcomeOf('timesOut', part),
  l: outcomeOf('errs', part),
  t: outcomeOf('throttles', part),
  x: outcomeOf('refusesUnclear', part),
  b: outcomeOf('blamesMessage', part),
};
const flightOf = (letters: string): Pick<Flight, 'partStates'> => ({
  partStates: [...letters].map((letter) => outcomes[letter] ?? 'waiting'),
});

describe('the verdict on a message by the outcomes of its parts', () => {
  test.each([
    ['w', { kind: 'flying' }],
    ['aw', { kind: 'flying' }],
    ['mw', { kind: 'flying' }],
    ['uw', { kind: 'flying' }],
    ['a', { kind: 'sent' }],
    ['aaa', { kind: 'sent' }],
    ['m', { kind: 'failed', part: 1, reason: 'the number is wrong' }],
    ['mm', { kind: 'failed', part: 1 }],
    ['lm', { kind: 'failed', part: 2 }],
    ['rm', { kind: 'failed', part: 2 }],
    ['am', { kind: 'undelivered', part: 2, reason: 'the number is wrong' }],
    ['um', { kind: 'uncertain', part: 2, reason: 'the number is wrong', refused: true }],
    ['u', { kind: 'uncertain', part: 1, reason: 'no answer in time', refused: false }],
    ['aua', { kind: 'uncertain', part: 2 }],
    ['rul', { kind: 'rest', part: 1, parts: [1, 3], refused: true, inDoubt: true }],
    ['r', { kind: 'otherRoute', part: 1, blame: 'route' }],
    ['lr', { kind: 'otherRoute', part: 2, blame: 'route' }],
    ['xr', { kind: 'otherRoute', part: 2, blame: 'route' }],
    ['x', { kind: 'otherRoute', part: 1, blame: 'unclear' }],
    ['lx', { kind: 'otherRoute', part: 2, blame: 'unclear' }],
    ['b', { kind: 'otherRoute', part: 1, reason: 'the number is unknown', blame: 'messageOrRoute' }],
    ['xb', { kind: 'otherRoute', part: 2, blame: 'messageOrRoute' }],
    ['br', { kind: 'otherRoute', part: 2, blame: 'route' }],
    ['mb', { kind: 'failed', part: 1 }],
    ['ab', { kind: 'rest', part: 2, parts: [2], refused: true, inDoubt: false }],
    ['ub', { kind: 'rest', part: 2, parts: [2], refused: true, inDoubt: true }],
    ['ar', { kind: 'rest', part: 2, parts: [2], refused: true, inDoubt: false }],
    ['ax', { kind: 'rest', part: 2, parts: [2], refused: false, throttled: false, afterMs: 1000 }],
    ['l', { kind: 'later', part: 1, afterMs: 5000, reason: 'the carrier has a system error' }],
    ['tl', { kind: 'later', part: 1, afterMs: 5000 }],
    ['al', { kind: 'rest', parts: [2], afterMs: 5000, throttled: false, refused: false, inDoubt: false }],
    ['at', { kind: 'rest', parts: [2], afterMs: 1000, throttled: true }],
    ['ltala', { kind: 'rest', parts: [1, 2, 4], afterMs: 5000, throttled: false }],
  ])(
    'is for %s: %o (a accepted, w waiting, u uncertain, l later, t throttled; refused for m message, r route, b message or route, x unclear)',
    (letters, verdict) => {
      expect(judge(flightOf(letters))).toMatchObject(verdict);
    },
  );

  test('never lets a part that may have been taken be sent again without the mark of a possible duplicate', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'amrbxult'), { minLength: 1, maxLength: 8 }), (letters) => {
        const verdict = judge(flightOf(letters.join('')));
        const taken = letters.some((letter) => letter === 'a' || letter === 'u');
        if (['later', 'failed', 'otherRoute'].includes(verdict.kind)) expect(taken).toBe(false);
        if (verdict.kind === 'rest')
          expect(verdict.parts.every((number) => 'rbxlt'.includes(letters[number - 1] ?? ''))).toBe(true);
        if (verdict.kind === 'sent') expect(letters.every((letter) => letter === 'a')).toBe(true);
      }),
    );
  });
});
