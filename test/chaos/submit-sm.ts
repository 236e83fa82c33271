import { decode } from './texts.ts';

/** The fields of a submit_sm (SMPP 3.4, 4.4.1) that the laws need. */
export interface SubmitSm {
  readonly to: string;
  readonly from: string;
  /** As it came: relative or absolute (7.1.1), empty if there is none. */
  readonly validity: string;
  readonly receiptAsked: boolean;
  /** The concatenation reference; undefined if the whole text is in one part. */
  readonly reference: number | undefined;
  readonly total: number;
  readonly part: number;
  readonly text: string;
}

const SAR_REFERENCE = 0x020c;
const SAR_TOTAL = 0x020e;
const SAR_PART = 0x020f;
const MESSAGE_PAYLOAD = 0x0424;

/** @throws RangeError if the PDU ends too early, so that it is not valid SMPP */
export const readSubmitSm = (body: Buffer): SubmitSm => {
  let at = 0;
  const octet = (): number => body.readUInt8(at++);
  const cstring = (): string => {
    const end = body.indexOf(0, at);
    if (end < 0) throw new RangeError('a C-string has no end');
    const text = body.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  cstring();
  at += 2;
  const from = cstring();
  at += 2;
  const to = cstring();
  const esmClass = octet();
  at += 2;
  cstring();
  const validity = cstring();
  const registered = octet();
  octet();
  const dataCoding = octet();
  octet();
  const length = octet();
  const short = body.subarray(at, at + length);
  if (short.length < length) throw new RangeError('short_message is cut');
  const tlvs = readTlvs(body.subarray(at + length));
  const content = tlvs.get(MESSAGE_PAYLOAD) ?? short;
  const hasHeader = (esmClass & 0x40) !== 0;
  const header = hasHeader ? content.subarray(1, 1 + content.readUInt8(0)) : Buffer.alloc(0);
  const text = decode(hasHeader ? content.subarray(1 + header.length) : content, dataCoding);
  const joined = hasHeader ? readConcatenation(header) : readSar(tlvs);
  return { to, from, validity, receiptAsked: (registered & 3) === 1, text, ...joined };
};

interface Joined {
  readonly reference: number | undefined;
  readonly total: number;
  readonly part: number;
}

const ALONE: Joined = { reference: undefined, total: 1, part: 1 };

const readTlvs = (octets: Buffer): ReadonlyMap<number, Buffer> => {
  const tlvs = new Map<number, Buffer>();
  for (let at = 0; at < octets.length; ) {
    const end = at + 4 + octets.readUInt16BE(at + 2);
    tlvs.set(octets.readUInt16BE(at), octets.subarray(at + 4, end));
    at = end;
  }
  return tlvs;
};

/** TS 23.040, 9.2.3.24.1 (8 bits) and 9.2.3.24.8 (16 bits). */
const readConcatenation = (header: Buffer): Joined => {
  for (let at = 0; at < header.length; at += 2 + header.readUInt8(at + 1)) {
    const [kind, length] = [header.readUInt8(at), header.readUInt8(at + 1)];
    if (kind === 0 && length === 3) {
      return {
        reference: header.readUInt8(at + 2),
        total: header.readUInt8(at + 3),
        part: header.readUInt8(at + 4),
      };
    }
    if (kind === 8 && length === 4) {
      return {
        reference: header.readUInt16BE(at + 2),
        total: header.readUInt8(at + 4),
        part: header.readUInt8(at + 5),
      };
    }
  }
  return ALONE;
};

const readSar = (tlvs: ReadonlyMap<number, Buffer>): Joined => {
  const reference = tlvs.get(SAR_REFERENCE)?.readUInt16BE(0);
  if (reference === undefined) return ALONE;
  return {
    reference,
    total: tlvs.get(SAR_TOTAL)?.readUInt8(0) ?? 0,
    part: tlvs.get(SAR_PART)?.readUInt8(0) ?? 0,
  };
};
