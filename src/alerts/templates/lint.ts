import { type Finding, hasControl } from '../../domain/templates/template.ts';
import type { Lint } from '../../domain/templates/template-service.ts';
import { invisibleIn } from '../../domain/text/invisible.ts';
import { deniesExercise } from './exercise.ts';
import { placeholderFindings, valueFindings } from './lint/placeholders.ts';
import { sizeFindings } from './lint/size.ts';
import { slotFindings } from './lint/slots.ts';
import { styleFindings } from './lint/style.ts';
import { found, type Subject, subjectOf, type Text } from './lint/subject.ts';
import { languageFindings, translationFindings } from './lint/translation.ts';

/** The largest length of a text, in UTF-16 units. A longer text fits into no message, and no other rule is applied. */
const MOST_UNITS = 40_000;

/** All errors and warnings of a content, errors first. The time that it takes grows linearly with the length. */
export const lint: Lint = (content, { values, languages = [] } = {}) => {
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
    ...languageFindings(content),
    ...valueFindings(subject),
    ...subject.texts.flatMap((text) => textFindings(subject, text)),
    ...translationFindings(subject, languages),
  ];
  return findings.sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
};

const textFindings = (subject: Subject, text: Text): readonly Finding[] => {
  const { label, parsed, raw, worst } = text;
  if (raw.trim() === '') return [found('error', 'emptyText', label, 'is empty')];
  if (!isSendable(raw)) {
    return [found('error', 'unsendableText', label, 'holds a control character or half a surrogate pair')];
  }
  const invisible = invisibleIn(raw);
  if (invisible !== undefined) {
    const message = `holds ${invisible.character} at index ${invisible.index}`;
    return [found('error', 'unsendableText', label, message)];
  }
  if (parsed.kind === 'wrong') return [found('error', 'badBraces', label, parsed.message)];
  const findings = placeholderFindings(subject, text);
  if (deniesExercise(worst?.text ?? '')) {
    const message =
      'says that it is no exercise: never write that, or the day you forget it nobody believes the alert';
    findings.push(found('error', 'deniesExercise', label, message));
  }
  return [...findings, ...sizeFindings(subject, text), ...slotFindings(text), ...styleFindings(text)];
};

const LINE_ENDS = /[\t\n\r]/g;

/** Whether a phone can get the text: no control characters but line ends and tabs, no half surrogate pair. */
const isSendable = (text: string): boolean =>
  text.isWellFormed() && !hasControl(text.replaceAll(LINE_ENDS, ''));
