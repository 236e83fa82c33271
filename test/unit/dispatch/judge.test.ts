import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Flight, judge, type PartStanding } from '../../../src/dispatch/flight.ts';
import type { Claimed } from '../../../src/domain/queue.ts';
import type { OutgoingPart } from '../../../src/domain/route.ts';
import { outcomeOf } from '../../support/dispatch/fake-route.ts';
import { newMessage } from '../../support/store/messages.ts';

const part = { messageId: 1, attempt: 1, part: 1 } as OutgoingPart;
/** A letter a part: how it stands. */
const standings: Readonly<Record<string, PartStanding>> = {
  w: 'waiting',
  a: outcomeOf('accepts', part),
  m: outcomeOf('refusesMessage', part),
  r: outcomeOf('refusesRoute', part),
  u: outcomeOf('timesOut', part),
  l: outcomeOf('errs', part),
  t: outcomeOf('throttles', part),
};
const flightOf = (letters: string): Flight => ({
  message: { ...newMessage({ parts: letters.length }), attempt: 1 } as Claimed,
  route: 'carrier-a',
  launchedAt: 0,
  reference: 7,
  texts: [...letters],
  standings: [...letters].map((letter) => standings[letter] ?? 'waiting'),
  repeats: 0,
});

describe('what becomes of a message, by how its parts stand', () => {
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
    ['um', { kind: 'undelivered', part: 2 }],
    ['u', { kind: 'uncertain', part: 1, reason: 'no answer in time' }],
    ['aua', { kind: 'uncertain', part: 2 }],
    ['rul', { kind: 'uncertain', part: 2 }],
    ['r', { kind: 'otherRoute', part: 1, someAccepted: false }],
    ['lr', { kind: 'otherRoute', part: 2, someAccepted: false }],
    ['ar', { kind: 'otherRoute', part: 2, someAccepted: true }],
    ['l', { kind: 'later', part: 1, afterMs: 5000, reason: 'the carrier has a system error' }],
    ['tl', { kind: 'later', part: 1, afterMs: 5000 }],
    ['al', { kind: 'partsLater', parts: [2], afterMs: 5000 }],
    ['ltala', { kind: 'partsLater', parts: [1, 2, 4], afterMs: 5000 }],
  ])('%s', (letters, verdict) => {
    expect(judge(flightOf(letters))).toMatchObject(verdict);
  });

  test('is never "again, and nothing is doubled" once any part may have been taken', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'amrult'), { minLength: 1, maxLength: 8 }), (letters) => {
        const verdict = judge(flightOf(letters.join('')));
        const taken = letters.some((letter) => letter === 'a' || letter === 'u');
        if (verdict.kind === 'later' || verdict.kind === 'failed') expect(taken).toBe(false);
        if (verdict.kind === 'otherRoute') expect(verdict.someAccepted).toBe(taken);
        if (verdict.kind === 'sent') expect(letters.every((letter) => letter === 'a')).toBe(true);
      }),
    );
  });
});
