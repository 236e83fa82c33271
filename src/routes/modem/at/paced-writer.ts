import type { Clock } from '../../../kernel/clock.ts';
import type { Line } from './line.ts';
import type { LineLife } from './line-life.ts';

/** The longest wait for a port to take a PDU, in ms: 350 octets at 1,200 baud need 3 s. */
const WRITE_MS = 5000;

/** Writes to one open serial line, as slowly as the modem needs it. */
export class PacedWriter {
  readonly #line: Line;
  readonly #life: LineLife;
  readonly #clock: Clock;
  #pace = { octets: 0, gapMs: 0 };

  constructor(line: Line, life: LineLife, clock: Clock) {
    this.#line = line;
    this.#life = life;
    this.#clock = clock;
  }

  /** Sets the pace: at most `octets` at once, then a gap of `gapMs`; 0 octets means all at once. */
  pace(octets: number, gapMs: number): void {
    this.#pace = { octets, gapMs };
  }

  /**
   * Writes the octets at the set pace.
   *
   * @returns false if the port doesn't take them in time; the caller then times out waiting for an answer
   * @throws TocsinError deviceFailed if the serial line closes
   */
  async write(octets: Uint8Array): Promise<boolean> {
    const { gapMs } = this.#pace;
    const size = this.#pace.octets || octets.length;
    for (let at = 0; at < octets.length; at += size) {
      if (at > 0) await this.#life.pause(gapMs);
      if (!(await this.#writeNow(octets.subarray(at, at + size)))) return false;
    }
    return true;
  }

  #writeNow(octets: Uint8Array): Promise<boolean> {
    return this.#life.wait<boolean>((resolve, reject) => {
      const cancel = this.#clock.after(WRITE_MS, () => resolve(false));
      this.#line
        .write(octets)
        .then(() => resolve(true), reject)
        .finally(cancel);
      return cancel;
    });
  }
}
