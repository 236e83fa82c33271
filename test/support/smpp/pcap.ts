import { randomInt } from 'node:crypto';

/** Who speaks on a TCP conversation, and to whom. */
export interface Spoken {
  readonly fromClient: boolean;
  readonly octets: Buffer;
}

const LINKTYPE_RAW = 101;
const TCP = 6;
const MAX_SEGMENT = 1400;
const PSH_ACK = 0x18;
const CLIENT_PORT = 40_000;

/** RFC 791 and RFC 9293: the least that holds a segment; checksums are left 0, as with offloading to the card. */
const packet = (
  { fromClient, octets }: Spoken,
  serverPort: number,
  sequence: number,
  acknowledged: number,
): Buffer => {
  const headers = Buffer.alloc(40);
  headers[0] = 0x45;
  headers.writeUInt16BE(40 + octets.length, 2);
  headers[8] = 64;
  headers[9] = TCP;
  headers.set(fromClient ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1], 12);
  headers.writeUInt16BE(fromClient ? CLIENT_PORT : serverPort, 20);
  headers.writeUInt16BE(fromClient ? serverPort : CLIENT_PORT, 22);
  headers.writeUInt32BE(sequence, 24);
  headers.writeUInt32BE(acknowledged, 28);
  headers[32] = 0x50;
  headers[33] = PSH_ACK;
  headers.writeUInt16BE(0xffff, 34);
  return Buffer.concat([headers, octets]);
};

/** A conversation as a capture file (libpcap 2.4, raw IP), as if somebody had listened between two machines. */
export const pcapOf = (conversation: readonly Spoken[], serverPort: number): Buffer => {
  const file = Buffer.alloc(24);
  file.writeUInt32LE(0xa1b2c3d4, 0);
  file.writeUInt16LE(2, 4);
  file.writeUInt16LE(4, 6);
  file.writeUInt32LE(262_144, 16);
  file.writeUInt32LE(LINKTYPE_RAW, 20);
  const records: Buffer[] = [file];
  const next = { client: randomInt(1, 2 ** 30), server: randomInt(1, 2 ** 30) };
  let second = 1;
  for (const { fromClient, octets } of conversation) {
    for (let at = 0; at < octets.length; at += MAX_SEGMENT) {
      const segment = octets.subarray(at, at + MAX_SEGMENT);
      const [from, to] = fromClient ? (['client', 'server'] as const) : (['server', 'client'] as const);
      const ip = packet({ fromClient, octets: segment }, serverPort, next[from], next[to]);
      next[from] += segment.length;
      const record = Buffer.alloc(16);
      record.writeUInt32LE(second++, 0);
      record.writeUInt32LE(ip.length, 8);
      record.writeUInt32LE(ip.length, 12);
      records.push(record, ip);
    }
  }
  return Buffer.concat(records);
};
