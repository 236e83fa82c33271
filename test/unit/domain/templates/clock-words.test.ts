import { expect, test } from 'vitest';
import { libraryEnding } from '../../../../src/alerts/templates/library/endings.ts';
import { lint } from '../../../../src/alerts/templates/lint.ts';
import { prepareTexts } from '../../../../src/alerts/templates/prepare.ts';
import { LONGEST_TIME, timeInWords } from '../../../../src/domain/templates/clock-words.ts';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { says, someone, until } from '../../alerts/templates/contents.ts';

const PARIS = 'Europe/Paris';
const NOON = Date.UTC(2026, 10, 26, 11);

test.each([
  ['fr', Date.UTC(2026, 10, 26, 17, 30), '18 h 30'],
  ['fr', Date.UTC(2026, 10, 26, 17), '18 h'],
  ['fr', Date.UTC(2026, 7, 1, 16, 5), '18 h 05 le 01/08'],
  ['en', Date.UTC(2026, 10, 26, 17, 30), '6:30 pm'],
  ['en', Date.UTC(2026, 10, 26, 23), '12 am on 27 Nov'],
  ['en', Date.UTC(2026, 10, 26, 11), '12 pm'],
  ['en', Date.UTC(2026, 10, 27, 5, 15), '6:15 am on 27 Nov'],
  ['de', Date.UTC(2026, 10, 26, 17, 30), '18:30'],
  ['ar', Date.UTC(2026, 10, 27, 17, 30), '18:30 27/11'],
])('in %s the time is written by the clocks of the place: %i is %s', (language, at, words) => {
  expect(timeInWords({ at, readAt: NOON, timeZone: PARIS }, language)).toBe(words);
  expect(words.length).toBeLessThanOrEqual(LONGEST_TIME);
  expect(analyse(words).encoding).toBe('gsm7');
});

test('{until} is filled in by the gateway, in the language of each text, and needs no value', () => {
  const content = {
    ...says('Restez chez vous jusqu’à {until}.'),
    variants: [
      { language: 'fr', text: "Restez chez vous jusqu'à {until}." },
      { language: 'en', text: 'Stay at home until {until}.' },
    ],
  };
  expect(lint(content, { values: {} }).filter(({ level }) => level === 'error')).toEqual([]);
  expect(lint(content).map(({ code }) => code)).not.toContain('missingTime');
  const prepared = prepareTexts(content, {}, { exercise: false, until });
  if (prepared.kind === 'unfit') throw new Error(JSON.stringify(prepared.findings));
  expect(prepared.textFor(someone, false).text).toBe("Restez chez vous jusqu'à 18 h 30.");
  expect(prepared.textFor({ ...someone, language: 'en' }, false).text).toBe('Stay at home until 6:30 pm.');
  expect(lint(content, { values: { until: 'demain' } })).toContainEqual(
    expect.objectContaining({ code: 'badValue' }),
  );
});

test('{until} stays a placeholder of the operator where a content declares it', () => {
  const content = says("Jusqu'à {until}.", { placeholders: { until: {} } });
  const prepared = prepareTexts(content, { until: 'demain' }, { exercise: false, until });
  expect(prepared.kind === 'ready' && prepared.textFor(someone, false).text).toBe("Jusqu'à demain.");
});

test.each(['cancel', 'end'] as const)('the %s of the library is one part in each language', (what) => {
  const variants = ['fr', 'en', 'ar'].map((language) => ({ language, text: 'x' }));
  const content = libraryEnding(
    what,
    { variants, defaultLanguage: 'fr' },
    { at: NOON - 86_400_000, readAt: NOON, timeZone: PARIS },
  );
  expect(lint(content).filter(({ level }) => level === 'error')).toEqual([]);
  for (const { text } of content.variants) expect(analyse(`ESERCITAZIONE - ${text}`).parts).toBe(1);
  expect(content.variants.map(({ language }) => language)).toEqual(['fr', 'en', 'ar']);
});
