import type { AtError } from './at-answer.ts';
import type { Ending } from './at-exchange.ts';

/** The result of one AT+CMGS. Until Ctrl-Z is written, the message is surely not sent. */
export type SubmitAnswer =
  /** `reference` is TP-MR; undefined if +CMGS came without a number that can be read. */
  | { readonly kind: 'accepted'; readonly reference: number | undefined }
  /** The modem reported that it didn't send the message. */
  | { readonly kind: 'error'; readonly error: AtError }
  /** No prompt came, or the end of the PDU couldn't be written. */
  | { readonly kind: 'notSent' }
  /** Ctrl-Z was written, and no result came in time. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'lost'; readonly handedOver: boolean; readonly reason: string };

const CMGS = /^\+CMGS:\s*(\d{1,3})/;

/** Reads TP-MR from a `+CMGS:` line; undefined for any other line. */
export const referenceOf = (line: string): number | undefined => {
  const digits = CMGS.exec(line)?.[1];
  return digits === undefined ? undefined : Number(digits) & 0xff;
};

/**
 * Makes the answer out of how the exchange ended.
 *
 * @param handedOver whether Ctrl-Z was written
 */
export const submitAnswer = (ending: Ending, handedOver: boolean): SubmitAnswer => {
  const line = ending.lines.find((each) => each.startsWith('+CMGS:'));
  if (line !== undefined) return { kind: 'accepted', reference: referenceOf(line) };
  if (ending.kind === 'error') return { kind: 'error', error: ending.error };
  return { kind: handedOver ? 'silent' : 'notSent' };
};
