import type { AlertAnswerRepository, PersonAnswer } from '../../domain/alerts/alert-answers.ts';
import type { CaseCodeRepository } from '../../domain/inbound/case-codes.ts';
import type { PageRepository } from '../../domain/inbound/duty-pages.ts';
import type { EnrolmentRepository } from '../../domain/inbound/enrolment.ts';
import type { CaseRepository } from '../../domain/inbound/help-case.ts';
import type { InboundRepository } from '../../domain/inbound/inbound-repository.ts';
import type { KeywordRepositories } from '../../domain/inbound/keyword.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { HeldOptOutRepository } from '../../domain/people/held-opt-out.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import {
  type AnswerPlace,
  answeredOf,
  countAnswers,
  countedAnswers,
  namesOf,
} from '../queries/alerts/alert-answers.ts';
import { endOfPeople } from '../queries/alerts/end-of-people.ts';
import { countSurvey } from '../queries/alerts/survey.ts';
import { codesOf, hashesTo, isCaseCodeOpen, pageOutcomes } from '../queries/inbound/case-pages.ts';
import { caseFigures, casesOfAlert, duePages, getCase, listCases } from '../queries/inbound/cases.ts';
import { enrolmentRepository } from '../queries/inbound/enrolment.ts';
import {
  listUnhandled,
  openQuestions,
  phoneContext,
  readKeywordReplies,
} from '../queries/inbound/inbound.ts';
import { isAlertOut, listHeldOptOuts } from '../queries/people/held-opt-outs.ts';
import type { SilentSlice } from '../rules/alerts/silent-people.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';
import type { NamedRepositories } from './named-repositories.ts';

interface Channels {
  readonly db: Queries;
  readonly writer: Channel;
  readonly reader: Channel;
  readonly named: NamedRepositories;
}

/** The repositories of messages from phones, of answers to alerts and of keywords. */
export const inboundRepositories = ({
  db,
  writer,
  reader,
  named,
}: Channels): InboundRepository &
  AlertAnswerRepository &
  KeywordRepositories &
  CaseRepository &
  PageRepository &
  CaseCodeRepository &
  EnrolmentRepository &
  HeldOptOutRepository => ({
  isAlertOut: () => isAlertOut(db),
  heldOptOuts: (filter, page) => listHeldOptOuts(db, filter, page),
  settleHeld: (decision, choice, by, nowMs) => writer.call('settleHeld', decision, choice, by, nowMs),

  unhandled: (limit) => listUnhandled(db, limit),
  phoneContext: (number, atMs) => phoneContext(db, number, atMs),
  handleInbound: (handled, limits, nowMs) => writer.call('handleInbound', handled, limits, nowMs),
  ...enrolmentRepository(db),
  keywordReplies: () => readKeywordReplies(db),
  openQuestions: (nowMs) => openQuestions(db, nowMs),

  cases: (filter, page) => listCases(db, filter, page),
  getCase: (id) => getCase(db, id),
  stepCase: (asked) => writer.call('stepCase', asked),
  openCase: (asked) => writer.call('openCase', asked),
  caseFigures: () => caseFigures(db),
  casesOfAlert: (alert) => casesOfAlert(db, alert),
  duePages: (nowMs, limits) => duePages(db, nowMs, limits),
  storeAskedPage: (asked) => writer.call('storeAskedPage', asked),
  storePages: (pages) => writer.call('storePages', pages),
  pageOutcomes: () => pageOutcomes(db),
  settlePages: (outcomes, nowMs) => writer.call('settlePages', outcomes, nowMs),
  markUnpaged: (nowMs) => writer.call('markUnpaged', nowMs),
  retryUnpaged: (nowMs) => writer.call('retryUnpaged', nowMs),
  codesOf: (id, phone, nowMs) => codesOf(db, id, phone, nowMs),
  hashesTo: (phone) => hashesTo(db, phone),
  isCaseCodeOpen: (phone, nowMs) => isCaseCodeOpen(db, phone, nowMs),
  stepByCode: (asked) => writer.call('stepByCode', asked),
  countWrongCaseCode: (wrong) => writer.call('countWrongCaseCode', wrong),

  keywords: named('keyword'),

  answeredWith: async (alert, meaning) => (await countAnswers(db, alert))[meaning] ?? 0,
  answered: (alert, numbers) => answeredOf(db, alert, numbers),
  hasSilent: async (alert) => {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const slice: SilentSlice = await reader.call('silentPeople', alert, after);
      if (slice.silent.length > 0) return true;
      after = slice.next;
    }
    return false;
  },
  endOfAnswers: (alert, after, limit) => endOfPeople(db, 'alert_answers', { alert, after, limit }),
  countSurvey: (alert, after, until, slots) => countSurvey(db, alert, after, until, slots),
  answersByMeaning: (alert) => countAnswers(db, alert),
  answerCounts: async (alert) => {
    let people = 0;
    let silent = 0;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const slice: SilentSlice = await reader.call('silentPeople', alert, after);
      people += slice.people;
      silent += slice.silent.length;
      after = slice.next;
    }
    return { people, silent, byMeaning: await countAnswers(db, alert) };
  },
  listAnswers: (alert, meaning, page) => listAnswers(db, reader, alert, meaning, page),
});

// The list shows the answers first, then the silent people. A cursor says in which of these two parts the next page
// begins, and after which place in it.
const SILENT = 's';
const FIRST: AnswerPlace = { rank: -1, number: '' };

const listAnswers = async (
  db: Queries,
  reader: Channel,
  alert: number,
  meaning: string | undefined,
  { limit, cursor }: Page,
): Promise<Paged<PersonAnswer>> => {
  const items: PersonAnswer[] = [];
  const [part, digits = ''] = cursor?.split('-') ?? [];
  // A number in a cursor has no plus sign, which a URL would turn into a space.
  const number = digits === '' ? '' : `+${digits}`;
  if (part !== SILENT && meaning !== 'silent') {
    const after = part === undefined ? FIRST : { rank: Number(part), number };
    const found = await countedAnswers(db, alert, meaning, after, limit + 1);
    const last = found.length > limit ? found[limit - 1] : undefined;
    items.push(...found.slice(0, limit).map(({ rank: _, ...item }) => item));
    if (last !== undefined) return { items, next: cursorOf(String(last.rank), last.number) };
  }
  if (meaning !== undefined && meaning !== 'silent') return { items, next: undefined };
  const wanted = limit - items.length;
  const silent = await silentBehind(reader, alert, part === SILENT ? number : '', wanted + 1);
  const shown = silent.slice(0, wanted);
  const names = await namesOf(db, shown);
  for (const one of shown) items.push(silence(one as Msisdn, names.get(one)));
  const more = silent.length > wanted;
  return { items, next: more ? cursorOf(SILENT, shown.at(-1) ?? '') : undefined };
};

const cursorOf = (part: string, number: string): string => `${part}-${number.slice(1)}`;

const silentBehind = async (
  reader: Channel,
  alert: number,
  number: string,
  wanted: number,
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let after: string | undefined = number; after !== undefined && found.length < wanted; ) {
    const slice: SilentSlice = await reader.call('silentPeople', alert, after);
    found.push(...slice.silent);
    after = slice.next;
  }
  return found.slice(0, wanted);
};

const silence = (number: Msisdn, name: string | undefined): PersonAnswer => ({
  number,
  name,
  meaning: 'silent',
  text: undefined,
  at: undefined,
  inboxId: undefined,
  case: undefined,
});
