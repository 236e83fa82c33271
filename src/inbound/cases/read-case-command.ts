import { CASE_CODE_DIGITS } from '../../domain/inbound/case-codes.ts';
import { withoutCodes } from '../../domain/text/without-codes.ts';
import { wordsOf } from '../words.ts';

/** A text that asks to take or to close a case. */
export interface AskedOfCase {
  readonly kind: 'take' | 'close';
  readonly id: number;
  /** The digits of the code; undefined: the text has none. */
  readonly code: string | undefined;
  readonly language: 'fr' | 'en';
  /** The text without its code. */
  readonly shownAs: string;
}

const TAKE = '(?:je (?:le |la )?)?(?:pris|prend|prends)|(?:i )?(?:ll )?(?:take|taken)';
const CLOSE = '(?:je )?(?:clos|cloture)|(?:i )?(?:close|closed)';
const CASE = '(?:le |the )?(?:cas |case )?(?:n |no |numero |number )?';
const CODE = '(?:(?:avec |with )?(?:le |the )?code )?';
const COMMAND = new RegExp(
  `^(?:(?<take>${TAKE})|(?:${CLOSE})) ${CASE}(?<id>[1-9][0-9]{0,8})` +
    `(?: ${CODE}(?<code>[0-9](?: ?[0-9]){0,9}))?(?: (?<rest>[^0-9].*))?$`,
);
const ENGLISH = /^(?:i )?(?:ll )?(?:take|taken|close|closed)\b/;
const COURTESY = /^(?:merci|svp|stp|please|thanks|thank you)$/;
/** Words behind a command that take it back: nothing is done on it. */
const TAKES_BACK =
  /\b(?:pas|non|not|no|don|jamais|never|annul\w*|cancel\w*|erreur|mistake|plus tard|later)\b/;

/**
 * Reads `PRIS 12 482137`, "pris 12-482 137", "je prends le cas 12, code 482137". Words may follow only a code, since
 * "pris 2 heures dans les bouchons" is no command. Undefined: it is another text.
 */
export const readCaseCommand = (text: string): AskedOfCase | undefined => {
  const words = wordsOf(text);
  const found = COMMAND.exec(words)?.groups;
  const { take, id = '', code: typed, rest } = found ?? {};
  if (found === undefined) return undefined;
  const code = typed?.replaceAll(' ', '');
  const isAlone = rest === undefined || COURTESY.test(rest);
  if (!isAlone && (code?.length !== CASE_CODE_DIGITS || TAKES_BACK.test(rest))) return undefined;
  return {
    kind: take === undefined ? 'close' : 'take',
    id: Number(id),
    code,
    language: ENGLISH.test(words) ? 'en' : 'fr',
    shownAs: withoutCodeBehind(text, id),
  };
};

/** The text up to the number of the case, and what follows without codes. */
const withoutCodeBehind = (text: string, id: string): string => {
  const plain = text.normalize('NFKC');
  const end = plain.indexOf(id) + id.length;
  return plain.slice(0, end) + withoutCodes(plain.slice(end));
};
