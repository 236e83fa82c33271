import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepareTexts } from '../../../../src/alerts/templates/prepare.ts';
import {
  type Addressee,
  type Content,
  escapeBraces,
  tidyValue,
  type Values,
} from '../../../../src/domain/templates/template.ts';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { anyText } from '../../domain/text/arbitraries.ts';
import { flood, says, someone, until } from './contents.ts';

const textFor = (
  content: Content,
  values: Values,
  to: Partial<Addressee> = {},
  { short = false, exercise = false } = {},
): string => {
  const prepared = prepareTexts(content, values, { exercise, until });
  if (prepared.kind !== 'ready') throw new Error(JSON.stringify(prepared.findings));
  return prepared.textFor({ ...someone, ...to }, short).text;
};

const errorsOf = (content: Content, values: Values = {}): readonly string[] => {
  const prepared = prepareTexts(content, values, { exercise: false, until });
  if (prepared.kind === 'ready') return [];
  return prepared.findings.filter(({ level }) => level === 'error').map(({ code }) => code);
};

describe('a text is filled in', () => {
  test('with the values of the contact and of the operator', () => {
    const text = textFor(
      flood,
      { place: 'Aix', time: 'avant 18 h' },
      { name: 'Claire', language: 'fr', attributes: { building: 'le bâtiment B' } },
    );
    expect(text).toBe('Bonjour Claire. Crue à Aix : quittez le bâtiment B avant 18 h.');
  });

  test('with the fallbacks of its language for unknown values', () => {
    expect(textFor(flood, { place: 'Aix' }, { language: 'en' })).toBe(
      'Hello to all. Flood at Aix: leave your building now.',
    );
  });

  test('with the value for its language, where one was given', () => {
    const values = { place: 'la gare', 'place.en': 'the station' };
    expect(textFor(flood, values, { language: 'en' })).toContain('Flood at the station:');
    expect(textFor(flood, values)).toContain('Crue à la gare :');
  });

  test('with numbers and booleans of the contact written out, such as 3 and false', () => {
    const content = says('Étage {attributes.floor} {attributes.lift}', {
      placeholders: { 'attributes.floor': { fallback: '?' }, 'attributes.lift': { fallback: '?' } },
    });
    expect(textFor(content, {}, { attributes: { floor: 3, lift: false } })).toBe('Étage 3 false');
  });

  test.each([
    ['', 'an empty value'],
    ['   ', 'a blank value'],
    ['a\0b', 'a NUL'],
    ['\ud83d', 'half a surrogate pair'],
    ['{place}', 'braces'],
    ['https://evil.example', 'nothing but a link'],
    ['06 39 98 00 01', 'nothing but a telephone number'],
    ['Cla\u202eire', 'a bidirectional control character'],
    ['Cla\u200bire', 'an invisible character'],
  ])('with the fallback instead of the contact’s name %j: %s', (name) => {
    expect(textFor(flood, { place: 'Aix' }, { name })).toMatch(/^Bonjour à tous\./);
  });

  test.each([
    ['Claire\r\nn’ouvrez pas', 'Claire n’ouvrez pas', 'a line end'],
    ['Claire evil.example/x', 'Claire', 'a link'],
    ['Claire, appelez le +33 6 39 98 00 01', 'Claire, appelez le', 'a telephone number'],
    ['x'.repeat(31), 'x'.repeat(30), 'more than 30 characters'],
    [`${'x'.repeat(28)}👨‍👩‍👧‍👦`, 'x'.repeat(28), 'an emoji that has no room'],
    ['Élise\u0301'.repeat(20), 'Élise\u0301'.repeat(5), 'a letter with its accent at the cut'],
  ])('with the contact’s name %j as %j: without %s, cut to its length', (name, shown) => {
    expect(textFor(flood, { place: 'Aix' }, { name })).toContain(`Bonjour ${shown}. Crue`);
  });

  test('with a contact’s name cut to the length that the template gives', () => {
    const content = says('Bonjour {name}.', { placeholders: { name: { fallback: 'à tous', maxLength: 5 } } });
    expect(textFor(content, {}, { name: 'Jean-Christophe' })).toBe('Bonjour Jean-.');
  });

  test('never with members that every object inherits, such as constructor and __proto__', () => {
    const content = says('{attributes.constructor} {attributes.__proto__}', {
      placeholders: {
        'attributes.constructor': { fallback: 'a' },
        'attributes.__proto__': { fallback: 'b' },
      },
    });
    expect(textFor(content, {})).toBe('a b');
    const placeholders = Object.fromEntries([['valueOf', {}]]);
    expect(errorsOf(says('{valueOf}', { placeholders }))).toEqual(['missingValue']);
    expect(errorsOf(says('{constructor}'))).toEqual(['unknownPlaceholder']);
  });

  test.each(['Tours\u202e', 'To\u200burs', 'Tours\u2028fin'])(
    'never with the operator’s value %j',
    (place) => {
      expect(errorsOf(flood, { place })).toContain('badValue');
    },
  );

  test('once: a value that looks like a placeholder is refused, not filled in again', () => {
    expect(errorsOf(flood, { place: '{name}' })).toContain('badValue');
  });

  test('with { for {{ and } for }}', () => {
    expect(textFor(says('{{x}} {{{{ }}{{'), {})).toBe('{x} {{ }{');
    expect(textFor(says('{{{place}}}'), { place: 'Aix' })).toBe('{Aix}');
  });
});

