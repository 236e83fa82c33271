import { expect, test } from 'vitest';
import { analyse } from '../../../src/domain/text/analyse.ts';
import { dutyText } from '../../../src/inbound/duty/duty-texts.ts';
import { readDuty } from '../../../src/inbound/duty/duty-words.ts';

test.each([
  ["relève Jean-Luc O'Hara jusqu'à 18h", { name: "Jean-Luc O'Hara", until: 1080, roster: undefined }],
  ['RELEVE anna jusqu a 7h30 / SAMU 12', { name: 'anna', until: 450, roster: 'SAMU 12' }],
  ['Hand over Bruno till 18:05', { name: 'Bruno', until: 1085, roster: undefined }],
])('%j is read', (text, asked) => {
  expect(readDuty(text)).toEqual({ kind: 'handOver', ...asked });
});

test.each(['RELEVE 482193', 'relève : 482 193.', 'oui releve 48 21 93', 'Handover 482-193'])(
  '%j is a code',
  (text) => {
    expect(readDuty(text)).toEqual({ kind: 'code', code: '482193' });
  },
);

test.each(['', 'relevez anna', 'RELEVE', 'garde', '482193', 'oui 482193', 'ok 482193', 'oui', 'non 1234'])(
  '%j asks nothing: without the word it may be the code of an approval',
  (text) => {
    expect(readDuty(text)).toBeUndefined();
  },
);

test('every text fits one GSM 7-bit part in both languages, with names of 24 characters', () => {
  const long = 'Abcdefghijklmnopqrstuvwxyz0123456789';
  const values = {
    roster: long,
    giver: long,
    taker: long,
    code: '482193',
    until: '27/11 08:00',
  };
  const kinds = [
    'onDuty',
    'onDutyUntil',
    'nobody',
    'noRoster',
    'whichRoster',
    'unknownTaker',
    'self',
    'code',
    'noneWaits',
    'open',
  ] as const;
  const more = [
    'tooMany',
    'ask',
    'accepted',
    'handedOver',
    'wrongCode',
    'refused',
    'expired',
    'gone',
  ] as const;
  for (const kind of [...kinds, ...more])
    for (const language of ['fr', 'en']) {
      const text = dutyText(kind, language, { ...values, names: long, rosters: `${long}, ${long}` });
      expect({ kind, ...analyse(text) }).toMatchObject({ kind, encoding: 'gsm7', parts: 1 });
      expect(text).not.toContain('{');
    }
});
