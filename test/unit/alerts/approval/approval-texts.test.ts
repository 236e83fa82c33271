import { describe, expect, test } from 'vitest';
import { type Answered, answerReply, type NotDone } from '../../../../src/alerts/approval/answer-replies.ts';
import {
  type AuthorNews,
  authorText,
  notAtItsTimeText,
  settledText,
} from '../../../../src/alerts/approval/approval-texts.ts';
import { pageText } from '../../../../src/alerts/approval/page-text.ts';
import { readAnswer } from '../../../../src/alerts/approval/read-answer.ts';
import { canShow } from '../../../../src/alerts/approval/written.ts';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { septetCount } from '../../../../src/domain/text/gsm7.ts';

const LONG = 'Évacuation immédiate du quartier de la gare et des rues voisines '.repeat(4);
const languages = ['fr', 'en'] as const;
const fits = (text: string) => expect(septetCount(text), text).toBeLessThanOrEqual(160);

describe('an SMS about an approval fits in one GSM 7-bit part', () => {
  test.each(languages)('as a page (%s)', (language) => {
    for (const [subject, isExercise] of [
      ['alert', false],
      ['alert', true],
      ['update', false],
      ['update', true],
      ['cancel', false],
      ['cancel', true],
    ] as const) {
      for (const [code, locked] of [
        ['482123', false],
        [undefined, false],
        [undefined, true],
      ] as const) {
        const about = { alert: 123, title: LONG, asked: undefined, people: 25_000, minutes: 15 };
        for (const goesOutAt of subject === 'alert' ? [undefined, '27/11 08:00'] : [undefined])
          fits(pageText(language, { ...about, audiences: 1, goesOutAt, subject, isExercise, code, locked }));
      }
    }
    for (const hadCode of [true, false]) fits(settledText(language, 12_345, hadCode));
  });

  test.each(languages)('as news to the author (%s)', (language) => {
    const by = LONG;
    const news: readonly AuthorNews[] = [
      { kind: 'approved', by, launchedBy: 'reader' },
      { kind: 'approved', by, launchedBy: 'operator' },
      { kind: 'scheduled', by, at: '22:30 on 28 Nov' },
      { kind: 'launched', by, people: 250_000 },
      { kind: 'sent', what: 'update', by },
      { kind: 'sent', what: 'cancel', by },
      { kind: 'notLaunched', by, reason: LONG },
      { kind: 'returned', by, reason: LONG },
      { kind: 'rejected', what: 'alert', by, reason: LONG },
      { kind: 'rejected', what: 'update', by, reason: LONG },
      { kind: 'rejected', what: 'cancel', by, reason: LONG },
      { kind: 'overdue', call: '+33199000018' },
      { kind: 'overdue', call: undefined },
      { kind: 'ended' },
    ];
    for (const one of news) fits(authorText(language, 12_345, one));
    fits(notAtItsTimeText(language, 12_345, LONG));
  });

  test.each(languages)('as a reply to an answer (%s)', (language) => {
    const notDone: readonly NotDone[] = [
      'wrongCode',
      'usedCode',
      'expiredCode',
      'renewedCode',
      'settledCode',
      'locked',
      'changed',
      'changedNoCode',
      'ownAlert',
      'mayNot',
      'noDelegate',
      'refused',
    ];
    const answers: readonly Answered[] = [
      ...(['launched', 'scheduled', 'soon', 'byAuthor', 'byHand'] as const).map(
        (goesOut) => ({ kind: 'approved', alert: 12_345, goesOut }) as const,
      ),
      { kind: 'notLaunched', alert: 12_345, reason: LONG },
      ...(['sent', 'rejected'] as const).flatMap((kind) => [
        { kind, what: 'update', alert: 12_345 } as const,
        { kind, what: 'cancel', alert: 12_345 } as const,
      ]),
      { kind: 'returned', alert: 12_345 },
      { kind: 'delegated', alert: 12_345, to: 'Capitaine Anne-Marie de la Tour du Pin' },
      ...(['phone', 'role'] as const).map(
        (what) => ({ kind: 'held', what, by: LONG, until: '27/11 08:00' }) as const,
      ),
      { kind: 'held', what: 'password', of: LONG, by: LONG, until: '27/11 08:00' },
      ...notDone.map((kind) => ({ kind })),
    ];
    for (const answer of answers) fits(answerReply(answer, language));
  });
});

test.each(languages)('a page never takes more than two parts, and never UCS-2 (%s)', (language) => {
  for (const title of [LONG, 'إخلاء فوري للحي '.repeat(10), '🌊'.repeat(40), '€'.repeat(60)])
    for (const asked of [undefined, 'é'.repeat(80), '€'.repeat(40), 'quartier de la gare, '.repeat(4)]) {
      const page = { alert: 1_234_567, title, asked, people: 2_500_000, minutes: 10_080, audiences: 21 };
      const text = pageText(language, {
        ...page,
        goesOutAt: '27/11 08:00',
        subject: 'alert',
        isExercise: false,
        code: '482123',
        locked: false,
      });
      const { parts, encoding } = analyse(text);
      expect([parts <= 2, encoding], text).toEqual([true, 'gsm7']);
    }
});

test('what a page cannot show whole is not approved by SMS', () => {
  expect(canShow('quartier de la gare')).toBe(true);
  for (const asked of ['…'.repeat(60), 'حي المحطة', '🌊', '€'.repeat(41), 'x'.repeat(81)])
    expect(canShow(asked), asked).toBe(false);
});

test.each([
  ['NON 482123', { verb: 'return', code: '482123', rest: '' }],
  ['no, 482123: too early', { verb: 'return', code: '482123', rest: 'too early' }],
  ['NON 482123 le 4821 est faux', { verb: 'return', code: '482123', rest: 'le … est faux' }],
  ['DELEGATE 482123 Jane Roe', { verb: 'delegate', code: '482123', rest: 'Jane Roe' }],
  ['déléguer Jane Roe 482-123', { verb: 'delegate', code: '482123', rest: 'Jane Roe' }],
  ['OK 4821', { verb: 'approve', code: '4821', rest: '' }],
  ['OK 123456789', undefined],
  ['okapi 482123', { verb: 'unread', code: '482123', rest: '' }],
  ['nous sommes 482-123', { verb: 'unread', code: '482123', rest: '' }],
  ['rappelez le 06 39 98 00 01', undefined],
  ['le 26.11.2026', undefined],
  ['OK 482123 non, trop tôt', { verb: 'unclear', code: '482123', rest: 'non, trop tôt' }],
  ['OK 482123, bonne nuit Nonna', { verb: 'approve', code: '482123', rest: 'bonne nuit Nonna' }],
])('%j is read as an answer to a page, or as another text', (text, read) => {
  expect(readAnswer(text)).toEqual(read);
});
