import type { Msisdn } from '../messages/msisdn.ts';
import type { CaseStepAsked, CaseVerdict } from './help-case.ts';

/**
 * Six digits. A phone in whose name somebody guesses has `MOST_WRONG_OF_PHONE` tries an hour, whatever the number of
 * open cases, and two codes of a case at most work: guesses succeed once in 2,000 days for each phone, of a case.
 * With four digits it would be once in 20 days.
 */
export const CASE_CODE_DIGITS = 6;
/** A code works as long as its case is open, and no longer than this. */
export const CASE_CODE_VALID_MS = 24 * 3_600_000;
/** The newest codes of a case that work: a page may overtake an older one, which is then answered. */
export const WORKING_CODES = 2;
/** So many wrong codes for a case spend each code of it that the phone had then. */
export const MOST_WRONG_OF_CODE = 3;
/** After so many wrong codes in `WRONG_SPAN_MS`, for whatever cases, no code of the phone works until that is over. */
export const MOST_WRONG_OF_PHONE = 10;
export const WRONG_SPAN_MS = 3_600_000;
/** A phone without a working code gets one page of a case that it asks for in this time… */
export const ASKED_PAGE_EVERY_MS = 600_000;
/** …and so many of all cases: somebody who sends in its name must not flood it. */
export const MOST_ASKED_PAGES = 10;

/** What is kept of a code. */
export interface HashedCode {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

interface Coded {
  readonly code: HashedCode | undefined;
}

/** Makes and compares codes. Those of one phone have one salt, so that one derivation compares a code with all. */
export interface CodeHashes {
  /** A code of `CASE_CODE_DIGITS` that none of the others is. */
  newCode(others: readonly Coded[]): Promise<{ readonly code: string; readonly hashed: HashedCode }>;
  /** The first of these with this code, in a time that doesn't depend on how wrong the code is. */
  withCode<One extends Coded>(code: string, all: readonly One[]): Promise<One | undefined>;
}

/** A code in the page of a case to one phone. */
export interface CaseCode {
  readonly id: number;
  readonly code: HashedCode | undefined;
  readonly until: number;
  /** How the code ended; undefined: it has not. */
  readonly end: 'closed' | 'locked' | 'newer' | undefined;
  /** Whether its page surely never left for the phone. */
  readonly isLost: boolean;
  /** The SMS that used the code last, which may be handled again after a crash, and what it asked for. */
  readonly usedBy: string | undefined;
}

/** What the phone has of one case. */
export interface PhoneCodes {
  /** Newest first. */
  readonly codes: readonly CaseCode[];
  /** Wrong codes of the phone, for whatever cases, in the last `WRONG_SPAN_MS`. */
  readonly wrong: number;
}

export interface StepByCode extends CaseStepAsked {
  /** The id of the code. */
  readonly code: number;
  readonly reference: string;
}

export interface WrongCaseCode {
  readonly case: number;
  readonly phone: Msisdn;
  readonly reference: string;
  readonly at: number;
}

export interface CaseCodeRepository {
  codesOf(caseId: number, phone: Msisdn, nowMs: number): Promise<PhoneCodes>;
  /** The hashes of the newest codes of a phone, which have one salt. */
  hashesTo(phone: Msisdn): Promise<readonly Coded[]>;
  /** Whether a code works that was sent to this phone; undefined: to any. */
  isCaseCodeOpen(phone: Msisdn | undefined, nowMs: number): Promise<boolean>;
  /** Takes the step if the code still works, in one commit with the note of its use; `codeEnded`: it doesn't. */
  stepByCode(asked: StepByCode): Promise<CaseVerdict | { readonly kind: 'codeEnded' }>;
  /**
   * Counts a wrong code, in one commit with its line in the audit log. `locked`: it was the last try, and the codes of
   * the case are spent; `barred`: the phone has had too many.
   */
  countWrongCaseCode(wrong: WrongCaseCode): Promise<'counted' | 'locked' | 'barred'>;
}

const IN_PAGE = /(\((?:(?:répondez |reply )(?:PRIS|TAKE|CLOS|CLOSE) \d+|code)) \d{6}\)/gu;

/** The text of a page, without the code that stands at its end: nobody who may read messages shall learn one. */
export const withoutPageCode = (text: string): string => text.replaceAll(IN_PAGE, '$1 …)');

// Digits as people write them, with gaps of up to three characters.
const RUN = /\+?\p{Nd}(?:[\s.,:;/-]{0,3}\p{Nd})*/gu;
const SIX = /(?<!\p{Nd})\p{Nd}{6}(?!\p{Nd})/gu;
const IS_PHONE_NUMBER = /^(?:\+|0)[\s\S]{9,}/u;

/** The text without what can be a code of six digits. Postal codes and the numbers of phones and houses stay. */
export const withoutSixDigits = (text: string): string =>
  text.normalize('NFKC').replaceAll(RUN, (run) => {
    const digits = run.replaceAll(/\P{Nd}/gu, '').length;
    if (digits < CASE_CODE_DIGITS) return run;
    return digits > CASE_CODE_DIGITS + 2 && IS_PHONE_NUMBER.test(run) ? run.replaceAll(SIX, '…') : '…';
  });
