import { concatHeader } from '../../../domain/text/concat.ts';
import { encodeGsm7, isGsm7 } from '../../../domain/text/gsm7.ts';
import { encodeUcs2 } from '../../../domain/text/ucs2.ts';
import type { Inbound } from '../pdu/delivery.ts';
import type { Address } from '../pdu/protocol.ts';
import { EsmClass, Ton } from '../pdu/protocol.ts';

/** How a carrier delivers a text that is longer than one short message. */
type LongForm = 'udh8' | 'udh16' | 'sar' | 'payload';

export interface InboundText {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** The client that gets it; if left out, the only client that ever bound. */
  readonly systemId?: string;
  /** If left out, 0 (GSM 7-bit) for a text that this alphabet can write, otherwise 8. */
  readonly dataCoding?: 0 | 1 | 3 | 8;
  /** The form of a long text; udh16 by default. */
  readonly long?: LongForm;
  /** The numbers of the parts, from 1, in the order of sending; some may be missing or come twice. */
  readonly order?: readonly number[];
  /** 0 to 255 for udh8, otherwise 0 to 65,535; default 1. */
  readonly reference?: number;
}

/** The deliveries to send, in order, without their callbacks. */
export const inboundParts = (message: InboundText): readonly Omit<Inbound, 'taken' | 'abandoned'>[] => {
  const { text, long = 'udh16', reference = 1 } = message;
  const dataCoding = message.dataCoding ?? (isGsm7(text) ? 0 : 8);
  const envelope = {
    kind: 'inbound',
    source: addressOf(message.from),
    destination: addressOf(message.to),
  } as const;
  const plain = { ...envelope, dataCoding, esmClass: 0, inPayload: false, sar: undefined };
  const whole = encode(text, dataCoding);
  if (long === 'payload') return [{ ...plain, octets: whole, inPayload: true }];
  if (whole.length <= (dataCoding === 8 ? 140 : 160)) return [{ ...plain, octets: whole }];
  const cut = pieces(text, dataCoding, dataCoding === 8 ? 132 : 152);
  const order = message.order ?? cut.map((_, index) => index + 1);
  return order.map((part) => {
    const piece = cut[part - 1];
    if (piece === undefined) throw new RangeError(`there is no part ${part} of ${cut.length}`);
    if (long === 'sar') return { ...plain, octets: piece, sar: { reference, total: cut.length, part } };
    const header =
      long === 'udh8'
        ? Uint8Array.of(5, 0, 3, reference, cut.length, part)
        : concatHeader(reference, cut.length, part);
    return { ...plain, esmClass: EsmClass.udhi, octets: Buffer.concat([header, piece]) };
  });
};

const addressOf = (text: string): Address => {
  if (text.startsWith('+')) return { ton: Ton.international, npi: 1, text: text.slice(1) };
  return { ton: /^\d+$/.test(text) ? Ton.unknown : Ton.alphanumeric, npi: 0, text };
};

const encode = (text: string, dataCoding: number): Uint8Array => {
  if (dataCoding === 0) return encodeGsm7(text);
  return dataCoding === 8 ? encodeUcs2(text) : Buffer.from(text, 'latin1');
};

/** Splits a text into pieces of whole characters, as many in each as fit. */
const pieces = (text: string, dataCoding: number, room: number): readonly Uint8Array[] => {
  const result: Uint8Array[] = [];
  let piece: Uint8Array[] = [];
  let length = 0;
  for (const character of text) {
    const octets = encode(character, dataCoding);
    if (length + octets.length > room) {
      result.push(Buffer.concat(piece));
      piece = [];
      length = 0;
    }
    piece.push(octets);
    length += octets.length;
  }
  result.push(Buffer.concat(piece));
  return result;
};
