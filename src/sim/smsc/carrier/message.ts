import type { Address, MessageState } from '../pdu/protocol.ts';
import type { UserData } from '../pdu/user-data.ts';
import { textOf } from '../pdu/user-data.ts';

/** A message that the carrier accepted. */
export interface Message {
  readonly id: number;
  readonly source: Address;
  readonly destination: Address;
  readonly submittedAt: number;
  readonly preview: string;
  /** The state that it will have in the end. */
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

/** The beginning of the text, as receipts quote it; characters outside ASCII become '?'. */
export const previewOf = (data: UserData): string => {
  const { alphabet, body, packed } = data;
  if (packed || alphabet === 'binary') return '';
  const octets = body.subarray(0, alphabet === 'ucs2' ? 2 * PREVIEW : PREVIEW);
  if (alphabet !== 'ucs2' && isAscii(octets)) return octets.toString('latin1');
  return textOf({ ...data, body: octets }).replace(/[^ -~]/g, '?');
};

/** Whether the octets are the same in GSM 7-bit and ASCII, as in most texts: then no conversion is needed. */
const isAscii = (octets: Buffer): boolean => {
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] ?? 0;
    if (octet < 0x20 || octet === 0x24 || octet === 0x40 || octet > 0x7a) return false;
    if (octet > 0x5a && octet < 0x61) return false;
  }
  return true;
};
