import { fallbackOf, givenValue, isFilledIn, whyNotFit } from '../../../domain/templates/fill.ts';
import { isPersonal, namesIn } from '../../../domain/templates/pieces.ts';
import type { Finding } from '../../../domain/templates/template.ts';
import { found, type Subject, type Text } from './subject.ts';

/** Placeholders that a text may use without declaring them. */
const USUAL = new Set(['source', 'hazard', 'place', 'action', 'time', 'phone', 'link']);

/** Findings on declared placeholders, their fallbacks, and the values that were given. */
export const valueFindings = ({ content, values = {}, texts }: Subject): readonly Finding[] => {
  const used = new Set(texts.flatMap(({ worst }) => namesIn(worst?.pieces ?? [])));
  const findings: Finding[] = [];
  for (const [name, { fallback, fallbacks = {} }] of Object.entries(content.placeholders)) {
    if (!used.has(name)) {
      findings.push(
        found('warning', 'unusedPlaceholder', undefined, `no text has {${name}}, which is declared`),
      );
    }
    for (const [language, text] of [['', fallback] as const, ...Object.entries(fallbacks)]) {
      const why = text === undefined ? undefined : whyNotFit(text);
      if (why === undefined) continue;
      const which = language === '' ? 'the fallback' : `the fallback in ${language}`;
      findings.push(found('error', 'badFallback', undefined, `${which} of {${name}} ${why}`));
    }
  }
  for (const [key, value] of Object.entries(values)) {
    const why = whyNotFit(value);
    if (why !== undefined) findings.push(found('error', 'badValue', undefined, `the value of ${key} ${why}`));
    const dot = key.indexOf('.');
    const name = dot < 0 ? key : key.slice(0, dot);
    if (isFilledIn(content, name)) {
      const message = `{${name}} is the time until which the alert holds: the gateway gives it`;
      findings.push(found('error', 'badValue', undefined, message));
    } else if (!used.has(name)) {
      findings.push(
        found('warning', 'unusedValue', undefined, `no text has {${name}}, for which a value is given`),
      );
    }
  }
  return findings;
};

/** Errors for placeholders of a text that are unknown, or for which there would be neither value nor fallback. */
export const placeholderFindings = (
  { content, values }: Subject,
  { label, variant, worst }: Text,
): Finding[] =>
  namesIn(worst?.pieces ?? []).flatMap((name) => {
    const fallback = fallbackOf(content, name, variant.language);
    if (isPersonal(name)) {
      if (fallback !== undefined) return [];
      const message = `{${name}} needs a fallback, for those of whom it is not known`;
      return [found('error', 'missingFallback', label, message)];
    }
    if (isFilledIn(content, name)) return [];
    if (!USUAL.has(name) && !Object.hasOwn(content.placeholders, name)) {
      const known = `name, attributes.…, until, ${[...USUAL].join(', ')}, or what \`placeholders\` declares`;
      return [found('error', 'unknownPlaceholder', label, `{${name}} is not known: there are ${known}`)];
    }
    if (values === undefined || fallback !== undefined) return [];
    if (givenValue(values, name, variant.language) !== undefined) return [];
    return [found('error', 'missingValue', label, `{${name}} has no value`)];
  });