describe('the language of a text', () => {
  test.each([
    ['fr', 'Bonjour'],
    ['en', 'Hello'],
    ['EN-gb', 'Hello'],
    ['de', 'Bonjour'],
    ['', 'Bonjour'],
    [undefined, 'Bonjour'],
  ])('follows the language %j of the contact: the text begins with %s', (language, greeting) => {
    expect(textFor(flood, { place: 'Aix' }, { language })).toMatch(new RegExp(`^${greeting} `));
  });

  test('is returned together with the text', () => {
    const prepared = prepareTexts(flood, { place: 'Aix' }, { exercise: false, until });
    expect(prepared).toMatchObject({ kind: 'ready' });
    if (prepared.kind === 'ready') {
      expect(prepared.textFor({ ...someone, language: 'en' }, false).language).toBe('en');
      expect(prepared.textFor({ ...someone, language: 'it' }, false).language).toBe('fr');
    }
  });
});

describe('the short variant', () => {
  test('is used when it is asked for, if the language has one', () => {
    expect(textFor(flood, { place: 'Aix' }, {}, { short: true })).toBe(
      'Crue à Aix : quittez votre immeuble maintenant.',
    );
    expect(textFor(flood, { place: 'Aix' }, { language: 'en' }, { short: true })).toMatch(/^Hello/);
  });

  test('stays one part: the fallback replaces a value of the contact that would need UCS-2', () => {
    const short = `${'Montez à {attributes.building}. '.padEnd(110, 'x')}.`;
    const content = { ...flood, variants: [{ language: 'fr', text: 'Crue à {place}.', short }] };
    const inUcs2 = textFor(content, { place: 'Aix' }, { attributes: { building: 'Łódź' } }, { short: true });
    expect(inUcs2).toMatch(/^Montez à votre immeuble\./);
    const inGsm7 = textFor(content, { place: 'Aix' }, { attributes: { building: 'Lodz' } }, { short: true });
    expect(inGsm7).toMatch(/^Montez à Lodz\./);
  });
});

describe('an exercise', () => {
  test.each([
    ['fr', 'EXERCICE - Bonjour'],
    ['en', 'EXERCISE - Hello'],
  ])('begins in the language %s with "%s"', (language, beginning) => {
    const text = textFor(flood, { place: 'Aix' }, { language }, { exercise: true });
    expect(text.startsWith(beginning)).toBe(true);
    expect(analyse(text).encoding).toBe('gsm7');
  });

  test('begins with EXERCICE also in the short variant, and with EXERCISE in a language that has no word of its own', () => {
    expect(textFor(flood, { place: 'Aix' }, {}, { short: true, exercise: true })).toMatch(/^EXERCICE - Crue/);
    const greek = { ...says('Φωτιά'), defaultLanguage: 'el', variants: [{ language: 'el', text: 'Φωτιά' }] };
    expect(textFor(greek, {}, {}, { exercise: true })).toBe('EXERCISE - Φωτιά');
  });

  test('has the word EXERCICE only once if its text begins with that word', () => {
    expect(textFor(says('EXERCICE - Sortez.'), {}, {}, { exercise: true })).toBe('EXERCICE - Sortez.');
  });

  test('is the only kind of alert whose text gets the word EXERCICE', () => {
    expect(textFor(flood, { place: 'Aix' })).not.toContain('EXERC');
  });
});

