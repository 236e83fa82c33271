import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from '../../../src/domain/text/analyse.ts';
import type { CapInfo } from '../../../src/triggers/cap/cap-alert.ts';
import { capText } from '../../../src/triggers/cap/cap-text.ts';

const flood: CapInfo = {
  language: 'fr-FR',
  event: 'Crue',
  responseTypes: [],
  urgency: 'Immediate',
  severity: 'Severe',
  certainty: 'Likely',
  effective: undefined,
  expires: undefined,
  senderName: 'Vigilance Test',
  headline: 'Crue de la rivière Test',
  description:
    'Le niveau monte depuis ce matin. La route du pont est sous les eaux. Rien ne presse ailleurs.',
  instruction: 'Montez à un étage. Ne prenez pas la voiture.',
  web: 'https://example.org/crue',
  contact: undefined,
  areas: [{ areaDesc: 'Vallée basse', polygons: [], circles: [], geocodes: [] }],
};

describe('the SMS of a CAP info', () => {
  test('has sender, headline, area, instruction, description and link, if they fit', () => {
    expect(capText(flood, 3)).toEqual({
      text:
        'Vigilance Test: Crue de la rivière Test. Vallée basse. Montez à un étage. Ne prenez pas la voiture. ' +
        'Le niveau monte depuis ce matin. La route du pont est sous les eaux. Rien ne presse ailleurs. ' +
        'https://example.org/crue',
      parts: 2,
      cuts: [],
    });
  });

  test('keeps the instruction in preference to all explanations, and lists each cut', () => {
    const { text, parts, cuts } = capText(flood, 1);
    expect(text).toBe(
      'Vigilance Test: Crue de la rivière Test. Vallée basse. Montez à un étage. Ne prenez pas la voiture. Le niveau monte depuis ce matin. https://example.org/crue',
    );
    expect(parts).toBe(1);
    expect(cuts).toEqual([
      {
        field: 'description',
        what: 'shortened',
        why: 'one part has no room for all of it: 32 of 93 characters',
      },
    ]);
    const none = capText({ ...flood, instruction: `${flood.instruction} `.repeat(3).trim() }, 1);
    expect(none.text).toContain('Ne prenez pas la voiture. Montez');
    expect(none.cuts).toContainEqual({
      field: 'description',
      what: 'leftOut',
      why: 'one part has no room for all of it',
    });
  });

  test('is shortened at the end of a sentence if enough text is left, otherwise after a word, with dots', () => {
    const sentences = 'Partez vers les hauteurs par la route du nord. '.repeat(9).trim();
    const atSentence = capText({ ...flood, instruction: sentences, description: undefined }, 1);
    expect(atSentence.text).toContain('par la route du nord.');
    expect(atSentence.text).not.toContain('...');
    const words = 'partez vers les hauteurs par la route du nord et '.repeat(9).trim();
    const atWord = capText({ ...flood, instruction: words, description: undefined }, 1);
    expect(atWord.text).toMatch(/ [a-z]+\.\.\.$/);
    expect(atWord.cuts[0]).toMatchObject({ field: 'instruction', what: 'shortened' });
  });

  test('has quotes and dashes replaced by GSM 7-bit ones if that saves a part, but no letter changed', () => {
    const curly = capText({ ...flood, headline: 'Crue – montez à l’étage' }, 3);
    expect(curly.text).toContain("Crue - montez à l'étage");
    expect(analyse(curly.text).encoding).toBe('gsm7');
    expect(curly.cuts).toContainEqual(expect.objectContaining({ field: 'text', what: 'rewritten' }));
    const circumflex = capText({ ...flood, headline: 'Fenêtre – fermée' }, 3);
    expect(circumflex.text).toContain('Fenêtre – fermée');
  });

  test('has the event if there is no headline, and has no text twice', () => {
    const { text } = capText({ ...flood, headline: undefined, areas: [], senderName: 'CRUE' }, 3);
    expect(text.startsWith('Crue. Montez')).toBe(true);
  });

  test('leaves markup out, and lists that as a cut', () => {
    const { text, cuts } = capText(
      { ...flood, description: 'Niveau&nbsp;: <b>haut</b><br />Route coupée' },
      3,
    );
    expect(text).toContain('Niveau&nbsp;: haut. Route coupée');
    expect(cuts).toContainEqual(expect.objectContaining({ field: 'description', what: 'rewritten' }));
  });

  test('counts the prefix that is put before it later', () => {
    const prefix = 'EXERCICE - ';
    const long = { ...flood, instruction: 'Montez. '.repeat(100).trim() };
    const { text, parts } = capText(long, 2, prefix);
    expect(parts).toBe(2);
    expect(analyse(prefix + text).parts).toBe(2);
  });

  test('never exceeds its parts, is never empty, and lists everything that is missing', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 400 });
    const field = fc.option(words, { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({
          event: fc
            .string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
            .map((text) => `E${text.trim()}`),
          headline: fc.option(
            words.map((text) => `H${text}`),
            { nil: undefined },
          ),
          instruction: field,
          description: field,
          senderName: field,
          web: field,
        }),
        fc.integer({ min: 1, max: 6 }),
        (fields, maxParts) => {
          const { text, parts, cuts } = capText({ ...flood, ...fields }, maxParts);
          expect(text.trim()).not.toBe('');
          expect(parts).toBeLessThanOrEqual(maxParts);
          expect(analyse(text).parts).toBe(parts);
          if (fields.instruction !== undefined && /\p{L}{9}/u.test(fields.instruction) && cuts.length === 0) {
            expect(text).toContain(fields.instruction.replaceAll(/\s+/g, ' ').trim());
          }
        },
      ),
    );
  });
});
