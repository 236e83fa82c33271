import type { Report } from '../../../src/alerts/report/report-service.ts';
import { summaryOf } from '../../../src/alerts/report/summary.ts';
import { waveTexts } from '../../../src/alerts/report/wave-texts.ts';
import type { Alert, Wave } from '../../../src/domain/alerts/alert.ts';
import type { AlertAction } from '../../../src/domain/alerts/alert-log.ts';
import type { MessageCount, PeopleCount } from '../../../src/domain/alerts/alert-report.ts';
import type { State } from '../../../src/domain/messages/state.ts';
import { costOfParts } from '../../../src/domain/routes/prices.ts';
import { numberOf } from '../store/messages.ts';
import { approver, author, draftOf } from './alerts.ts';

/** 03:12:07 in Paris, in the night in which the clocks go back. */
const LAUNCHED = Date.UTC(2026, 9, 25, 0, 12, 7);
const MINUTE = 60_000;

const content = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: 'PREFECTURE : rupture de la digue à {place}. Gagnez les étages ou les hauteurs maintenant. N’allez pas chercher vos enfants à l’école. Répondez 1 si vous êtes en sécurité, 2 si vous avez besoin d’aide.',
      short: 'Digue rompue à {place}. Gagnez les hauteurs. 2 = aide.',
    },
    {
      language: 'en',
      text: 'PREFECTURE: the dyke at {place} broke. Go upstairs or uphill now. Reply 1 safe, 2 help.',
    },
  ],
  placeholders: {},
};
const values = { place: 'Saint-Rémy' };

const wave = (number: number, kind: Wave['kind'], startedAt: number): Wave => ({
  alert: 1042,
  wave: number,
  kind,
  target: number === 1 ? 'audience' : 'reached',
  step: undefined,
  content,
  values,
  startedAt,
  validUntil: startedAt + 60 * MINUTE,
  mark: 0,
  cursor: '',
  state: { kind: 'stored' },
  expected: 12_431,
  recipients: 12_431,
  short: false,
});

const alert: Alert = {
  id: 1042,
  version: 9,
  state: 'completed',
  draft: draftOf({
    title: 'Rupture de digue : évacuation du quartier des Îles',
    kind: 'exercise',
    severity: 'extreme',
    content,
    values,
    from: 'PREFECTURE',
    question: {
      answers: [
        { word: '1', meaning: 'safe' },
        { word: '2', meaning: 'help' },
        { word: '3', meaning: 'hors de la commune' },
      ],
      openForMs: 24 * 60 * MINUTE,
    },
  }),
  created: { id: author.id, name: 'Officier de garde', at: LAUNCHED - 11 * MINUTE },
  authors: [],
  submitted: { id: author.id, name: 'Officier de garde', at: LAUNCHED - 6 * MINUTE },
  approved: {
    id: approver.id,
    name: 'Chef de cabinet',
    at: LAUNCHED - MINUTE,
    hash: 'a.b',
    people: undefined,
  },
  launched: { id: author.id, name: 'Officier de garde', at: LAUNCHED, hash: 'a.b', key: undefined },
  updatedAt: LAUNCHED + 52 * MINUTE,
  finishedAt: LAUNCHED + 52 * MINUTE,
  questionUntil: undefined,
  proposedUpdate: undefined,
  endsAt: undefined,
  endOffer: undefined,
};

const people: readonly PeopleCount[] = [
  ...Array.from({ length: 60 }, (_, index): PeopleCount => {
    const at = LAUNCHED + 4000 + index * index * 700;
    return {
      language: index % 5 === 0 ? 'en' : 'fr',
      outcome: 'reached',
      slot: Math.floor(at / 100),
      firstAt: at,
      lastAt: at,
      people: 190 - index,
    };
  }),
  { language: 'fr', outcome: 'sent', slot: undefined, people: 1201 },
  { language: 'fr', outcome: 'uncertain', slot: undefined, people: 3 },
  { language: 'fr', outcome: 'undelivered', slot: undefined, people: 412 },
  { language: 'en', outcome: 'failed', slot: undefined, people: 57 },
  { language: undefined, outcome: 'suppressed', slot: undefined, people: 88 },
];

const count = (of: number, route: string, state: State, messages: number): MessageCount => ({
  wave: of,
  route,
  state,
  messages,
  parts: messages * 2,
  possibleDuplicates: state === 'uncertain' ? messages : 0,
  firstSubmitAt: LAUNCHED + 900,
  receiptMs: messages * 5300,
  lastAt: LAUNCHED + 50 * MINUTE,
});

