import type { Content, Finding, Values } from '../../domain/template.ts';
import { deniesExercise } from './exercise.ts';
import { fallbackOf, givenValue, whyNotFit } from './fill.ts';
import { isPersonal, namesIn } from './pieces.ts';
import { found, type Subject, subjectOf, type Text } from './subject.ts';

export interface LintOptions {
  /** What the operator gives. Left out: nothing is known of it yet, and each value is reckoned at its greatest length. */
  readonly values?: Values;
}

/** What is always there to be filled in, without being declared. */
const USUAL = new Set(['source', 'hazard', 'place', 'action', 'time', 'phone', 'link']);

const LANGUAGE = /^[a-z]{2,3}$/;
const MOST_PARTS = 255;

/** Longer than any message: nothing more is looked for in it. */
const MOST_UNITS = 40_000;

/** All that is wrong with a content, and what could be better: errors first. In time that grows with its length. */
export const lint = (content: Content, { values }: LintOptions = {}): readonly Finding[] => {
  const huge = content.variants.filter(
    ({ text, short = '' }) => Math.max(text.length, short.length) > MOST_UNITS,
  );
  if (huge.length > 0) {
    return huge.map(({ language }) =>
      found('error', 'tooLong', language, `is longer than ${MOST_UNITS} characters: no message can hold it`),
    );
  }
  const subject = subjectOf(content, values);
  const findings = [
    ...languages(content),
    ...placeholders(subject),
    ...subject.texts.flatMap((text) => ofText(subject, text)),
  ];
  return findings.sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
};

const languages = ({ variants, defaultLanguage }: Content): readonly Finding[] => {
  if (variants.length === 0)
    return [found('error', 'noVariant', undefined, 'there is no text in any language')];
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { language } of variants) {
    if (!LANGUAGE.test(language)) {
      findings.push(found('error', 'badLanguage', language, 'is no language, such as fr or en'));
    } else if (seen.has(language)) {
      findings.push(found('error', 'duplicateLanguage', language, 'is there twice'));
    }
    seen.add(language);
  }
  if (!seen.has(defaultLanguage)) {
    const message = `there is no text in the default language, ${defaultLanguage}`;
    findings.push(found('error', 'missingDefaultLanguage', undefined, message));
  }
  return findings;
};

const placeholders = ({ content, values, texts }: Subject): readonly Finding[] => {
  const used = new Set(texts.flatMap(({ worst }) => namesIn(worst?.pieces ?? [])));
  const findings: Finding[] = [];
  for (const [name, { fallback, fallbacks = {} }] of Object.entries(content.placeholders)) {
    for (const [where, text] of [['', fallback] as const, ...Object.entries(fallbacks)]) {
      const why = text === undefined ? undefined : whyNotFit(text);
      if (why === undefined) continue;
      const which = where === '' ? 'the fallback' : `the fallback in ${where}`;
      findings.push(found('error', 'badFallback', undefined, `${which} of {${name}} ${why}`));
    }
  }
  for (const [key, value] of Object.entries(values ?? {})) {
    const why = whyNotFit(value);
    if (why !== undefined) findings.push(found('error', 'badValue', undefined, `the value of ${key} ${why}`));
    const dot = key.indexOf('.');
    const name = dot < 0 ? key : key.slice(0, dot);
    if (!used.has(name)) {
      findings.push(
        found('warning', 'unusedValue', undefined, `no text has {${name}}, for which a value is given`),
      );
    }
  }
  return findings;
};

const ofText = (subject: Subject, text: Text): readonly Finding[] => {
  const { label, parsed, raw, worst } = text;
  if (raw.trim() === '') return [found('error', 'emptyText', label, 'is empty')];
  if (!isSendable(raw)) {
    return [found('error', 'unsendableText', label, 'holds a control character or half a surrogate pair')];
  }
  if (parsed.kind === 'wrong') return [found('error', 'badBraces', label, parsed.message)];
  const findings = namesIn(parsed.pieces).flatMap((name) => ofPlaceholder(subject, text, name));
  if (deniesExercise(worst?.text ?? '')) {
    const message =
      'says that it is no exercise: never write that, or the day you forget it nobody believes the alert';
    findings.push(found('error', 'deniesExercise', label, message));
  }
  return [...findings, ...parts(subject, text)];
};

const ofPlaceholder = ({ content, values }: Subject, { label, variant }: Text, name: string): Finding[] => {
  const fallback = fallbackOf(content, name, variant.language);
  if (isPersonal(name)) {
    if (fallback !== undefined) return [];
    const message = `{${name}} needs a fallback, for those of whom it is not known`;
    return [found('error', 'missingFallback', label, message)];
  }
  if (!USUAL.has(name) && !Object.hasOwn(content.placeholders, name)) {
    const known = `name, attributes.…, ${[...USUAL].join(', ')}, or what \`placeholders\` declares`;
    return [found('error', 'unknownPlaceholder', label, `{${name}} is not known: there are ${known}`)];
  }
  if (values === undefined || fallback !== undefined) return [];
  if (givenValue(values, name, variant.language) !== undefined) return [];
  return [found('error', 'missingValue', label, `{${name}} has no value`)];
};

const parts = ({ values }: Subject, { isShort, label, worst }: Text): readonly Finding[] => {
  if (worst === undefined) return [];
  const { parts: count, encoding } = worst.analysis;
  if (count > MOST_PARTS) {
    const message = `takes up to ${count} parts; a message has at most ${MOST_PARTS}`;
    return [found('error', 'tooLong', label, message)];
  }
  if (!isShort || count === 1) return [];
  // A long value is no reason not to warn anybody; a text that is too long whatever the value is a mistake.
  const level = values === undefined ? 'error' : 'warning';
  const message = `takes up to ${count} parts in ${encoding}, the word before an exercise included; a short variant takes one`;
  return [found(level, 'shortNotOnePart', label, message)];
};

/** Line ends and tabs are text; what else is below U+0020 no phone shows. */
const isSendable = (text: string): boolean => {
  if (!text.isWellFormed()) return false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x7f || (unit < 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09)) return false;
  }
  return true;
};