describe('no text is made', () => {
  test.each([
    ['a value is missing', flood, {}, 'missingValue'],
    ['a value is blank', flood, { place: ' ' }, 'badValue'],
    ['a value holds a line end', flood, { place: 'a\nb' }, 'badValue'],
    ['a brace is open', says('Crue à {place'), { place: 'Aix' }, 'badBraces'],
    ['a closing brace has no opening brace', says('Crue à place}'), {}, 'badBraces'],
    ['braces are nested', says('{pl{place}ace}'), { place: 'Aix' }, 'badBraces'],
    ['braces are empty', says('{}'), {}, 'badBraces'],
    ['the placeholder is not known', says('{lieu}'), { lieu: 'Aix' }, 'unknownPlaceholder'],
    ['a placeholder for a value of the contact has no fallback', says('{name}'), {}, 'missingFallback'],
    [
      'a fallback has braces',
      says('{name}', { placeholders: { name: { fallback: '{x}' } } }),
      {},
      'badFallback',
    ],
    ['the text is blank', says(' '), {}, 'emptyText'],
    ['there is no variant', says('x', { variants: [] }), {}, 'noVariant'],
    [
      'the default language has no variant',
      says('x', { defaultLanguage: 'en' }),
      {},
      'missingDefaultLanguage',
    ],
    ['a text holds a NUL', says('a\0b'), {}, 'unsendableText'],
    [
      'a value says that this is no exercise',
      says('{place}'),
      { place: "ce n'est pas un exercice" },
      'deniesExercise',
    ],
  ] as const)('when %s', (_why, content, values, code) => {
    expect(errorsOf(content, values)).toContain(code);
  });
});

test('a text of another program is sent unchanged when its braces are escaped', () => {
  fc.assert(
    fc.property(anyText(40), (text) => {
      const content = says(`x${escapeBraces(text)}`);
      const prepared = prepareTexts(content, {}, { exercise: false, until });
      if (prepared.kind === 'ready') expect(prepared.textFor(someone, false).text).toBe(`x${text}`);
      else expect(errorsOf(content)).toEqual(['unsendableText']);
    }),
  );
});

test('a value from another program can be filled in after tidyValue has replaced braces, line ends and NUL', () => {
  expect(tidyValue(' disk {full}\r\non host\0 ')).toBe('disk (full)  on host');
  fc.assert(
    fc.property(anyText(40), (text) => {
      const value = tidyValue(text);
      if (value.trim() !== '') expect(textFor(says('{place}'), { place: value })).toBe(value);
    }),
  );
});

test('a text never has a brace that was not doubled, whatever the template, values and contact', () => {
  const braces = fc
    .array(fc.constantFrom('{', '}', '{{', '}}', '{name}', '{place}', '{attributes.a}', 'x', ' '), {
      maxLength: 12,
    })
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(braces, braces, braces, braces, (text, place, name, attribute) => {
      const content = says(text, {
        placeholders: { name: { fallback: 'n' }, 'attributes.a': { fallback: 'a' } },
      });
      const prepared = prepareTexts(content, { place }, { exercise: false, until });
      if (prepared.kind === 'unfit') return;
      const filled = prepared.textFor({ name, language: 'fr', attributes: { a: attribute } }, false).text;
      const count = (where: string, brace: string) => where.split(brace).length - 1;
      expect(count(filled, '{')).toBe(count(text, '{{'));
    }),
    { numRuns: 1000 },
  );
});
