import type { Uncertainty } from '../../domain/messages/outcome.ts';
import type { Encoding } from '../../domain/text/encoding.ts';

/**
 * The store keeps each of these values as its index in the list. So a new value is appended to the list, and no value
 * is moved.
 */
const encodings: readonly Encoding[] = ['gsm7', 'ucs2'];
const uncertainties: readonly Uncertainty[] = ['hold', 'resend'];

export const encodingCode = (encoding: Encoding): number => encodings.indexOf(encoding);
export const encodingOf = (code: number): Encoding => encodings[code] ?? 'ucs2';
export const uncertaintyCode = (uncertainty: Uncertainty): number => uncertainties.indexOf(uncertainty);
export const uncertaintyOf = (code: number): Uncertainty => uncertainties[code] ?? 'hold';

const receiptStates = ['delivered', 'undelivered', 'intermediate'] as const;
export type ReceiptState = (typeof receiptStates)[number];
export const receiptStateCode = (state: ReceiptState): number => receiptStates.indexOf(state);
export const receiptStateOf = (code: number): ReceiptState => receiptStates[code] ?? 'intermediate';
