import type { FieldReader } from './field-reader.ts';
import { Status, Tag } from './protocol.ts';

export interface Tlvs {
  payload: Buffer | undefined;
  sarReference: number | undefined;
  sarTotal: number | undefined;
  sarPart: number | undefined;
}

/** The lengths that the specification fixes (SMPP 3.4, 5.3.2), for TLVs that a client might send. */
const fixedLength: ReadonlyMap<number, number> = new Map([
  [0x0005, 1], // dest_addr_subunit
  [0x0019, 1], // payload_type
  [0x0201, 1], // privacy_indicator
  [0x0204, 2], // user_message_reference
  [0x020a, 2], // source_port
  [0x020b, 2], // destination_port
  [Tag.sarReference, 2],
  [0x020d, 1], // language_indicator
  [Tag.sarTotal, 1],
  [Tag.sarPart, 1],
  [0x0426, 1], // more_messages_to_send
  [0x1204, 1], // ms_validity
]);

/** Reads optional parameters up to the end of the PDU; a fault is kept in the reader. */
export const readTlvs = (reader: FieldReader): Tlvs => {
  const tlvs: Tlvs = { payload: undefined, sarReference: undefined, sarTotal: undefined, sarPart: undefined };
  const tags = new Set<number>();
  while (reader.at < reader.end) {
    if (reader.at + 4 > reader.end) {
      reader.fail(Status.invalidTlvStream, 'ends within the head of an optional parameter');
      break;
    }
    const tag = reader.buffer.readUInt16BE(reader.at);
    const length = reader.buffer.readUInt16BE(reader.at + 2);
    const start = reader.at + 4;
    const name = `optional parameter 0x${tag.toString(16).padStart(4, '0')}`;
    if (start + length > reader.end) {
      reader.fail(Status.invalidTlvStream, `${name} of ${length} octets goes past the end`);
      break;
    }
    const fixed = fixedLength.get(tag);
    if (fixed !== undefined && fixed !== length) {
      reader.fail(Status.invalidTlvLength, `${name} has ${length} octets, not ${fixed}`);
      break;
    }
    if (tags.has(tag)) {
      reader.fail(Status.invalidTlvStream, `${name} comes twice`);
      break;
    }
    tags.add(tag);
    reader.at = start + length;
    keep(tlvs, tag, reader.buffer.subarray(start, reader.at));
  }
  return tlvs;
};

const keep = (tlvs: Tlvs, tag: number, value: Buffer): void => {
  if (tag === Tag.messagePayload) tlvs.payload = value;
  else if (tag === Tag.sarReference) tlvs.sarReference = value.readUInt16BE();
  else if (tag === Tag.sarTotal) tlvs.sarTotal = value[0];
  else if (tag === Tag.sarPart) tlvs.sarPart = value[0];
};
