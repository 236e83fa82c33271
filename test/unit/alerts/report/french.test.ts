import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatFor } from '../../../../src/alerts/report/words/format.ts';
import { french } from '../../../../src/alerts/report/words/french.ts';
import { completedWords } from '../../../../src/alerts/waves/completion.ts';
import { alertSources } from '../../../../src/domain/alerts/alert.ts';
import { totalsOf } from '../../../../src/domain/alerts/people-totals.ts';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import { toFrench } from '../../../../src/domain/text/french/translate.ts';
import { outcomeOf, unanswered } from '../../../../src/protocols/smpp/outcomes.ts';
import { receiptState } from '../../../../src/protocols/smpp/receipt-state.ts';
import { errorWords } from '../../../../src/routes/modem/at/cms-error.ts';
import { statusWords } from '../../../../src/routes/modem/pdu/status-words.ts';

const untranslated = (texts: Iterable<string>): readonly string[] =>
  [...new Set(texts)].filter((text) => toFrench(text) === undefined);

const reasonOf = (outcome: Outcome): string => ('reason' in outcome ? outcome.reason : '');

const upTo = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, index) => index);

/** Where the gateway says why a message, or a step of an alert, is as it is. */
const FILES = [
  'src/dispatch/flights',
  'src/dispatch/route/gateway-outcomes.ts',
  'src/store/rules/queue',
  'src/store/rules/receipts',
  'src/store/rules/people/withdraw-opted-out.ts',
  'src/intake/intake.ts',
  'src/alerts/waves',
  'src/alerts/desk',
  'src/alerts/corrections',
  'src/alerts/scenarios/current-scenarios.ts',
  'src/domain/templates/fill.ts',
  'src/domain/templates/pieces.ts',
  'src/alerts/templates/lint/placeholders.ts',
  'src/alerts/templates/lint/size.ts',
  'src/alerts/templates/lint/slots.ts',
  'src/alerts/templates/lint/style.ts',
  'src/alerts/templates/lint/translation.ts',
  'src/alerts/templates/lint.ts',
  'src/alerts/preview/draft-review.ts',
  'src/alerts/escalation/preview-escalation.ts',
  'src/alerts/approval/answer-page.ts',
  'src/alerts/approval/approval-clock.ts',
  'src/alerts/approval/launch-approved.ts',
  'src/alerts/approval/pager.ts',
  'src/domain/templates/bounds.ts',
  'src/domain/alerts/wave-state.ts',
  'src/routes/smpp/link/wire.ts',
  'src/routes/modem/send',
  'src/routes/modem/manager/send',
  'src/routes/modem/sim/quota.ts',
  'src/routes/modem/sim/sim-quota.ts',
  'src/routes/modem/bring-up/network-rules.ts',
  'src/triggers/storm-brake.ts',
  'src/triggers/trigger-service.ts',
  'src/triggers/cap/cap-drafts.ts',
  'src/triggers/cap/cap-intake-service.ts',
  'src/triggers/cap/since-restore.ts',
];

const filesOf = (path: string): readonly string[] =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(path, name));

/** Comments, imports and calls of the log say nothing to people who read a report. */
const spoken = (source: string): string =>
  source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^import [\s\S]*?;$/gm, '')
    .replaceAll(/\blog\.\w+\([\s\S]*?\);/g, '')
    .replaceAll(/prepare(?:<[\s\S]*?>)?\([\s\S]*?\n?\s*\);?$/gm, '');

