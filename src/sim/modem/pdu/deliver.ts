import { encodeGsm7, isGsm7, septetCount } from '../../../domain/text/gsm7.ts';
import { packSeptets } from '../../../domain/text/septets.ts';
import { encodeUcs2 } from '../../../domain/text/ucs2.ts';
import { writeAddress, writeServiceCentre } from './address.ts';
import type { Pdu } from './pdu.ts';
import { toPdu } from './pdu.ts';
import { writeTimestamp } from './timestamp.ts';

// Bits of the first octet: TP-MTI 0, TP-MMS and TP-UDHI (TS 23.040 9.2.2.1).
const NO_MORE_MESSAGES = 0x04;
const HEADER = 0x40;
const UCS2 = 0x08;

export interface DeliverText {
  readonly serviceCentre: string;
  readonly from: string;
  readonly text: string;
  readonly at: Date;
  /** Time zone of the service centre's clock, in minutes from UTC. */
  readonly zoneMinutes?: number;
}

/**
 * Writes the text as SMS-DELIVER PDUs, several if it is long, in the order of the text.
 *
 * @param reference 0 to 255, shared by the parts
 * @throws RangeError for a text of more than 255 parts
 */
export const writeDelivers = (message: DeliverText, reference: number): readonly Pdu[] => {
  const parts = partsOf(message.text);
  if (parts.length > 255) throw new RangeError(`${parts.length} parts; a message has at most 255`);
  return parts.map((part, index) => {
    const header = parts.length === 1 ? [] : [5, 0, 3, reference, parts.length, index + 1];
    return toPdu(
      writeServiceCentre(message.serviceCentre),
      Uint8Array.of(
        NO_MORE_MESSAGES | (header.length === 0 ? 0 : HEADER),
        ...writeAddress(message.from),
        0,
        isGsm7(message.text) ? 0 : UCS2,
        ...writeTimestamp(message.at, message.zoneMinutes),
        ...(isGsm7(message.text) ? septets(part, header) : units(part, header)),
      ),
    );
  });
};

const septets = (part: string, header: readonly number[]): readonly number[] => {
  const headerSeptets = Math.ceil((header.length * 8) / 7);
  const packed = packSeptets(encodeGsm7(part), headerSeptets * 7 - header.length * 8);
  return [headerSeptets + septetCount(part), ...header, ...packed];
};

const units = (part: string, header: readonly number[]): readonly number[] => {
  const octets = encodeUcs2(part);
  return [header.length + octets.length, ...header, ...octets];
};

/** Splits the text between code points, which also keeps an escape together with its character. */
const partsOf = (text: string): readonly string[] => {
  const gsm7 = isGsm7(text);
  const sizeOf = (piece: string): number => (gsm7 ? septetCount(piece) : piece.length);
  if (sizeOf(text) <= (gsm7 ? 160 : 70)) return [text];
  const room = gsm7 ? 153 : 67;
  const parts: string[] = [];
  let part = '';
  for (const character of text) {
    if (sizeOf(part + character) > room) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
};
