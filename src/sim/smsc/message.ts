import { decodeUcs2 } from '../../domain/text/ucs2.ts';
import type { Address, MessageState } from './protocol.ts';
import type { UserData } from './user-data.ts';

/** What the carrier knows of a submit that it took. */
export interface Message {
  readonly id: number;
  readonly source: Address;
  readonly destination: Address;
  readonly submittedAt: number;
  readonly preview: string;
  /** What it will be once it is done. */
  readonly final: MessageState;
  state: MessageState;
  doneAt: number;
}

export type IdStyle = 'dec' | 'hex' | 'mixed';

export const answeredId = (id: number, style: IdStyle): string =>
  style === 'dec' ? String(id) : id.toString(16).toUpperCase();

export const receiptedId = (id: number, style: IdStyle): string =>
  style === 'hex' ? id.toString(16).toUpperCase() : String(id);

const PREVIEW = 20;

/** The beginning of the text, in what ASCII it has: what receipts quote. */
export const previewOf = (data: UserData): string => {
  if (data.packed || data.alphabet === 'binary') return '';
  if (data.alphabet === 'ucs2') {
    return decodeUcs2(data.body.subarray(0, 2 * PREVIEW)).replace(/[^ -~]/g, '?');
  }
  const { body } = data;
  const length = Math.min(PREVIEW, body.length);
  for (let i = 0; i < length; i++) {
    const octet = body[i] ?? 0;
    if (octet < 0x20 || octet > 0x7e) return body.toString('latin1', 0, length).replace(/[^ -~]/g, '?');
  }
  return body.toString('latin1', 0, length);
};
