import { boundMessageId, Command, HEADER_OCTETS, Tag } from './protocol.ts';

/** The fields of a submit_sm (3.4, 4.4.1) that vary; the others are fixed. */
export interface SubmitFields {
  readonly serviceType: string;
  readonly sourceTon: number;
  readonly sourceNpi: number;
  readonly source: string;
  readonly destinationTon: number;
  readonly destinationNpi: number;
  readonly destination: string;
  readonly esmClass: number;
  readonly protocolId: number;
  readonly priorityFlag: number;
  /** Empty, or 16 characters (7.1.1). */
  readonly validityPeriod: string;
  readonly dataCoding: number;
  /** The text, after its user data header if it has one; at most 254 octets unless `asPayload`. */
  readonly octets: Uint8Array;
  /** Puts the octets in message_payload instead of short_message. */
  readonly asPayload: boolean;
  readonly sar: { readonly reference: number; readonly total: number; readonly part: number } | undefined;
}

/**
 * The value of registered_delivery that asks for a final receipt, whether the message was delivered or not (3.4,
 * 5.2.17).
 */
const REGISTERED_DELIVERY = 1;

/** An upper bound of the length of the submit_sm, in octets. */
export const submitSmBound = (fields: SubmitFields): number => 160 + fields.octets.length;

/**
 * Whether a C-string field can hold the text: at most `maxOctets` printable ASCII characters. A NUL would end the field
 * early and shift the fields after it.
 */
export const isPlainAscii = (text: string, maxOctets: number): boolean => {
  if (text.length > maxOctets) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
};

/**
 * Writes a submit_sm at `start` and returns the index of its end. For speed, since it runs for every part, this
 * function doesn't use the `smpp` package; property tests compare the two, octet by octet.
 *
 * @param fields strings already checked with `isPlainAscii`
 */
export const writeSubmitSm = (out: Buffer, start: number, sequence: number, fields: SubmitFields): number => {
  let at = start + HEADER_OCTETS;
  at = cstring(out, at, fields.serviceType);
  out[at++] = fields.sourceTon;
  out[at++] = fields.sourceNpi;
  at = cstring(out, at, fields.source);
  out[at++] = fields.destinationTon;
  out[at++] = fields.destinationNpi;
  at = cstring(out, at, fields.destination);
  out[at++] = fields.esmClass;
  out[at++] = fields.protocolId;
  out[at++] = fields.priorityFlag;
  // schedule_delivery_time is empty: the gateway itself waits until a message is due.
  out[at++] = 0;
  at = cstring(out, at, fields.validityPeriod);
  out[at++] = REGISTERED_DELIVERY;
  out[at++] = 0;
  out[at++] = fields.dataCoding;
  out[at++] = 0;
  const { octets } = fields;
  if (fields.asPayload) {
    out[at++] = 0;
  } else {
    out[at++] = octets.length;
    out.set(octets, at);
    at += octets.length;
  }
  if (fields.sar !== undefined) {
    at = out.writeUInt16BE(Tag.sarMsgRefNum, at);
    at = out.writeUInt16BE(2, at);
    at = out.writeUInt16BE(fields.sar.reference, at);
    at = octetTlv(out, at, Tag.sarTotalSegments, fields.sar.total);
    at = octetTlv(out, at, Tag.sarSegmentSeqnum, fields.sar.part);
  }
  if (fields.asPayload) {
    at = out.writeUInt16BE(Tag.messagePayload, at);
    at = out.writeUInt16BE(octets.length, at);
    out.set(octets, at);
    at += octets.length;
  }
  writeHeader(out, start, at - start, Command.submitSm, 0, sequence);
  return at;
};

const cstring = (out: Buffer, start: number, text: string): number => {
  let at = start;
  for (let i = 0; i < text.length; i++) out[at++] = text.charCodeAt(i);
  out[at++] = 0;
  return at;
};

const octetTlv = (out: Buffer, start: number, tag: number, value: number): number => {
  const at = out.writeUInt16BE(1, out.writeUInt16BE(tag, start));
  out[at] = value;
  return at + 1;
};

const writeHeader = (
  out: Buffer,
  at: number,
  length: number,
  commandId: number,
  status: number,
  sequence: number,
): void => {
  out.writeUInt32BE(length, at);
  out.writeUInt32BE(commandId, at + 4);
  out.writeUInt32BE(status, at + 8);
  out.writeUInt32BE(sequence, at + 12);
};

export const ANSWER_OCTETS = HEADER_OCTETS + 1;

/**
 * Writes a response and returns the index of its end. A deliver_sm_resp or data_sm_resp with status 0 has an empty
 * message_id (3.4, 4.6.2 and 4.7.2); every other response is a header alone.
 */
export const writeAnswer = (
  out: Buffer,
  start: number,
  commandId: number,
  status: number,
  sequence: number,
): number => {
  const body =
    status === 0 && (commandId === Command.deliverSmResp || commandId === Command.dataSmResp) ? 1 : 0;
  writeHeader(out, start, HEADER_OCTETS + body, commandId, status, sequence);
  if (body === 1) out[start + HEADER_OCTETS] = 0;
  return start + HEADER_OCTETS + body;
};

/**
 * The message_id of a submit_sm_resp (3.4, 4.4.2), '' if it has none. Never fails: some carriers leave out the id or
 * its NUL, or send octets other than ASCII, and the link must stay open all the same.
 */
export const readMessageId = (frame: Buffer): string => {
  let end = HEADER_OCTETS;
  while (end < frame.length && frame[end] !== 0) end++;
  return end === HEADER_OCTETS ? '' : boundMessageId(frame.toString('latin1', HEADER_OCTETS, end));
};
