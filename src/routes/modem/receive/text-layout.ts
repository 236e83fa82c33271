import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import { fieldsOf } from '../at/at-answer.ts';
import { toAddress } from '../pdu/address.ts';
import { fromHex } from '../pdu/hex.ts';
import type { StatusReport } from '../pdu/incoming.ts';

/**
 * Undoes AT+CSCS="UCS2", with which texts and numbers are UTF-16 code units in hexadecimal (TS 27.005 3.1). Only a
 * sender that makes sense as such shows that this setting is on.
 */
const fromUcs2 = (text: string): string | undefined => {
  const octets = text.length > 0 && text.length % 4 === 0 ? fromHex(text) : undefined;
  return octets === undefined ? undefined : decodeUcs2(octets);
};

/** <scts> in text layout: "yy/MM/dd,hh:mm:ss±zz" (TS 27.005 3.1). One of zeros stands for none. */
const STAMP = /^\d\d\/(?!00)\d\d\/(?!00)\d\d,\d\d:\d\d:\d\d/;

interface TextMessage {
  readonly from: string;
  readonly text: string;
  /** The service centre's time stamp as it came; undefined if there is none. */
  readonly at: string | undefined;
}

/** A message in text layout: +CMT: <oa>,[<alpha>],<scts>[,…] and its text on the next line (TS 27.005 3.4.1). */
export const readTextMessage = (head: string, text: string): TextMessage => {
  const [sender = '', ...others] = fieldsOf([head], '+CMT') ?? [];
  const at = others.find((one) => STAMP.test(one));
  const decoded = fromUcs2(sender);
  if (decoded === undefined || !/^\+?[\d*#]+$/.test(decoded)) return { from: sender, text, at };
  return { from: decoded, text: fromUcs2(text) ?? text, at };
};

/**
 * A status report in text layout: +CDS: <fo>,<mr>,[<ra>],[<tora>],<scts>,<dt>,<st> (TS 27.005 3.4.1); undefined if it
 * can't be read.
 */
export const readTextReport = (head: string): StatusReport | undefined => {
  const fields = fieldsOf([head], '+CDS') ?? [];
  const [, reference = '', recipient = ''] = fields;
  const status = fields.at(-1) ?? '';
  if (fields.length < 5 || !/^\d{1,3}$/.test(reference) || !/^\d{1,3}$/.test(status)) return undefined;
  const number = fromUcs2(recipient) ?? recipient;
  const to = /^\+?\d+$/.test(number) ? toAddress(number) : undefined;
  return {
    kind: 'statusReport',
    reference: Number(reference) & 0xff,
    to,
    at: undefined,
    status: Number(status),
  };
};

/** Whether a modem lists stored messages in text layout, such as +CMGR: "REC UNREAD",…: it left PDU mode. */
export const isTextLayout = (lines: readonly string[]): boolean =>
  lines.some((line) => /^\+CMG[RL]:\s*(?:\d+\s*,\s*)?"(?:REC|STO) /.test(line));
