import { thingOf } from '../../../../domain/alerts/preview-hash.ts';
import type { Preview } from '../../../api/alerts/drafts.ts';
import { type Form, textOf } from './form.ts';

/** What differs, as it was and as it is. */
export interface Change {
  /** A field of the form, or of what would go out. */
  readonly what:
    | 'people'
    | 'suppressed'
    | 'parts'
    | 'text'
    | 'blockers'
    | 'meaning'
    | 'title'
    | 'kind'
    | 'severity'
    | 'audience'
    | 'values'
    | 'validFor'
    | 'question'
    | 'rest';
  /** Of a text: its language. */
  readonly language?: string;
  readonly before: string;
  readonly now: string;
}

type Seen = Pick<Preview, 'hash' | 'people' | 'suppressed' | 'parts' | 'variants' | 'blockers'>;

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

/** What would go out otherwise than it was seen; empty: nothing. */
export const changesOf = (seen: Seen, now: Seen): readonly Change[] => {
  if (seen.hash === now.hash) return [];
  const changes: Change[] = [];
  const add = (what: Change['what'], before: string | number, after: string | number, language?: string) => {
    if (before === after) return;
    const change = { what, before: String(before), now: String(after) };
    changes.push(language === undefined ? change : { ...change, language });
  };
  add('people', seen.people, now.people);
  add('suppressed', sum(seen.suppressed), sum(now.suppressed));
  add('parts', seen.parts, now.parts);
  // The texts in a preview say the time: the clock alone makes them differ, and is no change.
  const isSameThing = thingOf(seen.hash) === thingOf(now.hash);
  for (const { language, typical } of isSameThing ? [] : now.variants) {
    const before = seen.variants.find((one) => one.language === language);
    add('text', before?.typical.text ?? '', typical.text, language);
  }
  for (const { language, typical } of isSameThing ? [] : seen.variants)
    if (!now.variants.some((one) => one.language === language)) add('text', typical.text, '', language);
  const blocked = ({ blockers }: Seen): string => blockers.map(({ message }) => message).join('; ');
  add('blockers', blocked(seen), blocked(now));
  // The digest covers what lists, segments and areas mean, which no figure shows.
  return changes.length > 0 ? changes : [{ what: 'meaning', before: '', now: '' }];
};

const NOBODY: Form['audience'] = { include: [] };

const answersOf = ({ question }: Form): string =>
  question?.answers.map(({ word, meaning }) => `${word} = ${meaning}`).join(', ') ?? '';

const valuesOf = ({ values = {} }: Form): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');

/** The audience in few words; who is in it is a matter of its count. */
const audienceOf = ({ audience: { include, within = [], exclude = [] } }: Form): string => {
  const words = (terms: typeof include): string =>
    terms
      .map((term) =>
        Object.entries(term)
          .map(([kind, value]) =>
            typeof value === 'number' ? `${kind} ${value}` : `${kind} ${JSON.stringify(value)}`,
          )
          .join(' '),
      )
      .join(', ');
  return [
    words(include),
    ...within.map((term) => `∩ ${words([term])}`),
    ...exclude.map((term) => `− ${words([term])}`),
  ].join(' ');
};

/** All that has no line of its own, such as the time, the sender, short texts and the texts for later. */
const restOf = ({ question, content, ...form }: Form): string => {
  const named = {
    title: '',
    kind: 'live',
    severity: 'unknown',
    values: {},
    audience: NOBODY,
    validFor: '',
  } as const;
  const { openFor, resend } = question ?? {};
  const shorts = content.variants.flatMap(({ language, short }) => (short ? [[language, short]] : []));
  return textOf({
    ...form,
    ...named,
    content: { ...content, variants: [] },
    shorts,
    openFor,
    resend,
  } as Parameters<typeof textOf>[0]);
};

/** What differs between two versions of a draft. */
export const differencesOf = (before: Form, now: Form): readonly Change[] => {
  const changes: Change[] = [];
  const add = (what: Change['what'], one: string, other: string, language?: string) => {
    if (one === other) return;
    const change = { what, before: one, now: other };
    changes.push(language === undefined ? change : { ...change, language });
  };
  add('title', before.title, now.title);
  add('kind', before.kind, now.kind);
  add('severity', before.severity ?? '', now.severity ?? '');
  const languages = new Set([...before.content.variants, ...now.content.variants].map((one) => one.language));
  for (const language of languages) {
    const textIn = ({ content }: Form): string =>
      content.variants.find((one) => one.language === language)?.text ?? '';
    add('text', textIn(before), textIn(now), language);
  }
  add('values', valuesOf(before), valuesOf(now));
  add('audience', audienceOf(before), audienceOf(now));
  add('validFor', before.validFor ?? '', now.validFor ?? '');
  add('question', answersOf(before), answersOf(now));
  return restOf(before) === restOf(now) ? changes : [...changes, { what: 'rest', before: '', now: '' }];
};

/** The texts of a preview, by language. */
export const textsOf = ({ variants }: Pick<Preview, 'variants'>): Record<string, string> =>
  Object.fromEntries(variants.map(({ language, typical }) => [language, typical.text]));
