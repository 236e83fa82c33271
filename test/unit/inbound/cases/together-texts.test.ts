import { describe, expect, test } from 'vitest';
import type { DueCase, DuePages } from '../../../../src/domain/inbound/duty-pages.ts';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { togetherText } from '../../../../src/inbound/cases/call-texts.ts';
import { replyTexts } from '../../../../src/inbound/reply-texts.ts';

const due = (ids: readonly number[], fields: Partial<DuePages> = {}): DuePages => ({
  cases: ids.map((id) => ({ id }) as DueCase),
  total: ids.length,
  oldestSince: 0,
  fresh: ids.length,
  alert: undefined,
  toldApart: 10,
  toldAt: undefined,
  ...fields,
});
const textOf = (pages: DuePages, language: 'fr' | 'en' = 'fr') =>
  togetherText(replyTexts({ replies: {}, language }), pages, 7_500_000);
const TEN = Array.from({ length: 10 }, (_, index) => 987_654_301 + index);
const title = 'Crue de la Loire à Orléans, Blois, Tours';

describe('a text to the duty about several cases', () => {
  test('gives their numbers and says what to write', () => {
    expect(textOf(due([4, 7]))).toBe(
      'AIDE DEMANDÉE par 2 autres personnes. Cas 4, 7. Répondez PRIS et le numéro.',
    );
    expect(textOf(due([4, 7], { total: 3, fresh: 3 }), 'en')).toBe(
      'HELP NEEDED by 3 more people. Cases 4, 7 and 1 more. Reply TAKE and the number.',
    );
    expect(textOf(due([4, 7], { fresh: 1 }))).toBe(
      "2 APPELS A L'AIDE sans réponse, le premier depuis 2 h 05. Cas 4, 7. Répondez PRIS et le numéro.",
    );
  });

  test.each([
    ['of any alert', {}],
    ['of one alert', { alert: { id: 123_456, title } }],
    ['that wait', { fresh: 3 }],
  ])('%s gives as many long numbers as fit one GSM-7 part', (_which, fields) => {
    for (const language of ['fr', 'en'] as const) {
      const text = textOf(due(TEN, { total: 12_345, fresh: 12_345, ...fields }), language);
      expect(analyse(text)).toMatchObject({ encoding: 'gsm7', parts: 1 });
      const shown = TEN.filter((id) => text.includes(String(id))).length;
      expect(shown).toBeGreaterThan(0);
      expect(text).toContain(
        language === 'fr' ? ` et ${12_345 - shown} autres` : ` and ${12_345 - shown} more`,
      );
    }
  });

  test('gives its numbers also if its title makes it longer than one part', () => {
    expect(textOf(due([4, 7], { alert: { id: 3, title: 'Тревога Тревога Тревога Тревога' } }))).toContain(
      'Cas 4, 7.',
    );
  });
});
