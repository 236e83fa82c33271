import { HEADER_OCTETS } from './protocol.ts';

/**
 * The longest frame that is accepted, in octets. It has room for a message_payload of 65,535 octets (5.3.2.32), the
 * mandatory fields and other optional parameters.
 */
export const MAX_FRAME_OCTETS = 70_000;

/**
 * The length field of a frame has a value that no PDU can have. The reader then can't find the next frame, so the link
 * must be closed.
 */
export interface FramingFault {
  readonly length: number;
}

/**
 * Cuts a stream of octets into whole frames. The length is checked before memory is allocated, so a peer can make the
 * reader hold at most one frame. A frame that arrives whole in one chunk is a view of that chunk, not a copy.
 */
export class FrameReader {
  readonly #onFrame: (frame: Buffer) => void;
  readonly #head = Buffer.alloc(4);
  #headFilled = 0;
  #frame: Buffer | undefined;
  #filled = 0;
  #closed = false;

  constructor(onFrame: (frame: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** Stops the reader: no more frames come, not even from the chunk that is being read. */
  close(): void {
    this.#closed = true;
  }

  push(chunk: Buffer): FramingFault | undefined {
    let at = 0;
    while (at < chunk.length && !this.#closed) {
      if (this.#frame !== undefined) {
        at = this.#fill(this.#frame, chunk, at);
      } else if (this.#headFilled === 0 && chunk.length - at >= 4) {
        const length = chunk.readUInt32BE(at);
        if (length < HEADER_OCTETS || length > MAX_FRAME_OCTETS) return { length };
        if (chunk.length - at >= length) {
          this.#onFrame(chunk.subarray(at, at + length));
          at += length;
        } else {
          this.#begin(length);
        }
      } else {
        this.#head[this.#headFilled++] = chunk[at++] ?? 0;
        if (this.#headFilled < 4) continue;
        const length = this.#head.readUInt32BE(0);
        if (length < HEADER_OCTETS || length > MAX_FRAME_OCTETS) return { length };
        this.#filled = this.#head.copy(this.#begin(length));
      }
    }
    return undefined;
  }

  #begin(length: number): Buffer {
    this.#frame = Buffer.allocUnsafe(length);
    this.#filled = 0;
    this.#headFilled = 0;
    return this.#frame;
  }

  #fill(frame: Buffer, chunk: Buffer, at: number): number {
    const taken = chunk.copy(frame, this.#filled, at, at + frame.length - this.#filled);
    this.#filled += taken;
    if (this.#filled === frame.length) {
      this.#frame = undefined;
      this.#onFrame(frame);
    }
    return at + taken;
  }
}