/** Literals that are sentences: two words or more that begin with a small letter, and no SQL. */
const sentencesIn = (source: string): readonly string[] =>
  [...spoken(source).matchAll(/'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"|`((?:[^`\\]|\\.)+)`/g)]
    .map(([, single, double, template]) =>
      (single ?? double ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, '3'),
    )
    .filter((text) => /^[a-z3{][\w'’]*[,:;]? [a-z3{(]/.test(text) && /[a-z]{3}/.test(text))
    .filter((text) => !/[?=]| IN \(|\bAS\b/.test(text));

describe('the French report has French words for', () => {
  test('each status that a carrier can answer', () => {
    expect(
      untranslated(
        upTo(0x500)
          .slice(1)
          .map((status) => reasonOf(outcomeOf(status))),
      ),
    ).toEqual([]);
    expect(untranslated([reasonOf(unanswered(1000))])).toEqual([]);
  });

  test('each state that a receipt can have, with the codes of carrier and network', () => {
    const words = upTo(12).map((state) => receiptState(state, undefined).words);
    expect(untranslated([...words, receiptState(undefined, 'NONSENSE').words])).toEqual([]);
    expect(toFrench('could not be delivered (UNDELIV, err 27, network error 3/12)')).toBe(
      'n’a pas pu être remis (UNDELIV, erreur 27, erreur réseau 3/12)',
    );
  });

  test('each status report and each error of a modem', () => {
    expect(untranslated(upTo(255).map(statusWords))).toEqual([]);
    const errors = upTo(700).flatMap((code) =>
      (['cms', 'cme'] as const).map((kind) => errorWords({ kind, code, line: `+${kind} ERROR: ${code}` })),
    );
    expect(untranslated([...errors, errorWords({ kind: 'plain', line: 'ERROR' })])).toEqual([]);
  });

  test('each way in which an alert can be completed', () => {
    const all = ['reached', 'sent', 'uncertain', 'failed'] as const;
    const some = all.map((_, index) =>
      totalsOf(all.slice(0, index + 1).map((outcome) => ({ outcome, people: 2 }))),
    );
    expect(untranslated(some.map(completedWords))).toEqual([]);
    expect(toFrench('2 of 6 people reached, 2 unconfirmed, 2 in doubt')).toBe(
      '2 sur 6 personnes jointes, 2 sans confirmation, 2 dans le doute',
    );
  });

  test('who did a step: the gateway, triggers, CAP, phones, and people in the name of others', () => {
    const { actor } = french;
    expect(actor('tocsin', 'the gateway')).toBe('la passerelle');
    expect(actor('token-1', 'the gateway')).toBe('the gateway');
    expect(actor('trigger:pumps', 'trigger pumps')).toBe('déclencheur pumps');
    expect(actor('cap', 'CAP from meteo')).toBe('CAP de meteo');
    expect(actor('phone:+33639980001', 'SMS from +33639980001')).toBe('SMS de +33639980001');
    expect(actor('t', 'officier de garde, who approved the scenario')).toBe(
      'officier de garde, qui a approuvé le scénario',
    );
  });

  test('every state, step, priority, source and severity, in words of its own and not those of the API', () => {
    for (const each of [
      'alertState',
      'action',
      'severity',
      'priority',
      'kind',
      'wave',
      'messageState',
    ] as const)
      for (const [code, word] of Object.entries(french[each])) expect(word, `${each} ${code}`).not.toBe(code);
    expect(Object.keys(french.source)).toEqual([...alertSources]);
  });

  test('texts that people wrote, which it quotes as they are', () => {
    const format = formatFor('fr', 'Europe/Paris', 0);
    expect(format.said('le pont est coupé: attention')).toBe('«\u202fle pont est coupé: attention\u202f»');
    expect(format.said('has opted out')).toBe('s’est désinscrit');
  });

  test('numbers, money, shares and punctuation with narrow spaces that do not break', () => {
    const format = formatFor('fr', 'Europe/Paris', Date.UTC(2026, 10, 26));
    expect(format.number(1234567)).toBe('1\u202f234\u202f567');
    expect(format.money(1234.5, 'EUR')).toBe('1\u202f234,50\u202f€');
    expect(format.share(1, 3)).toBe('33,3\u202f%');
    expect(format.set('Attention : quoi ? oui ! ; « ainsi »')).toBe(
      'Attention\u202f: quoi\u202f? oui\u202f!\u202f; «\u202fainsi\u202f»',
    );
    expect(format.zone).toBe('Europe/Paris (UTC+01:00)');
    expect(format.time(Date.UTC(2026, 10, 26, 3, 4, 5))).toBe('26/11/2026 04:04:05');
    expect(format.time(Date.UTC(2026, 6, 1, 3, 4, 5))).toBe('01/07/2026 05:04:05 (+02:00)');
  });

  test.each([
    ['OK by SMS', 'OK par SMS'],
    ['OK by SMS, but the recipients have changed', 'OK par SMS, mais les destinataires ont changé'],
    ['NO by SMS', 'NON par SMS'],
    ['(no reason, by SMS)', '(sans raison, par SMS)'],
    ['nobody could be paged', 'personne n’a pu être appelé'],
    ['paged: Anna, Bruno', 'appelés : Anna, Bruno'],
  ])('what the log says of an approval by SMS: %s', (said, french) => {
    expect(toFrench(said)).toBe(french);
  });

  test.each(FILES)('each reason and detail that is written in %s', (path) => {
    const sentences = filesOf(path).flatMap((file) => sentencesIn(readFileSync(file, 'utf8')));
    const shown = sentences.filter((text) => !NOT_SHOWN.has(text)).map((text) => SAMPLES[text] ?? text);
    expect(untranslated(shown)).toEqual([]);
  });
});

/** Where a part of a sentence is one of a few words, not a number or another reason. */
const SAMPLES: Readonly<Record<string, string>> = {
  'its validity ended before it could be sent again; 3':
    'its validity ended before it could be sent again; an earlier attempt was accepted',
  'its route has not taken 3 3, and was given the others':
    'its route has not taken parts 2, 3, and was given the others',
  '3: 3 messages wait with the full text, and all would be out 3; with the short text 3':
    'only slow routes are left: 90 messages wait with the full text, and all would be out in 540 s; with the short text never',
  'the alert was 3: make another alert': 'the alert was ended: make another alert',
  '3, when it was 3 already': 'delivered, when it was failed already',
  '3, on 3: if it stays so, try ims, smsDomain or networkMode':
    'congestion, on 4G: if it stays so, try ims, smsDomain or networkMode',
  "doesn't say 3": "doesn't say where it is ({place})",
  'no route is called "3"3': 'no route is called "modem-1"',
  'there is no text: these people get 3': 'there is no text: these people get fr',
  'a 3 by the CAP message 3 waits: 3':
    'a cancel by the CAP message fr-2026-11 waits: an operator has to apply it',
};

/** Sentences of those files that stand in no reason and no detail as they are. */
const NOT_SHOWN: ReadonlySet<string> = new Set([
  // Of errors that are thrown, and of the log of the gateway.
  'the gateway is stopping and accepts no messages',
  'the messages of an alert cannot be made; tried again',
  'alerts cannot be looked after; tried again',
  'the clock of approvals cannot go on; trying again',
  'it cannot be decided who gets the short text; tried again',
  // Parts of longer sentences, which are tested as a whole.
  'late answer: ',
  'a draft',
  'waiting for its approval',
  'returned to its author',
  'going out',
  'update or resend',
  'reject the waiting text',
  'next step of the escalation',
  'offer its end',
  'the fallback in 3',
  'name, attributes.…, until, 3, or what \\`placeholders\\` declares',
  'who speaks ({source}); the name of the sender may be enough',
  'what happens ({hazard})',
  'where it is ({place})',
  'what to do ({action}): without that a warning only frightens',
  'from when, or until when ({time})',
  '3 unconfirmed',
  '3 in doubt',
  '30 days',
  '3 min',
  'left out',
  // Evidence, not a reason.
  'not handed to the modem',
  '3 characters',
  'no reply to Send',
  // Names of actors, which the words of the report have by their id.
  'the gateway',
  'trigger 3',
  '3, who approved the scenario',
  // The state of a modem, not of a message.
  '3: the configuration refuses roaming',
]);
