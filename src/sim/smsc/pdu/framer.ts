import { HEADER_LENGTH } from './protocol.ts';

/** The largest number of octets of a PDU: a message_payload of 65,535 octets and its other fields. */
const LONGEST = 70_000;

/** Takes one whole PDU, `buffer[start..end)`; returns false to stop the reading. */
export type TakeFrame = (buffer: Buffer, start: number, end: number) => boolean;

/** Cuts the octets of a connection into PDUs, without copying PDUs that arrive whole. */
export class Framer {
  #rest: Buffer | undefined;

  /**
   * Passes on the whole PDUs so far.
   *
   * @returns a command_length that no PDU can have, after which the stream can't be read; undefined if there was none
   */
  push(chunk: Buffer, take: TakeFrame): number | undefined {
    const buffer = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    let start = 0;
    while (start + 4 <= buffer.length) {
      const length = buffer.readUInt32BE(start);
      if (length < HEADER_LENGTH || length > LONGEST) return length;
      const end = start + length;
      if (end > buffer.length) break;
      if (!take(buffer, start, end)) return undefined;
      start = end;
    }
    if (start < buffer.length) this.#rest = buffer.subarray(start);
    return undefined;
  }
}
