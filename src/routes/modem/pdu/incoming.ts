import type { Concat } from '../../../domain/text/concat.ts';
import type { Address } from './address.ts';
import { readAddress, readServiceCentre } from './address.ts';
import { fromHex } from './hex.ts';
import { OctetReader } from './octet-reader.ts';
import { asideReason } from './purpose.ts';
import { decodeTimestamp } from './timestamp.ts';
import { decodeUserData } from './user-data.ts';

/** SMS-DELIVER, TS 23.040 9.2.2.1: a message from a phone. */
interface Deliver {
  readonly kind: 'deliver';
  readonly serviceCentre: Address | undefined;
  readonly from: Address;
  readonly text: string;
  readonly concat: Concat | undefined;
  /** The service centre's time stamp in ms since the epoch, if it could be read. */
  readonly at: number | undefined;
  /** Why it is not for people, or can't be read, in words for an operator; undefined if it belongs into the inbox. */
  readonly aside: string | undefined;
}

/** SMS-STATUS-REPORT, TS 23.040 9.2.2.3. */
export interface StatusReport {
  readonly kind: 'statusReport';
  /** The reference (TP-MR) of the message that the report is about. */
  readonly reference: number;
  /** The recipient; undefined if it can't be read, since some networks garble it. */
  readonly to: Address | undefined;
  /** TP-DT: the time of delivery or of the last try, in ms since the epoch. */
  readonly at: number | undefined;
  /** The status (TP-ST), see `statusWords`. */
  readonly status: number;
}

export type IncomingPdu =
  | Deliver
  | StatusReport
  /** No incoming message: a stored SMS-SUBMIT, or no PDU at all. */
  | { readonly kind: 'other'; readonly reason: string };

const MTI_DELIVER = 0;
const MTI_SUBMIT = 1;
const MTI_STATUS_REPORT = 2;
const HAS_HEADER = 0x40;
const TIMESTAMP_OCTETS = 7;
const CUT = 'an SMS-DELIVER that ends before its text';

const other = (reason: string): IncomingPdu => ({ kind: 'other', reason });

/** Decodes the PDU after +CMT, +CDS, +CMGR or +CMGL; never throws. */
export const decodeIncoming = (hex: string): IncomingPdu => {
  const octets = fromHex(hex);
  if (octets === undefined) return other('no hex');
  const reader = new OctetReader(octets);
  const serviceCentre = readServiceCentre(reader);
  const first = reader.octet();
  if (first === undefined) return other('ends before its first octet');
  switch (first & 3) {
    case MTI_DELIVER:
      return decodeDeliver(reader, serviceCentre, (first & HAS_HEADER) !== 0);
    case MTI_STATUS_REPORT:
      return decodeStatusReport(reader);
    case MTI_SUBMIT:
      return other('a stored SMS-SUBMIT');
    default:
      return other('a reserved message type');
  }
};

const decodeDeliver = (
  reader: OctetReader,
  serviceCentre: Address | undefined,
  hasHeader: boolean,
): IncomingPdu => {
  const from = readAddress(reader);
  const protocol = reader.octet();
  const dcs = reader.octet();
  const at = decodeTimestamp(reader.take(TIMESTAMP_OCTETS));
  const length = reader.octet();
  if (from === undefined || protocol === undefined || dcs === undefined || length === undefined) {
    return other(CUT);
  }
  const { text, concat, header, body } = decodeUserData(reader.take(reader.left), length, dcs, hasHeader);
  const aside = asideReason({ protocol, dcs, header, body, text, hasSender: from.text !== '' });
  // What came of a text is shown, however little it is: it may be a call for help.
  if (aside === undefined && body.length === 0 && length > Math.ceil((header.length * 8) / 7)) {
    return other(CUT);
  }
  return { kind: 'deliver', serviceCentre, from, at, text, concat, aside };
};

const decodeStatusReport = (reader: OctetReader): IncomingPdu => {
  const reference = reader.octet();
  const recipient = readAddress(reader);
  reader.take(TIMESTAMP_OCTETS);
  const at = decodeTimestamp(reader.take(TIMESTAMP_OCTETS));
  const status = reader.octet();
  if (reference === undefined || status === undefined) {
    return other('an SMS-STATUS-REPORT that ends before its status');
  }
  const readable = recipient !== undefined && /^\d+$/.test(recipient.text);
  return { kind: 'statusReport', reference, to: readable ? recipient : undefined, at, status };
};
