import { describe, expect, test } from 'vitest';
import { library } from '../../../../src/alerts/templates/library.ts';
import { lint } from '../../../../src/alerts/templates/lint.ts';
import { prepareTexts } from '../../../../src/alerts/templates/prepare.ts';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { someone, until } from './contents.ts';

test('the library has a template for each kind of crisis, and each id once', () => {
  const ids = library.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining([
      'flood',
      'evacuation',
      'shelter-in-place',
      'chemical-release',
      'active-threat',
      'boil-water',
      'power-cut',
      'cyber-incident',
      'building-closed',
      'all-clear',
      'exercise',
      'dam',
      'fire',
      'wildfire',
      'storm',
      'heat',
      'cold',
      'missing-person',
      'road-closed',
      'white-plan',
      'staff-recall',
      'nuclear-shelter',
      'iodine',
      'gas-leak',
      'landslide',
      'tsunami',
    ]),
  );
});

describe.each(library)('the template $id of the library', ({ title, content }) => {
  test('is in French and English, each with a short variant', () => {
    expect(title.fr).not.toBe('');
    expect(title.en).not.toBe('');
    expect(content.variants.map(({ language }) => language)).toEqual(['fr', 'en']);
    for (const { short } of content.variants) expect(short).toBeDefined();
  });

  test('has no finding of the linter, not even a warning', () => {
    expect(lint(content, { languages: ['fr', 'en'] })).toEqual([]);
  });

  test('has short texts that fit into one GSM-7 part, with the word for exercise and the longest values', () => {
    const values = Object.fromEntries(
      Object.entries(content.placeholders).map(([name, { maxLength = 30 }]) => [name, 'm'.repeat(maxLength)]),
    );
    const prepared = prepareTexts(content, values, { exercise: true, until });
    expect(prepared.kind).toBe('ready');
    if (prepared.kind !== 'ready') return;
    for (const language of ['fr', 'en']) {
      const { text } = prepared.textFor({ ...someone, language }, true);
      expect(analyse(text)).toMatchObject({ encoding: 'gsm7', parts: 1 });
    }
  });
});
