import { isPersonal, namesIn } from '../../../domain/templates/pieces.ts';
import type { Finding } from '../../../domain/templates/template.ts';
import { analyse } from '../../../domain/text/analyse.ts';
import { found, type Subject, type Text } from './subject.ts';

const MOST_PARTS = 255;
/**
 * The largest number of parts without a warning: few people read a longer text, and a modem needs time for each part.
 */
const MOST_GOOD_PARTS = 3;

/** A letter that many names have and GSM-7 lacks. */
const FOREIGN = 'ç';

/** Findings on the parts that a text takes at its longest, and on its encoding. */
export const sizeFindings = ({ values }: Subject, { isShort, label, worst }: Text): readonly Finding[] => {
  if (worst === undefined) return [];
  const { parts, encoding, forcesUcs2 } = worst.analysis;
  if (parts > MOST_PARTS) {
    return [
      found('error', 'tooLong', label, `takes up to ${parts} parts; a message has at most ${MOST_PARTS}`),
    ];
  }
  const findings: Finding[] = [];
  if (isShort && parts > 1) {
    // One long value must not stop an alert: with values this is a warning. Without values, the text is too long for
    // the lengths that its own placeholders allow, which is a mistake of its author.
    const level = values === undefined ? 'error' : 'warning';
    const message = `takes up to ${parts} parts in ${encoding}, the word before an exercise included; a short variant takes one`;
    findings.push(found(level, 'shortNotOnePart', label, message));
  }
  if (!isShort && parts > MOST_GOOD_PARTS) {
    findings.push(
      found('warning', 'manyParts', label, `takes up to ${parts} parts: who is in a hurry reads one`),
    );
  }
  if (encoding === 'ucs2') {
    const characters = forcesUcs2.map(({ character }) => character).join(' ');
    const message = `has characters that make a part hold 70 instead of 160: ${characters}`;
    return [...findings, found('warning', 'ucs2', label, message)];
  }
  const personal = namesIn(worst.pieces).filter(isPersonal);
  if (isShort || personal.length === 0) return findings;
  const then = analyse(worst.text + FOREIGN).parts;
  if (then === parts) return findings;
  const names = personal.map((name) => `{${name}}`).join(', ');
  const message = `takes ${then} parts instead of ${parts} for those whose ${names} has a letter such as ${FOREIGN}`;
  return [...findings, found('warning', 'personalUcs2', label, message)];
};
