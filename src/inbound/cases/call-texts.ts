import type { DueCase, DuePages } from '../../domain/inbound/duty-pages.ts';
import type { HelpCase } from '../../domain/inbound/help-case.ts';
import { analyse } from '../../domain/text/analyse.ts';
import { quote } from '../../domain/text/quote.ts';
import type { ReplyTexts } from '../reply-texts.ts';

const QUOTED = 80;
const NAME = 40;
/**
 * The title of the alert, then the name are cut before the text of the person: the first lengths for which one part is
 * enough.
 */
const LENGTHS = [
  { title: 40, name: NAME },
  { title: 20, name: NAME },
  { title: 12, name: NAME },
  { title: 12, name: 20 },
  { title: 0, name: 20 },
] as const;

/** How long a case waits, as the duty reads it: 5 min, 2 h 05. */
const ageOf = (since: number, nowMs: number): string => {
  const minutes = Math.max(0, Math.floor((nowMs - since) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
};

/**
 * What a phone of the duty list is told of one case: the first time, again, or of a further cry while somebody has it.
 */
export const callText = (texts: ReplyTexts, one: DueCase, code: string, nowMs: number): string => {
  const { id, name, number, text, title, holder, pages, safeAt, waitingSince } = one;
  const whoIn = (most: number): string =>
    [name === undefined ? undefined : quote(name, most), number]
      .filter((part) => part !== undefined)
      .join(', ') || '?';
  const kind = holder !== undefined ? 'callTaken' : pages > 0 ? 'callAgain' : 'call';
  const safe = safeAt === undefined ? '' : texts('saysSafe', []);
  const made = LENGTHS.map((most) =>
    texts(kind, [], {
      who: whoIn(most.name),
      about: title === undefined || most.title === 0 ? '' : ` (${quote(title, most.title)})`,
      text: safe + quote(text, QUOTED),
      case: String(id),
      code,
      age: ageOf(waitingSince, nowMs),
      holder: quote(holder?.name ?? '', NAME),
    }),
  );
  return made.find((one) => analyse(one).parts === 1) ?? made[2] ?? '';
};

interface Answerable {
  /** The word that the phone asked with, which it answers with too. */
  readonly verb: string;
  readonly code: string;
  readonly language: string;
}

/** The page of a case that a phone asked for. */
export const askedText = (
  texts: ReplyTexts,
  { id, name, number, text }: HelpCase,
  { verb, code, language }: Answerable,
): string => {
  const made = LENGTHS.map((most) => {
    const who = [name === undefined ? undefined : quote(name, most.name), number].filter(
      (part) => part !== undefined,
    );
    const said = { who: who.join(', ') || '?', text: quote(text, QUOTED), case: String(id), verb, code };
    return texts('callAsked', [language], said);
  });
  return made.find((one) => analyse(one).parts === 1) ?? made[0] ?? '';
};

/**
 * What the duty list is told of all due cases together: as many of their numbers as fit one part, since an officer
 * needs one to take the case.
 */
export const togetherText = (texts: ReplyTexts, due: DuePages, nowMs: number): string => {
  const numbers = due.cases.map(({ id }) => String(id));
  const made = numbers.flatMap((_, index) => {
    const given = numbers.slice(0, numbers.length - index);
    const cases = casesText(texts, given, due.total - given.length);
    return TITLES.map((title) => textWith(texts, due, { cases, title, nowMs }));
  });
  return made.find((one) => analyse(one).parts === 1) ?? made[0] ?? '';
};

const TITLES = [NAME, 12] as const;

const casesText = (texts: ReplyTexts, given: readonly string[], more: number): string => {
  const listed = given.join(', ');
  if (more <= 0) return listed;
  return texts(more === 1 ? 'andOneCase' : 'andCases', [], { numbers: listed, more: String(more) });
};

interface Together {
  readonly cases: string;
  /** The longest title of an alert, in characters. */
  readonly title: number;
  readonly nowMs: number;
}

const textWith = (
  texts: ReplyTexts,
  { total, fresh, oldestSince, alert }: DuePages,
  { cases, title, nowMs }: Together,
): string => {
  const people = String(total);
  if (fresh < total) return texts('waitingCalls', [], { people, cases, age: ageOf(oldestSince, nowMs) });
  if (alert === undefined) return texts('moreCallsOfAny', [], { people, cases });
  return texts('moreCalls', [], { people, cases, title: quote(alert.title, title), alert: String(alert.id) });
};
