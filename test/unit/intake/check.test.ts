import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, checkGiven, type Defaults } from '../../../src/intake/check.ts';
import type { MessageInput } from '../../../src/intake/message-input.ts';

const NOW = Date.UTC(2026, 10, 24);
const DAY_MS = 86_400_000;
const defaults: Defaults = {
  senderFor: () => 'PREFECTURE',
  country: 'FR',
  hasRoute: (id) => ['carrier-a', 'modem-1'].includes(id),
};

const checked = (input: Partial<MessageInput>) => {
  const result = check({ to: '+33639980001', text: 'Alerte', ...input }, defaults, NOW);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.ok;
};
const errors = (input: Partial<MessageInput>) => {
  const result = check({ to: '+33639980001', text: 'Alerte', ...input }, defaults, NOW);
  return 'errors' in result ? result.errors : [];
};
const paths = (input: Partial<MessageInput>) => errors(input).map(({ path }) => path);

describe('a message that the intake checks', () => {
  test('with only a recipient and a text has normal priority, a validity of a day and the default sender, and is not resent when in doubt', () => {
    expect(checked({})).toMatchObject({
      to: '+33639980001',
      from: 'PREFECTURE',
      priority: 'normal',
      dueAt: NOW,
      validUntil: NOW + DAY_MS,
      onUncertain: 'hold',
      routes: undefined,
      encoding: 'gsm7',
      parts: 1,
    });
  });

  test("is resent when in doubt if it is critical and doesn't set onUncertain", () => {
    expect(checked({ priority: 'critical' }).onUncertain).toBe('resend');
    expect(checked({ priority: 'critical', onUncertain: 'hold' }).onUncertain).toBe('hold');
  });

  test('has a validity that counts from its sendAt', () => {
    const sendAt = NOW + 5 * DAY_MS;
    expect(checked({ sendAt, validForMs: 60_000 })).toMatchObject({
      dueAt: sendAt,
      validUntil: sendAt + 60_000,
    });
  });

  test('with a sendAt in the past is sent now, and its validity counts from now', () => {
    expect(checked({ sendAt: NOW - DAY_MS, validForMs: 60_000 })).toMatchObject({
      dueAt: NOW,
      validUntil: NOW + 60_000,
    });
  });
});

describe('the number of a recipient', () => {
  test.each([
    ['+33639980001', '+33639980001'],
    ['06 39 98 00 01', '+33639980001'],
    ['06.39.98.00.01', '+33639980001'],
    ['0033639980001', '+33639980001'],
    ['+33 6 39 98 00 01', '+33639980001'],
  ])('written as %s is read as %s', (to, msisdn) => {
    expect(checked({ to }).to).toBe(msisdn);
  });

  test.each([
    '',
    '+',
    '12',
    '+336399800011234567',
    '+33\u0000639980001',
    '+33639980001\n',
    '٠٦٣٩٩٨٠٠٠١',
    'allo',
    '+33639980001;DROP',
  ])('written as %j is refused, and the error says what a valid number is', (to) => {
    expect(errors({ to })).toEqual([{ path: 'to', message: expect.stringContaining('E.164') }]);
  });
});

describe('the errors of a message', () => {
  test('are all reported at once, each with the path of its field', () => {
    const wrong: Partial<MessageInput> = {
      to: 'x',
      from: 'much too long a name',
      text: 'a\u0000b',
      sendAt: NOW + 400 * DAY_MS,
      reference: 'r'.repeat(201),
      routes: ['carrier-a', 'carrier-z'],
    };
    expect(paths(wrong)).toEqual(['to', 'from', 'text', 'sendAt', 'reference', 'routes[1]']);
  });

  test('can be found in the given fields while other fields are missing', () => {
    expect(checkGiven({ routes: ['nowhere'] }, defaults, NOW).map(({ path }) => path)).toEqual(['routes[0]']);
    expect(checkGiven({}, defaults, NOW)).toEqual([]);
  });

  test('in a text give the index of the character', () => {
    expect(errors({ text: 'ab\u0007' })[0]?.message).toContain('U+0007 at index 2');
    expect(errors({ text: 'ab\ud83d' })[0]?.message).toContain('half a surrogate pair at index 2');
    expect(errors({ text: 'ab\u202ecd' })[0]).toEqual({
      path: 'text',
      message: 'holds U+202E RIGHT-TO-LEFT OVERRIDE at index 2',
    });
    expect(errors({ text: '' })[0]?.message).toContain('empty');
  });

  test('contain one for a text of more than 255 parts, and none for 255 parts', () => {
    expect(paths({ text: 'a'.repeat(152 * 255) })).toEqual([]);
    expect(errors({ text: 'a'.repeat(152 * 255 + 1) })[0]?.message).toContain('256 parts');
  });

  test('contain none for texts that phones show: lines, tabs, form feeds, any script, emoji', () => {
    expect(paths({ text: 'Ligne 1\r\n\tLigne 2\f Ελλάδα 🌊 العربية \u200f112 می\u200cشود 👩‍🚒 ⚠️' })).toEqual(
      [],
    );
  });

  test('are found in any input without an exception', () => {
    const anything = fc.record({
      to: fc.string({ unit: 'binary' }),
      text: fc.string({ unit: 'binary' }),
      from: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
      transliterate: fc.boolean(),
      routes: fc.option(fc.array(fc.string()), { nil: undefined }),
    });
    fc.assert(
      fc.property(anything, (input) => {
        const result = check(input, defaults, NOW);
        expect('ok' in result || result.errors.length > 0).toBe(true);
      }),
    );
  });
});

describe('transliteration', () => {
  test('is done only if the message asks for it', () => {
    expect(checked({ text: 'Forêt en feu' })).toMatchObject({ text: 'Forêt en feu', encoding: 'ucs2' });
    expect(checked({ text: 'Forêt en feu', transliterate: true })).toMatchObject({
      text: 'Foret en feu',
      encoding: 'gsm7',
    });
  });

  test('keeps the accents of a text that stays UCS-2 because of an emoji', () => {
    expect(checked({ text: 'Forêt en feu 🔥', transliterate: true })).toMatchObject({
      text: 'Forêt en feu 🔥',
      encoding: 'ucs2',
    });
  });
});
