import { expect, test } from 'vitest';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { enrolmentText, questionText } from '../../../../src/inbound/enrolment/enrolment-texts.ts';

/** Values of usual length. */
const values = {
  word: 'INSCRIPTION CRUE',
  list: 'Crue de la Garonne',
  lists: 'Crue de la Garonne, Neige',
  sender: '+33639981234',
  organisation: 'PREFECTURE ALERTE',
  value: '31000',
  language: 'fr',
  postalCode: '31000',
};
const kinds: readonly Parameters<typeof enrolmentText>[0][] = [
  'startFirst',
  'already',
  'wrongCode',
  'welcome',
  'welcomeAndSave',
  'language',
  'noLanguage',
  'postalCode',
  'noPostalCode',
  'info',
  'infoOptedOut',
];

test.each(kinds)(
  'the reply %s is one part of the GSM 7-bit alphabet in both languages, with all values',
  (kind) => {
    for (const tongue of ['fr', 'en'] as const) {
      const text = enrolmentText(kind, tongue, values);
      expect(text).not.toContain('{');
      expect([text, analyse(text)]).toEqual([text, expect.objectContaining({ encoding: 'gsm7', parts: 1 })]);
    }
  },
);

test('the question is one part of the GSM 7-bit alphabet', () => {
  expect(analyse(questionText(values.list, '4821'))).toMatchObject({ encoding: 'gsm7', parts: 1 });
});
