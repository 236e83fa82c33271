import { Command, EsmClass, HEADER_OCTETS, Tag } from './protocol.ts';

/** An optional parameter (TLV) that the gateway doesn't use. Its octets are kept as evidence. */
interface UnknownTlv {
  readonly tag: number;
  readonly value: Buffer;
}

/** The fields of a deliver_sm (3.4, 4.6.1) or data_sm (4.7.1) that the gateway uses. */
export interface Delivery {
  readonly commandId: number;
  readonly sequence: number;
  readonly sourceTon: number;
  readonly source: string;
  readonly destination: string;
  readonly esmClass: number;
  readonly dataCoding: number;
  /** Where the content begins in the frame: short_message, or the optional parameters of a data_sm. */
  readonly contentAt: number;
  /**
   * The content of message_payload if the PDU has one, else of short_message; the user data header (UDH) is included.
   */
  readonly octets: Buffer;
  receiptedMessageId: string | undefined;
  messageState: number | undefined;
  /** Network type and code (5.3.2.31). */
  networkErrorCode: Buffer | undefined;
  sarReference: number | undefined;
  sarTotal: number | undefined;
  sarPart: number | undefined;
  unknownTlvs: UnknownTlv[] | undefined;
}

/**
 * Length of the user data header in octets. It is 0 without a header, and also if the header claims more octets than
 * there are: then the whole content is shown as text.
 */
export const userDataHeaderOctets = ({ esmClass, octets }: Delivery): number => {
  if ((esmClass & EsmClass.udhIndicator) === 0 || octets.length === 0) return 0;
  const length = 1 + (octets[0] ?? 0);
  return length <= octets.length ? length : 0;
};

/** The octets after the user data header: the text itself. */
export const userData = (delivery: Delivery): Buffer =>
  delivery.octets.subarray(userDataHeaderOctets(delivery));

/** A PDU whose length fields contradict each other. */
export interface PduFault {
  readonly fault: string;
}

const fault = (text: string): PduFault => ({ fault: text });

/**
 * The longest C-string that is accepted, in octets. By the specification 65 octets are the most (source_addr of
 * data_sm, 5.2.9), but some carriers exceed that limit.
 */
const MAX_CSTRING_OCTETS = 255;

/**
 * Index of the NUL that ends the C-string at `at`, or -1 if there is none within the frame and `MAX_CSTRING_OCTETS`.
 */
const cstringEnd = (frame: Buffer, at: number): number => {
  const limit = Math.min(frame.length, at + MAX_CSTRING_OCTETS);
  for (let i = at; i < limit; i++) if (frame[i] === 0) return i;
  return -1;
};

/**
 * Reads a deliver_sm or data_sm. Every length is checked against the frame before it is used. Other faults are
 * accepted: over-long addresses, unknown parameters, and up to three stray octets at the end.
 *
 * @param frame one whole PDU: a deliver_sm, a data_sm, or a submit_sm, which has the layout of a deliver_sm
 */
export const readDelivery = (frame: Buffer): Delivery | PduFault => {
  const commandId = frame.readUInt32BE(4);
  const serviceTypeEnd = cstringEnd(frame, HEADER_OCTETS);
  if (serviceTypeEnd < 0) return fault('service_type has no end');
  const sourceAt = serviceTypeEnd + 3;
  const sourceEnd = cstringEnd(frame, sourceAt);
  if (sourceEnd < 0) return fault('source_addr has no end');
  const destinationAt = sourceEnd + 3;
  const destinationEnd = cstringEnd(frame, destinationAt);
  if (destinationEnd < 0) return fault('destination_addr has no end');
  const esmAt = destinationEnd + 1;

  let dataCodingAt = esmAt + 2;
  let shortAt = 0;
  let tlvAt = esmAt + 3;
  if (commandId !== Command.dataSm) {
    const scheduleEnd = cstringEnd(frame, esmAt + 3);
    if (scheduleEnd < 0) return fault('schedule_delivery_time has no end');
    const validityEnd = cstringEnd(frame, scheduleEnd + 1);
    if (validityEnd < 0) return fault('validity_period has no end');
    dataCodingAt = validityEnd + 3;
    shortAt = dataCodingAt + 3;
    const length = frame[shortAt - 1];
    if (length === undefined) return fault('the mandatory part is cut short');
    tlvAt = shortAt + length;
  }
  if (tlvAt > frame.length) return fault('short_message runs past the end');

  const delivery: Delivery & { octets: Buffer } = {
    commandId,
    sequence: frame.readUInt32BE(12),
    sourceTon: frame[serviceTypeEnd + 1] ?? 0,
    source: frame.toString('latin1', sourceAt, sourceEnd),
    destination: frame.toString('latin1', destinationAt, destinationEnd),
    esmClass: frame[esmAt] ?? 0,
    dataCoding: frame[dataCodingAt] ?? 0,
    contentAt: shortAt === 0 ? tlvAt : shortAt,
    octets: shortAt === 0 ? frame.subarray(0, 0) : frame.subarray(shortAt, tlvAt),
    receiptedMessageId: undefined,
    messageState: undefined,
    networkErrorCode: undefined,
    sarReference: undefined,
    sarTotal: undefined,
    sarPart: undefined,
    unknownTlvs: undefined,
  };
  for (let at = tlvAt; at + 4 <= frame.length; ) {
    const tag = frame.readUInt16BE(at);
    const start = at + 4;
    const end = start + frame.readUInt16BE(at + 2);
    if (end > frame.length) return fault(`TLV 0x${tag.toString(16)} runs past the end`);
    readTlv(delivery, tag, frame, start, end);
    at = end;
  }
  return delivery;
};

const readTlv = (
  delivery: Delivery & { octets: Buffer },
  tag: number,
  frame: Buffer,
  start: number,
  end: number,
): void => {
  const octets = end - start;
  if (tag === Tag.receiptedMessageId) {
    // The specification asks for a NUL at the end of the id; some carriers leave it out.
    const nul = frame.indexOf(0, start);
    delivery.receiptedMessageId = frame.toString('latin1', start, nul < 0 || nul > end ? end : nul);
  } else if (tag === Tag.messageState && octets === 1) {
    delivery.messageState = frame[start];
  } else if (tag === Tag.networkErrorCode) {
    delivery.networkErrorCode = frame.subarray(start, end);
  } else if (tag === Tag.messagePayload) {
    delivery.octets = frame.subarray(start, end);
  } else if (tag === Tag.sarMsgRefNum && octets === 2) {
    delivery.sarReference = frame.readUInt16BE(start);
  } else if (tag === Tag.sarTotalSegments && octets === 1) {
    delivery.sarTotal = frame[start];
  } else if (tag === Tag.sarSegmentSeqnum && octets === 1) {
    delivery.sarPart = frame[start];
  } else {
    delivery.unknownTlvs ??= [];
    delivery.unknownTlvs.push({ tag, value: frame.subarray(start, end) });
  }
};
