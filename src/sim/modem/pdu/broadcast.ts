import { encodeGsm7, isGsm7 } from '../../../domain/text/gsm7.ts';
import { packSeptets } from '../../../domain/text/septets.ts';
import { encodeUcs2 } from '../../../domain/text/ucs2.ts';
import { hexOf } from './octets.ts';

/** A cell broadcast as the network sends it. */
export interface BroadcastText {
  /** The message identifier. */
  readonly channel: number;
  /** The serial number, 0 to 65,535. */
  readonly serial: number;
  readonly text: string;
  /** The pages that arrive, from 1, in this order; all in order if left out. */
  readonly order?: readonly number[];
}

const GSM_CHARACTERS = 93;
const UCS2_UNITS = 41;
const FRENCH = 0x03;
const UCS2 = 0x48;

/** Writes a broadcast as pages of 88 octets (TS 23.041 9.4.1): French in GSM 7-bit where that can be, else UCS-2. */
export const writeBroadcast = ({ channel, serial, text }: BroadcastText): readonly string[] => {
  const gsm7 = isGsm7(text);
  const room = gsm7 ? GSM_CHARACTERS : UCS2_UNITS;
  const texts: string[] = [];
  for (let at = 0; at < Math.max(1, text.length); at += room) texts.push(text.slice(at, at + room));
  return texts.map((page, index) => {
    const padded = page.padEnd(room, '\r');
    const content = gsm7 ? packSeptets(encodeGsm7(padded)) : encodeUcs2(padded);
    const head = [serial >> 8, serial & 0xff, channel >> 8, channel & 0xff, gsm7 ? FRENCH : UCS2];
    return hexOf(Uint8Array.of(...head, ((index + 1) << 4) | texts.length, ...content));
  });
};

/** Whether the list of message identifiers of AT+CSCB, such as `0-5,4370-4399`, has this one. */
export const hasChannel = (list: string, channel: number): boolean =>
  list.split(',').some((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return from !== undefined && to !== undefined && from <= channel && channel <= to;
  });
