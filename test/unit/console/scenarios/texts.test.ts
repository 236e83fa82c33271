import { describe, expect, test } from 'vitest';
import { lint } from '../../../../src/alerts/templates/lint.ts';
import {
  faultOfBound,
  sayReason,
  whyOutside,
} from '../../../../src/console/rooms/scenarios/text/bound-faults.ts';
import { amountOf, isoOf } from '../../../../src/console/rooms/scenarios/text/durations.ts';
import {
  exampleText,
  operatorsIn,
  personalIn,
} from '../../../../src/console/rooms/scenarios/text/example-text.ts';
import { sayFinding } from '../../../../src/console/rooms/scenarios/text/finding-words.ts';
import { keyOf, type Term, termsOf } from '../../../../src/console/rooms/scenarios/text/terms.ts';

const content = (text: string, language = 'fr') => ({
  defaultLanguage: language,
  placeholders: { name: { fallback: 'à tous' } },
  variants: [{ language, text }],
});

describe('an example', () => {
  const shown = (text: string, more = {}): string | undefined => {
    const all = content(text);
    const [variant] = all.variants;
    return variant && exampleText({ content: all, ...more }, variant, text);
  };

  test('has given values, approved choices, fallbacks and examples in this order', () => {
    expect(shown('{name} {{x}} {place} {until}')).toBe('à tous {x} quai Nord 22 h');
    expect(shown('{place}', { bounds: { place: { oneOf: ['la gare'] } } })).toBe('la gare');
    expect(
      shown('{place}', { bounds: { place: { oneOf: ['la gare'] } }, values: { place: 'le port' } }),
    ).toBe('le port');
    expect(shown('{batiment}')).toBe('batiment');
  });

  test('of an exercise begins with that word, and there is none while a brace is open', () => {
    expect(shown('Montez.', { isExercise: true })).toBe('EXERCICE - Montez.');
    expect(shown('Crue {place')).toBeUndefined();
  });

  test('tells whose value a field has', () => {
    const all = content('{name} {attributes.building} {place} {until}');
    expect([operatorsIn(all), personalIn(all)]).toEqual([['place'], ['name', 'attributes.building']]);
  });
});

describe('the linter in French', () => {
  const said = (text: string): readonly string[] =>
    lint(content(text)).map((finding) => sayFinding(finding, 'fr'));

  test('names the field, the number and the characters that it is about', () => {
    expect(said('{bâtiment} {etage}')[0]).toContain('accolade');
    expect(said('{etage}')).toContain(
      '{etage} est inconnu\u00a0: ajoutez ce champ plus bas, ou corrigez son nom.',
    );
    expect(said('{attributes.lot}').join()).toContain('{attributes.lot} demande un texte de remplacement');
    expect(said('Montez à l’étage').join()).toContain(
      'Ces caractères réduisent un SMS de 160 à 70 signes\u00a0: ’',
    );
    expect(said('mot '.repeat(200)).join()).toMatch(/jusqu'à \d+ SMS/);
  });

  test('has no English left, and says new findings in the words of the gateway', () => {
    const all = said("CECI N'EST PAS UN EXERCICE {etage} bit.ly/x");
    expect(all.length).toBeGreaterThan(4);
    for (const one of all) expect(one).not.toMatch(/\b(the|is|has|which|doesn)\b/);
    expect(sayFinding({ code: 'brandNew', message: 'is new' }, 'fr')).toBe('Is new.');
    expect(sayFinding({ code: 'missingShort', message: 'has no short variant' }, 'en')).toBe(
      'Has no short variant.',
    );
  });
});

test('bounds that the gateway would refuse are told, in both languages', () => {
  expect(faultOfBound({ oneOf: [] })).toBe('has no choices');
  expect(faultOfBound({ oneOf: ['la gare', '{x}'] })).toBe('holds a brace');
  expect(faultOfBound({ oneOf: ['la gare'] })).toBeUndefined();
  const why = faultOfBound({ pattern: 'Quai (A|B)', maxLength: 20 }) ?? '';
  expect(why).toBe('can\'t be read at "(A|B)"');
  expect(sayReason(why, 'fr')).toMatch(/^ne se lit plus à partir de «\s\(A\|B\)\s»$/);
  expect(faultOfBound({ pattern: 'A', maxLength: 101 })).toBe('is no length from 1 to 100');
  expect(whyOutside({ pattern: 'Quai [A-D]', maxLength: 6 }, 'Quai E')).toContain("doesn't match");
  expect(whyOutside(undefined, 'appelez le 0199009000')).toBeDefined();
});

test('a duration is a number and its largest unit, and the same when it is written back', () => {
  for (const iso of ['PT2H', 'P1D', 'PT90M', 'PT15M']) {
    const { amount, unit } = amountOf(iso);
    expect(isoOf(amount, unit)).toBe(iso);
  }
});

test('terms that are no group survive a change of the groups', () => {
  const numbers = { numbers: ['+33639980001'] } as unknown as Term;
  const keys = [numbers, { list: 1 }].map((term) => keyOf(term as Term));
  expect(termsOf([...keys, 'area:3'], [numbers, { list: 1 } as Term])).toEqual([
    numbers,
    { list: 1 },
    { area: 3 },
  ]);
  expect(termsOf(['area:3'], [numbers])).toEqual([{ area: 3 }]);
});
