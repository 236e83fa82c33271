import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import { encodeGsm7 } from '../../../domain/text/gsm7.ts';
import { packSeptets } from '../../../domain/text/septets.ts';
import { encodeUcs2 } from '../../../domain/text/ucs2.ts';

/** Encoded text, with the data_coding (3.4, 5.2.19) that says how to read it. */
export interface WrittenText {
  readonly octets: Uint8Array;
  readonly dataCoding: number;
}

/** What of a part says how its text is written. */
export type TextToWrite = Pick<OutgoingPart, 'text' | 'encoding' | 'flash'>;

type Alphabet = SmppRouteConfig['alphabet'];

const UCS2 = 8;

/**
 * data_coding for message class 0 (flash: shown at once and not stored), in the two alphabets that have message classes
 * (TS 23.038 4, general group).
 */
const FLASH_GSM7 = 0x10;
const FLASH_UCS2 = 0x18;

const usualCodings: Readonly<Record<Alphabet, number>> = { gsm7: 0, 'gsm7-packed': 0, latin1: 3, ascii: 1 };

/** The largest number of octets of one part, with its header (TS 23.040 9.2.3.24). */
const USER_DATA_OCTETS = 140;

const greatestCode: Readonly<Partial<Record<Alphabet, number>>> = { latin1: 0xff, ascii: 0x7e };

/**
 * Encodes the text of one part in this carrier's alphabet; undefined if that can't be done without changing the text.
 * A flash message goes as an ordinary one if neither GSM 7-bit nor UCS-2 can carry it.
 *
 * @param headerOctets length of the user data header before the text: 0, or 7 (a whole number of septets, so that
 * packed text needs no fill bits)
 */
export const writeText = (
  { text, encoding, flash }: TextToWrite,
  headerOctets: number,
  config: SmppRouteConfig,
): WrittenText | undefined => {
  const ucs2 = (): WrittenText => ({ octets: encodeUcs2(text), dataCoding: flash ? FLASH_UCS2 : UCS2 });
  if (encoding === 'ucs2') return ucs2();
  const { alphabet } = config;
  const dataCoding = config.dataCoding ?? usualCodings[alphabet];
  const septetCoding = flash ? FLASH_GSM7 : dataCoding;
  if (alphabet === 'gsm7') return { octets: encodeGsm7(text), dataCoding: septetCoding };
  if (alphabet === 'gsm7-packed') {
    return { octets: packSeptets(encodeGsm7(text)), dataCoding: septetCoding };
  }
  const fitsUcs2 = headerOctets + text.length * 2 <= USER_DATA_OCTETS;
  if (holds(text, greatestCode[alphabet] ?? 0) && !(flash && fitsUcs2)) {
    return { octets: Buffer.from(text, 'latin1'), dataCoding };
  }
  return fitsUcs2 ? ucs2() : undefined;
};

const holds = (text: string, greatest: number): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > greatest) return false;
  return true;
};
