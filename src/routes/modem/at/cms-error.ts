import type { AtError } from './at-answer.ts';
import { type Blame, CME_ERRORS, CMS_ERRORS, type ErrorRow, FIRST_OWN } from './error-codes.ts';

interface Meaning {
  readonly blame: Blame;
  readonly words: string;
}

const byCode = (rows: readonly ErrorRow[]): ReadonlyMap<number, Meaning> =>
  new Map(
    rows.flatMap(([first, last, blame, words]) =>
      Array.from({ length: last - first + 1 }, (_, index): [number, Meaning] => [
        first + index,
        { blame, words },
      ]),
    ),
  );

const CMS = byCode(CMS_ERRORS);
const CME = byCode(CME_ERRORS);

/** A code of a manufacturer, or an ERROR without a code, may be temporary: no message fails by it. */
const UNKNOWN: Meaning = { blame: 'modem', words: 'error without a reason' };
const OWN: Meaning = { blame: 'modem', words: 'error of the manufacturer’s own' };

const meaningOf = (error: AtError): Meaning => {
  if (error.kind === 'plain') return UNKNOWN;
  if (error.code >= FIRST_OWN) return OWN;
  return (error.kind === 'cms' ? CMS : CME).get(error.code) ?? UNKNOWN;
};

/** Whom an error that ended AT+CMGS blames. */
export const blameOf = (error: AtError): Blame => meaningOf(error).blame;

/** Whether the error asks for a slower pace: 42 is congestion of the network, not a fault. */
export const saysSlower = (error: AtError): boolean => error.kind === 'cms' && error.code === 42;

/** The error in words for an operator, with the line that the modem sent. */
export const errorWords = (error: AtError): string => `${meaningOf(error).words} (${error.line})`;
