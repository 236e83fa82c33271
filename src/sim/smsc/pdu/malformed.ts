import { Command, RESPONSE, Status, Tag } from './protocol.ts';

/**
 * Malformed requests have sequence numbers from this one on, so that a response to one is not taken for a fault of the
 * client.
 */
export const MALFORMED_SEQUENCES = 0x7fff0000;

const NO_ADDRESSES = [0, 0, 0, 0, 0, 0, 0];
const UP_TO_LENGTH = [...NO_ADDRESSES, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const AN_A = 0x41;

/** Malformed PDUs: an unknown command, fields that end early, parameters past the end, a missing NUL. */
const kinds: readonly (readonly [command: number, body: readonly number[]])[] = [
  [0x0999, [1, 2, 3]],
  [Command.deliverSm, []],
  [Command.deliverSm, [0, 1, 1, AN_A, AN_A, AN_A]],
  [Command.deliverSm, [...UP_TO_LENGTH, 200, AN_A]],
  [Command.deliverSm, [...UP_TO_LENGTH, 0, Tag.messagePayload >> 8, Tag.messagePayload & 0xff, 0xff, 0xff]],
  [Command.deliverSm, [...UP_TO_LENGTH, 0, 0x04]],
  [Command.submitSm + RESPONSE, [AN_A, AN_A, AN_A]],
  [Command.enquireLink + RESPONSE, [0]],
  [0x80000999, []],
];

/** The n-th of an endless sequence of malformed PDUs; only their length is right. */
export const malformedPdu = (n: number): Buffer => {
  const [command, body] = kinds[n % kinds.length] ?? [0, []];
  const pdu = Buffer.alloc(16 + body.length);
  pdu.writeUInt32BE(pdu.length, 0);
  pdu.writeUInt32BE(command, 4);
  pdu.writeUInt32BE(Status.ok, 8);
  pdu.writeUInt32BE(MALFORMED_SEQUENCES + (n % 0xffff), 12);
  pdu.set(body, 16);
  return pdu;
};

const lengths = [8, 0, 0x7fffffff, 15, 3, 0xffffffff];

/** The n-th of an endless sequence of headers with a command_length that no PDU can have. */
export const badLength = (n: number): Buffer => {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(lengths[n % lengths.length] ?? 0, 0);
  header.writeUInt32BE(Command.enquireLink, 4);
  header.writeUInt32BE(MALFORMED_SEQUENCES, 12);
  return header;
};
