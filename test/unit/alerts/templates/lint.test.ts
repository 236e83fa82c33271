import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lint } from '../../../../src/alerts/templates/lint.ts';
import type { Content } from '../../../../src/domain/templates/template.ts';
import { cpuMsOf } from '../../../support/cpu-time.ts';
import { anyText } from '../../domain/text/arbitraries.ts';
import { flood, says } from './contents.ts';

const short = (text: string, more: Partial<Content> = {}): Content =>
  says('x', { variants: [{ language: 'fr', text: 'x', short: text }], ...more });

const codes = (content: Content, values?: Record<string, string>): readonly string[] =>
  lint(content, values === undefined ? {} : { values }).map(({ code }) => code);

describe('a template that is linted without values', () => {
  test('has no error for placeholders whose value is given at the launch', () => {
    expect(lint(flood).filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('has findings that name the variant with the error, such as fr/short', () => {
    const content = short('{x');
    expect(lint(content)).toContainEqual({
      level: 'error',
      code: 'badBraces',
      variant: 'fr/short',
      message: 'opens a brace at index 0 that is not closed',
    });
  });

  test('must not hold an invisible or bidirectional control character: the error gives its name and index', () => {
    expect(lint(says('Cr\u200bue : montez'))).toContainEqual({
      level: 'error',
      code: 'unsendableText',
      variant: 'fr',
      message: 'holds U+200B ZERO WIDTH SPACE at index 2',
    });
    const placeholders = { place: { fallback: 'a\u202eb' } };
    expect(codes(says('{place}', { placeholders }))).toContain('badFallback');
  });

  test('may use declared placeholders; an unknown one is an error that lists the known ones', () => {
    expect(codes(says('{gate}', { placeholders: { gate: {} } }))).not.toContain('unknownPlaceholder');
    const [finding] = lint(says('{gate}'));
    expect(finding?.message).toContain('source, hazard, place, action, time, phone, link');
  });

  test('must have each language once, and only valid language tags', () => {
    const variants = ['fr', 'fr', 'FR', 'french', ''].map((language) => ({ language, text: 'x' }));
    expect(codes(says('x', { variants })).filter((code) => code.endsWith('Language'))).toEqual([
      'duplicateLanguage',
      'badLanguage',
      'badLanguage',
      'badLanguage',
    ]);
  });
});

describe('a short variant must be one part', () => {
  test('of 160 characters, counted with the word EXERCICE in front', () => {
    expect(codes(short('x'.repeat(160 - 'EXERCICE - '.length)))).not.toContain('shortNotOnePart');
    expect(codes(short('x'.repeat(161 - 'EXERCICE - '.length)))).toContain('shortNotOnePart');
  });

  test('with each value of the operator at its maxLength, or at 30 characters if none is declared', () => {
    const room = 160 - 'EXERCICE - '.length;
    const placeholders = { place: { maxLength: 12 } };
    expect(codes(short(`{place}${'x'.repeat(room - 12)}`, { placeholders }))).not.toContain(
      'shortNotOnePart',
    );
    expect(codes(short(`{place}${'x'.repeat(room - 11)}`, { placeholders }))).toContain('shortNotOnePart');
    expect(codes(short(`{place}${'x'.repeat(room - 29)}`))).toContain('shortNotOnePart');
  });

  test('with the fallbacks in the place of personal values', () => {
    const room = 160 - 'EXERCICE - '.length;
    const placeholders = { name: { fallback: 'tous' } };
    expect(codes(short(`{name}${'x'.repeat(room - 4)}`, { placeholders }))).not.toContain('shortNotOnePart');
    expect(codes(short(`{name}${'x'.repeat(room - 3)}`, { placeholders }))).toContain('shortNotOnePart');
  });

  test('but gets only a warning, which does not stop the alert, if known values make it longer', () => {
    const content = short(`{place}${'x'.repeat(100)}`);
    expect(lint(content, { values: { place: 'y'.repeat(60) } })).toContainEqual(
      expect.objectContaining({ code: 'shortNotOnePart', level: 'warning' }),
    );
    expect(codes(content, { place: 'Aix' })).not.toContain('shortNotOnePart');
  });
});

describe('a warning is given', () => {
  const warnings = (text: string, more: Partial<Content> = {}): readonly string[] => {
    const findings = lint(says(text, more));
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
    return findings.map(({ code }) => code).filter((code) => code !== 'missingShort');
  };

  test.each([
    ['Mairie : crue rue du Pont. Montez à l’étage maintenant.', 'ucs2'],
    ["Mairie : crue à {place}. Montez à l'étage maintenant.", undefined],
    ["Crue à {place}. Montez à l'étage maintenant.", 'missingSource'],
    ["{source} : à {place}, montez à l'étage maintenant.", 'missingHazard'],
    ['Mairie : crue. Montez maintenant.', 'missingPlace'],
    ['Mairie : crue à {place} {time}.', 'missingAction'],
    ['Mairie : crue à {place}. Montez.', 'missingTime'],
    ['Mairie : crue à {place}. Montez avant 18h.', undefined],
    [`Mairie : {time}, crue à {place} ${'et encore '.repeat(6)}. Montez.`, 'actionNotFirst'],
    ['{source}, {hazard}, {place}, {action}, {time}', undefined],
    ['Mairie : crue à {place}. Montez maintenant. Suivez https://bit.ly/x9.', 'linkShortener'],
    ['Mairie : crue à {place}. Montez maintenant. (TinyURL.com/abc)', 'linkShortener'],
    ['Mairie : crue à {place}. Montez maintenant. https://www.example.fr/bit.ly', undefined],
    ['MAIRIE : CRUE À {place}. MONTEZ MAINTENANT AUX ÉTAGES.', 'allCaps'],
    ['CRUE À {place}. Mairie : montez maintenant.', undefined],
    [`Mairie : crue à {place}. Montez maintenant. ${'Restez en haut. '.repeat(30)}`, 'manyParts'],
  ])('for the text "%s" with the code %s (undefined: there is no warning)', (text, code) => {
    const others = code === 'ucs2' || text.includes('À') ? ['ucs2'] : [];
    const expected = code === undefined ? [] : [code];
    expect(new Set(warnings(text))).toEqual(new Set([...expected, ...others]));
  });

  test('for no missing source, hazard, place, action or time in a language whose words the linter does not know', () => {
    const variants = [{ language: 'de', text: 'Hallo.' }];
    expect(warnings('', { variants, defaultLanguage: 'de' })).toEqual([]);
  });

  test('for a personal value whose letters would make the text UCS-2, with the number of parts', () => {
    const text = 'Bonjour {name}. Mairie : crue à {place}, montez maintenant, attendez.';
    const placeholders = { name: { fallback: 'à tous' } };
    expect(lint(says(text, { placeholders }))).toContainEqual(
      expect.objectContaining({
        code: 'personalUcs2',
        message: expect.stringMatching(/^takes 2 parts instead of 1 .*\{name\}/),
      }),
    );
  });

  test('for a missing language, and for a language that lacks a short variant, a placeholder or a fallback of its own', () => {
    const content: Content = {
      defaultLanguage: 'fr',
      placeholders: { name: { fallback: 'à tous' } },
      variants: [
        { language: 'fr', text: 'Bonjour {name} : crue à {place}.', short: 'Crue à {place}.' },
        { language: 'en', text: 'Hello {name}: flood.' },
      ],
    };
    const findings = lint(content, { languages: ['fr', 'en', 'uk', 'uk'] }).map(
      ({ code, variant }) => `${variant} ${code}`,
    );
    expect(findings).toEqual(
      expect.arrayContaining([
        'uk missingTranslation',
        'en missingShort',
        'en unevenPlaceholders',
        'en untranslatedFallback',
      ]),
    );
    expect(findings.filter((finding) => finding.endsWith('missingTranslation'))).toHaveLength(1);
  });
});

test('a text of more than 255 parts is too long, and a text of a million characters is not analysed', () => {
  expect(codes(says('x'.repeat(39_000)))).toContain('tooLong');
  expect(codes(says('{name'.repeat(200_000)))).toEqual(['tooLong']);
});

test('a declared placeholder that no text has is a warning', () => {
  const content = says('Crue à {place}.', { placeholders: { place: {}, plce: { maxLength: 9 } } });
  const found = lint(content).filter(({ code }) => code === 'unusedPlaceholder');
  expect(found.map(({ message }) => message)).toEqual(['no text has {plce}, which is declared']);
});

test('texts in 20 languages with 280 placeholders each and the longest values are found too long within 5 s', async () => {
  const text = '{place}'.repeat(280);
  const variants = Array.from({ length: 20 }, (_, index) => ({
    language: `a${String.fromCharCode(97 + index)}`,
    text,
    short: text,
  }));
  const content = { defaultLanguage: 'aa', placeholders: {}, variants };
  let found: ReturnType<typeof lint> = [];
  const spentMs = await cpuMsOf(() => {
    found = lint(content, { values: { place: '👨‍👩‍👧‍👦'.repeat(45) } });
  });
  expect(found.filter(({ code }) => code === 'tooLong')).toHaveLength(40);
  expect(spentMs).toBeLessThan(5_000);
});

test('a value that no text uses is a warning', () => {
  expect(lint(flood, { values: { place: 'Aix', plce: 'Aix' } })).toContainEqual(
    expect.objectContaining({ level: 'warning', code: 'unusedValue' }),
  );
  expect(codes(flood, { place: 'Aix', 'place.en': 'Aix' })).not.toContain('unusedValue');
});

test('any text is linted without an exception', () => {
  fc.assert(
    fc.property(anyText(60), anyText(60), (text, value) => {
      for (const { message } of lint(says(text, { variants: [{ language: 'fr', text, short: value }] }), {
        values: { place: value },
      })) {
        expect(message).not.toBe('');
      }
    }),
  );
});
