import { HEADER_LENGTH } from './protocol.ts';

const CHUNK = 64 * 1024;

/**
 * Writes PDUs one behind the other, so that one write to the socket takes all of a turn. Octets handed out by `take`
 * are never written over, since the socket may still hold them.
 */
export class FrameWriter {
  #buffer = Buffer.alloc(0);
  /** Where what was not yet taken begins. */
  #start = 0;
  #at = 0;
  #frame = 0;

  get pending(): number {
    return this.#at - this.#start;
  }

  /** @param room at least the octets that the body will take */
  begin(command: number, status: number, sequence: number, room: number): void {
    this.#reserve(HEADER_LENGTH + room);
    this.#frame = this.#at;
    this.#at += 4;
    this.u32(command);
    this.u32(status);
    this.u32(sequence);
  }

  end(): void {
    const length = this.#at - this.#frame;
    const at = this.#frame;
    this.#buffer[at] = length >>> 24;
    this.#buffer[at + 1] = length >>> 16;
    this.#buffer[at + 2] = length >>> 8;
    this.#buffer[at + 3] = length;
  }

  u8(value: number): void {
    this.#buffer[this.#at++] = value;
  }

  u16(value: number): void {
    this.u8(value >>> 8);
    this.u8(value);
  }

  u32(value: number): void {
    this.u16(value >>> 16);
    this.u16(value);
  }

  /** A character an octet, without an end. */
  text(text: string): void {
    const buffer = this.#buffer;
    let at = this.#at;
    for (let i = 0; i < text.length; i++) buffer[at++] = text.charCodeAt(i);
    this.#at = at;
  }

  cString(text: string): void {
    this.text(text);
    this.u8(0);
  }

  octets(octets: Uint8Array): void {
    this.#buffer.set(octets, this.#at);
    this.#at += octets.length;
  }

  /** Octets that need not be a PDU. */
  raw(octets: Uint8Array): void {
    this.#reserve(octets.length);
    this.octets(octets);
  }

  take(): Buffer {
    const taken = this.#buffer.subarray(this.#start, this.#at);
    this.#start = this.#at;
    return taken;
  }

  #reserve(octets: number): void {
    if (this.#at + octets <= this.#buffer.length) return;
    const pending = this.pending;
    const size = Math.max(CHUNK, 2 * pending, pending + octets);
    const larger = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(larger, 0, this.#start, this.#at);
    this.#buffer = larger;
    this.#start = 0;
    this.#at = pending;
  }
}
