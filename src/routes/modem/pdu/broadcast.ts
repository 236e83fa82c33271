import type { BroadcastPage } from '../../../domain/inbound/cell-broadcast.ts';
import { decodeGsm7 } from '../../../domain/text/gsm7.ts';
import { unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import { fromHex } from './hex.ts';
import { OctetReader } from './octet-reader.ts';
import { alphabetOf } from './user-data.ts';

type Decoded = Omit<BroadcastPage, 'route' | 'evidence'>;

/** TS 23.041 9.4.1: serial number, message identifier, data coding scheme, page parameter, then 82 octets of text. */
const GSM_OCTETS = 88;
const PAGE_OCTETS = 82;
const MOST_PAGES = 15;

/** TS 23.038 5, groups 0000 and 0010. */
const LANGUAGES = 'de en it fr es nl sv da pt fi no el tr hu pl'.split(' ');
const MORE_LANGUAGES = 'cs he ar ru is'.split(' ');

/** Decodes the PDU after +CBM: one page, or all pages in the form of UMTS. Empty if it is none; never throws. */
export const decodeBroadcast = (hex: string): readonly Decoded[] => {
  const octets = fromHex(hex);
  if (octets === undefined) return [];
  return octets.length > GSM_OCTETS ? decodeUmts(octets) : decodeGsm(octets);
};

const decodeGsm = (octets: Uint8Array): readonly Decoded[] => {
  const reader = new OctetReader(octets);
  const serial = wordOf(reader);
  const channel = wordOf(reader);
  const dcs = reader.octet();
  const parameter = reader.octet();
  if (serial === undefined || channel === undefined || dcs === undefined || parameter === undefined)
    return [];
  // Zero in either half means one page of one (TS 23.041 9.4.1.2.4).
  const isValid = parameter >> 4 !== 0 && (parameter & 0xf) !== 0 && parameter >> 4 <= (parameter & 0xf);
  const [page, pages] = isValid ? [parameter >> 4, parameter & 0xf] : [1, 1];
  return [{ channel, serial, page, pages, ...decodeText(reader.take(PAGE_OCTETS), dcs) }];
};

/** TS 23.041 9.4.2.2: type, identifier, serial number, scheme and number of pages; then each page and its length. */
const decodeUmts = (octets: Uint8Array): readonly Decoded[] => {
  const reader = new OctetReader(octets);
  const type = reader.octet();
  const channel = wordOf(reader);
  const serial = wordOf(reader);
  const dcs = reader.octet();
  const pages = reader.octet();
  if (type !== 1 || channel === undefined || serial === undefined || dcs === undefined) return [];
  if (pages === undefined || pages < 1 || pages > MOST_PAGES) return [];
  const decoded: Decoded[] = [];
  for (let page = 1; page <= pages; page++) {
    const data = reader.take(PAGE_OCTETS);
    const length = reader.octet();
    if (length === undefined) break;
    decoded.push({ channel, serial, page, pages, ...decodeText(data.subarray(0, length), dcs) });
  }
  return decoded;
};

const wordOf = (reader: OctetReader): number | undefined => {
  const [high, low] = reader.take(2);
  return high === undefined || low === undefined ? undefined : high * 256 + low;
};

const decodeText = (data: Uint8Array, dcs: number): Pick<Decoded, 'language' | 'text'> => {
  // The text begins with its language: two letters and CR, or two packed letters before UCS-2 (TS 23.038 5).
  if (dcs === 0x10) {
    const text = gsm7(data);
    return { language: languageIn(text.slice(0, 2)), text: unpadded(text.slice(3)) };
  }
  if (dcs === 0x11)
    return {
      language: languageIn(gsm7(data.subarray(0, 2))),
      text: unpadded(decodeUcs2(even(data.subarray(2)))),
    };
  const group = dcs >> 4;
  const named = group === 0 ? LANGUAGES : group === 2 ? MORE_LANGUAGES : [];
  // The groups that name a language are in the default alphabet; the others are as in short messages.
  const alphabet = group < 4 ? 'gsm7' : alphabetOf(dcs);
  const text =
    alphabet === 'ucs2'
      ? decodeUcs2(even(data))
      : alphabet === 'gsm7'
        ? gsm7(data)
        : Buffer.from(data).toString('latin1');
  return { language: named[dcs & 0xf], text: unpadded(text) };
};

const gsm7 = (data: Uint8Array): string => decodeGsm7(unpackSeptets(data, Math.floor((data.length * 8) / 7)));

const even = (data: Uint8Array): Uint8Array => data.subarray(0, data.length & ~1);

const languageIn = (letters: string): string | undefined =>
  /^[a-z]{2}$/i.test(letters.slice(0, 2)) ? letters.slice(0, 2).toLowerCase() : undefined;

/** A page is filled with CR (TS 23.041 9.4.1.2.5). */
const unpadded = (text: string): string => text.replace(/[\r\0]+$/, '');
