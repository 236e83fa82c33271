import { withoutCodes } from '../../domain/text/without-codes.ts';

/** How an officer answers a page by SMS. */
export interface AskedAnswer {
  readonly verb: 'approve' | 'return' | 'delegate';
  /** The digits of the code. */
  readonly code: string;
  /** The reason of a return, or the name of the officer to whom the page is passed on. */
  readonly rest: string;
}

const MOST_UNITS = 320;
// 482123, or with a gap as people read it out: 482 123. A code of another length is read too, and is wrong.
const CODE = String.raw`(\d{3}[\s.-]?\d{3}|\d{4,8})(?!\d)`;
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
const EDGES = /^[^\p{L}\p{N}]+|\s+$/gu;

/** Reads `OK 482123`, `non 482123 trop tôt`, `DELEGUER Martin 482123`; undefined: it is another text. */
export const readAnswer = (text: string): AskedAnswer | undefined => {
  // Full-width digits and letters become plain ones.
  const typed = text.slice(0, MOST_UNITS).normalize('NFKC');
  const named = NAME_FIRST.exec(typed);
  if (named !== null) {
    const [, name = '', code = ''] = named;
    return { verb: 'delegate', code: digits(code), rest: name.trim() };
  }
  const answer = ANSWER.exec(typed);
  if (answer === null) return undefined;
  const [, approves, returns, code = '', rest = ''] = answer;
  const verb = approves !== undefined ? 'approve' : returns !== undefined ? 'return' : 'delegate';
  return { verb, code: digits(code), rest: withoutCodes(rest).replaceAll(EDGES, '') };
};

const digits = (code: string): string => code.replaceAll(/\D/g, '');
