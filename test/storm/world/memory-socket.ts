import { Duplex } from 'node:stream';
import type { Clock } from '../../../src/kernel/clock.ts';

/** How octets travel on one connection. */
export interface Weather {
  /** ms from one end to the other, asked for each piece. */
  readonly delayMs: () => number;
  /** Into how many octets at most a written piece is cut; undefined: it arrives whole. */
  readonly pieceOctets: () => number | undefined;
}

/**
 * One end of a connection in memory. Octets arrive in order, after a delay, perhaps in other pieces than they were
 * written in. It has what the gateway and the simulated carriers use of a TCP socket.
 */
export class MemorySocket extends Duplex {
  readonly #clock: Clock;
  readonly #weather: Weather;
  #other: MemorySocket | undefined;
  /** When the last piece that is under way arrives. */
  #busyUntil = 0;

  private constructor(clock: Clock, weather: Weather) {
    super({ allowHalfOpen: false });
    this.#clock = clock;
    this.#weather = weather;
  }

  static pair(clock: Clock, weather: Weather): readonly [MemorySocket, MemorySocket] {
    const [one, other] = [new MemorySocket(clock, weather), new MemorySocket(clock, weather)];
    one.#other = other;
    other.#other = one;
    return [one, other];
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }

  /** Ends the connection at once: what is under way is lost, and the other end sees a reset. */
  resetAndDestroy(): this {
    const other = this.#other;
    this.#other = undefined;
    if (other !== undefined) {
      other.#other = undefined;
      this.#clock.after(this.#weather.delayMs(), () =>
        other.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })),
      );
    }
    this.destroy();
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // The writer may use its buffer again.
    const octets = Buffer.from(chunk);
    const size = this.#weather.pieceOctets() ?? octets.length;
    for (let at = 0; at < octets.length; at += Math.max(1, size))
      this.#carry((other) => other.push(octets.subarray(at, at + Math.max(1, size))));
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#carry((other) => other.push(null));
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const other = this.#other;
    // A socket that is closed while the other end still writes resets it.
    if (other !== undefined && !this.writableFinished) this.#carry((end) => end.destroy());
    done(error);
  }

  #carry(act: (other: MemorySocket) => void): void {
    const now = this.#clock.now();
    this.#busyUntil = Math.max(this.#busyUntil, now + this.#weather.delayMs());
    this.#clock.after(this.#busyUntil - now, () => {
      const other = this.#other;
      if (other === undefined || other.destroyed) return;
      act(other);
    });
  }
}
