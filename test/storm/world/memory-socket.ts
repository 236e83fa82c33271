import { Duplex } from 'node:stream';
import type { Clock } from '../../../src/kernel/clock.ts';
import type { Cable, Way } from './cable.ts';

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
  readonly #way: Way;
  /** Whether the network has forgotten the connection: nothing that is written arrives, and nobody is told. */
  #isLost = false;
  #other: MemorySocket | undefined;
  /** When the last piece that is under way arrives. */
  #busyUntil = 0;

  private constructor(clock: Clock, weather: Weather, way: Way) {
    super({ allowHalfOpen: false });
    this.#clock = clock;
    this.#weather = weather;
    this.#way = way;
  }

  /** The gateway's end, and the carrier's. */
  static pair(clock: Clock, weather: Weather, cable: Cable): readonly [MemorySocket, MemorySocket] {
    const near = new MemorySocket(clock, weather, cable.out);
    const far = new MemorySocket(clock, weather, cable.in);
    near.#other = far;
    far.#other = near;
    return [near, far];
  }

  /** The network forgets the connection, as a firewall that was restarted does. Both ends find out after a time. */
  lose(noticedMs: number): void {
    const ends = [this, this.#other];
    for (const end of ends) if (end !== undefined) end.#isLost = true;
    this.#clock.after(noticedMs, () => {
      for (const end of ends) end?.destroy(Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT' }));
    });
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
      if (this.#isLost) return this.destroy();
      const delayMs = Math.max(this.#weather.delayMs(), this.#way.heldUntil - this.#clock.now());
      this.#clock.after(delayMs, () =>
        other.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })),
      );
    }
    this.destroy();
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // The writer may use its buffer again.
    const left = this.#way.octetsLeft ?? Number.POSITIVE_INFINITY;
    const octets = Buffer.from(chunk.subarray(0, Math.min(left, chunk.length)));
    if (this.#way.octetsLeft !== undefined) this.#way.octetsLeft -= octets.length;
    const size = this.#weather.pieceOctets() ?? octets.length;
    for (let at = 0; at < octets.length; at += Math.max(1, size))
      this.#carry((other) => other.push(octets.subarray(at, at + Math.max(1, size))));
    if (octets.length < chunk.length) this.#cutBoth();
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

  /** Resets both ends when what was written has arrived. The next connection is whole again. */
  #cutBoth(): void {
    this.#way.octetsLeft = undefined;
    this.#carry((other) => {
      for (const end of [this, other])
        end.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    });
  }

  #carry(act: (other: MemorySocket) => void): void {
    if (this.#isLost) return;
    const now = this.#clock.now();
    this.#busyUntil = Math.max(this.#busyUntil, now + this.#weather.delayMs(), this.#way.heldUntil);
    this.#clock.after(this.#busyUntil - now, () => {
      const other = this.#other;
      if (other === undefined || other.destroyed || this.#isLost) return;
      act(other);
    });
  }
}
