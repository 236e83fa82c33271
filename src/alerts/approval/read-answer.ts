import { withoutCodes } from '../../domain/text/without-codes.ts';

/** How an officer answers a page by SMS. */
export interface AskedAnswer {
  /** `unclear`: it says two things. `unread`: it is no answer, but has six digits, which may be a code. */
  readonly verb: 'approve' | 'return' | 'delegate' | 'unclear' | 'unread';
  /** The digits of the code. */
  readonly code: string;
  /** The reason of a return, or the name of the officer to whom the page is passed on. */
  readonly rest: string;
}

const MOST_UNITS = 320;
// 482123, or with gaps as people read it out: 482 123, 48 21 23. A code of another length is read too, and is wrong.
const SIX = String.raw`\d{3}[\s.-]?\d{3}|\d{2}[\s.-]\d{2}[\s.-]\d{2}`;
const CODE = String.raw`(${SIX}|\d{4,8})(?!\d)`;
const SOMEWHERE = new RegExp(String.raw`(?<!\d[\s.-]?)(${SIX})(?![\s.-]?\d)`);
const VERBS = {
  approve: 'ok|okay|oui|yes',
  return: 'non|no',
  delegate: 'd[ée]l[ée]gu(?:er|ez|e)|delegate',
} as const;
const START = String.raw`^[^\p{L}\p{N}]*`;
const ANSWER = new RegExp(
  `${START}(?:(${VERBS.approve})|(${VERBS.return})|(?:${VERBS.delegate}))[^\\p{L}\\p{N}]*${CODE}([^]*)$`,
  'iu',
);
// The name may also stand before the code.
const NAME_FIRST = new RegExp(
  `${START}(?:${VERBS.delegate})[^\\p{L}\\p{N}]+(.{1,100}?)[^\\p{L}\\p{N}]+${CODE}[^\\p{L}\\p{N}]*$`,
  'iu',
);
/** Words beside an OK that take it back. */
const TAKES_BACK = [
  String.raw`n['’]\p{L}+|nok|non|no|not|ne|pas|jamais|never|don['’]?t|stop|wait`,
  String.raw`(?:attend|refus|reject|rejet|annul|cancel)\p{L}*`,
].join('|');
const REFUSAL = new RegExp(String.raw`(?<!\p{L})(?:${TAKES_BACK})(?!\p{L})`, 'iu');
const EDGES = /^[^\p{L}\p{N}]+|\s+$/gu;

/**
 * Reads `OK 482123`, `non 482123 trop tôt`, `DELEGUER Martin 482123`; undefined: it is another text. An OK that the
 * words behind it take back is unclear: nothing may go out on it.
 */
export const readAnswer = (text: string): AskedAnswer | undefined => {
  // Full-width digits and letters become plain ones.
  const typed = text.slice(0, MOST_UNITS).normalize('NFKC');
  const named = NAME_FIRST.exec(typed);
  if (named !== null) {
    const [, name = '', code = ''] = named;
    return { verb: 'delegate', code: digits(code), rest: name.trim() };
  }
  const answer = ANSWER.exec(typed);
  if (answer === null) {
    const found = SOMEWHERE.exec(typed)?.[1];
    return found === undefined ? undefined : { verb: 'unread', code: digits(found), rest: '' };
  }
  const [, approves, returns, code = '', rest = ''] = answer;
  const approval = REFUSAL.test(rest) ? 'unclear' : 'approve';
  const verb = approves !== undefined ? approval : returns !== undefined ? 'return' : 'delegate';
  return { verb, code: digits(code), rest: withoutCodes(rest).replaceAll(EDGES, '') };
};

const digits = (code: string): string => code.replaceAll(/\D/g, '');