const line = (minutes: number, actorName: string, action: AlertAction, detail?: string) => ({
  at: LAUNCHED + minutes * MINUTE,
  actor: actorName === 'the gateway' ? 'tocsin' : 'token-author',
  actorName,
  action,
  detail,
});

const reasons: readonly (readonly [State, string | undefined, number])[] = [
  ['sent', undefined, 1201],
  ['undelivered', 'not delivered before its validity ended (EXPIRED, err 27)', 380],
  ['suppressed', 'has opted out', 88],
  ['failed', 'the carrier says that the number is wrong', 57],
  ['undelivered', 'rejected by the network or the phone (REJECTD, network error 3/12)', 32],
  ['uncertain', 'the carrier did not answer in time', 3],
];

/** The report of an exercise with all that a report can have. */
export const reportExample = (): Report => {
  const summary = summaryOf({
    countedAt: LAUNCHED + 60 * MINUTE,
    people,
    messages: [
      count(1, 'opérateur-a', 'delivered', 7200),
      count(1, 'opérateur-b', 'delivered', 2430),
      count(1, 'opérateur-a', 'undelivered', 412),
      count(1, 'opérateur-a', 'sent', 1201),
      count(1, 'opérateur-a', 'uncertain', 3),
      count(1, 'modem-préfecture-1', 'failed', 57),
      count(2, 'opérateur-a', 'delivered', 9000),
      count(2, 'modem-préfecture-1', 'delivered', 140),
    ],
    reasons: [],
    groups: [],
  });
  const waves = [wave(1, 'first', LAUNCHED), wave(2, 'update', LAUNCHED + 31 * MINUTE)];
  return {
    alert,
    waves,
    cases: { open: 3, taken: 12, closed: 29, byOutcome: { helped: 27, falseAlarm: 2 } },
    launchedAt: LAUNCHED,
    log: [
      line(-11, 'Officier de garde', 'create'),
      line(-6, 'Officier de garde', 'submit'),
      line(-1, 'Chef de cabinet', 'approve', 'Q2uXvY1zP0d8mN4kfWq7cR5tBs3hJg6LxAeIoUyTnVw'),
      line(0, 'Officier de garde', 'launch'),
      line(31, 'Chef de cabinet', 'breakGlassUpdate', 'le pont nord est fermé depuis 3 h 40'),
      line(44, 'Officier de garde', 'resend', 'silent'),
      line(52, 'the gateway', 'complete', '9630 of 11303 people reached, 1201 unconfirmed, 3 in doubt'),
    ],
    summary,
    reasons: reasons.map(([state, reason, some]) => ({ state, reason, people: some })),
    groups: [
      { group: 'list 7', name: 'Registre communal d’alerte de Saint-Rémy', people: 8100, reached: 7002 },
      { group: 'area 2', name: 'Quartier des Îles et bords du fleuve', people: 4331, reached: 2628 },
    ],
    answers: { people: 9630, byMeaning: { safe: 6120, help: 14, 'hors de la commune': 802 }, silent: 2694 },
    help: {
      people: 14,
      items: [
        {
          number: numberOf(41),
          name: 'Un nom composé assez long',
          text: '2 nous sommes trois sur le toit, rue des Îles, dont une personne en fauteuil',
          at: LAUNCHED + 9 * MINUTE,
        },
        { number: numberOf(77), name: undefined, text: '2', at: LAUNCHED + 12 * MINUTE },
      ],
    },
    texts: waveTexts(alert, waves, 'Europe/Paris'),
    cost: costOfParts(
      { currency: 'EUR', perPart: { 'opérateur-a': 0.045, 'opérateur-b': 0.052 }, otherwise: undefined },
      summary.byRoute,
    ),
    changedAt: LAUNCHED + 52 * MINUTE,
    purged: false,
    notReached: Array.from({ length: 60 }, (_, index) => ({
      number: numberOf(200 + index),
      name: index % 3 === 0 ? undefined : `Personne fictive ${index}`,
      language: 'fr',
      wave: 1,
      state: reasons[index % reasons.length]?.[0] ?? 'sent',
      reason: reasons[index % reasons.length]?.[1],
      route: 'opérateur-a',
      sentAt: LAUNCHED + MINUTE,
      finalAt: undefined,
    })),
    moreNotReached: true,
    notShown: 1701,
  };
};
