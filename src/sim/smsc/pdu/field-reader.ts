import { Status } from './protocol.ts';

/**
 * Reads the fields of one PDU in order. The first fault is kept in `fault`, and every later field reads as empty, so
 * that a caller needs to check only at the end.
 */
export class FieldReader {
  readonly buffer: Buffer;
  readonly end: number;
  at: number;
  fault: string | undefined;
  /** The command_status for the answer to a faulty PDU. */
  faultStatus: number = Status.ok;

  constructor(buffer: Buffer, start: number, end: number) {
    this.buffer = buffer;
    this.at = start;
    this.end = end;
  }

  fail(status: number, fault: string): void {
    if (this.fault === undefined) {
      this.fault = fault;
      this.faultStatus = status;
    }
    this.at = this.end;
  }

  u8(name: string): number {
    if (this.at >= this.end) {
      this.fail(Status.invalidCommandLength, `ends before ${name}`);
      return 0;
    }
    return this.buffer[this.at++] ?? 0;
  }

  /**
   * Reads a C-string.
   *
   * @param longest the largest number of octets, the NUL included, as the specification's tables count
   */
  cString(name: string, longest: number, status: number = Status.invalidCommandLength): string {
    const { at, buffer } = this;
    const limit = Math.min(this.end, at + longest);
    let end = at;
    while (end < limit && buffer[end] !== 0) end++;
    if (end < limit) {
      this.at = end + 1;
      return end === at ? '' : buffer.toString('latin1', at, end);
    }
    const cut = limit === this.end ? 'has no NUL before the end' : `is longer than ${longest - 1} octets`;
    this.fail(status, `${name} ${cut}`);
    return '';
  }

  octets(name: string, length: number): Buffer {
    const start = this.at;
    if (start + length > this.end) {
      this.fail(Status.invalidMessageLength, `${name} ends after ${this.end - start} of ${length} octets`);
      return EMPTY;
    }
    this.at = start + length;
    return this.buffer.subarray(start, this.at);
  }
}

const EMPTY = Buffer.alloc(0);
