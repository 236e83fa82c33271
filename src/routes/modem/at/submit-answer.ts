import type { AtError } from './at-answer.ts';
import type { Ending } from './at-exchange.ts';

/** What became of one AT+CMGS. Before Ctrl-Z has left, the message surely hasn't. */
export type SubmitAnswer =
  /** `reference` is TP-MR; undefined from a modem that says OK and no more. */
  | { readonly kind: 'accepted'; readonly reference: number | undefined }
  /** The modem's own word that it didn't send. */
  | { readonly kind: 'error'; readonly error: AtError }
  /** No prompt, or none of the PDU's end could be written. */
  | { readonly kind: 'notSent' }
  /** Ctrl-Z left, and no result came in time. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'lost'; readonly handedOver: boolean; readonly reason: string };

const CMGS = /^\+CMGS:\s*(\d{1,3})/;

/** TP-MR in a `+CMGS:` line; undefined if it isn't one. */
export const referenceOf = (line: string): number | undefined => {
  const digits = CMGS.exec(line)?.[1];
  return digits === undefined ? undefined : Number(digits) & 0xff;
};

/** @param handedOver whether Ctrl-Z left */
export const submitAnswer = (ending: Ending, handedOver: boolean): SubmitAnswer => {
  const line = ending.lines.find((each) => each.startsWith('+CMGS:'));
  if (line !== undefined || ending.kind === 'ok') {
    return { kind: 'accepted', reference: line === undefined ? undefined : referenceOf(line) };
  }
  if (ending.kind === 'error') return { kind: 'error', error: ending.error };
  return { kind: handedOver ? 'silent' : 'notSent' };
};
