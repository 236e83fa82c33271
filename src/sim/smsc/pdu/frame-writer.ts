import { HEADER_LENGTH } from './protocol.ts';

const CHUNK = 64 * 1024;

/**
 * Collects PDUs so that one write sends all PDUs of a turn of the event loop. Octets returned by `take` are never
 * overwritten, since the socket may still hold them.
 */
export class FrameWriter {
  #buffer = Buffer.alloc(0);
  /** Start of the octets that `take` hasn't returned yet. */
  #start = 0;
  #at = 0;
  #frame = 0;

  get pending(): number {
    return this.#at - this.#start;
  }

  /**
   * Begins a PDU.
   *
   * @param room at least as many octets as the body will have
   */
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

  /** Writes one octet for each character, without a NUL. */
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

  /** Writes octets as they are, even if they aren't a PDU. */
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
