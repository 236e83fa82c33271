import type { Clock } from '../../../src/kernel/clock.ts';
import { MemorySocket, type Weather } from './memory-socket.ts';

/** The carriers' ports, and the connections to them, in memory. */
export class MemoryNet {
  readonly #clock: Clock;
  readonly #weather: Weather;
  readonly #ports = new Map<number, (socket: MemorySocket) => void>();
  readonly #open = new Set<MemorySocket>();
  #lastPort = 0;

  constructor(clock: Clock, weather: Weather) {
    this.#clock = clock;
    this.#weather = weather;
  }

  /** Takes connections at a new port. */
  listen(welcome: (socket: MemorySocket) => void): number {
    this.#ports.set(++this.#lastPort, welcome);
    return this.#lastPort;
  }

  /** Refuses connections at the port from now on. */
  close(port: number): void {
    this.#ports.delete(port);
  }

  /** Begins a connection; it is made or refused after a delay. */
  dial(port: number): MemorySocket {
    const [near, far] = MemorySocket.pair(this.#clock, this.#weather);
    this.#open.add(near);
    // The carrier's system may see a reset before the carrier has taken the connection.
    far.on('error', () => {});
    near.once('close', () => this.#open.delete(near));
    this.#clock.after(this.#weather.delayMs(), () => {
      const welcome = this.#ports.get(port);
      if (near.destroyed) return;
      if (welcome === undefined) {
        near.destroy(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
        return;
      }
      welcome(far);
      near.emit('connect');
    });
    return near;
  }

  /** How many connections the gateway has open. */
  get openCount(): number {
    return this.#open.size;
  }

  /** The gateway's process has ended: the system resets what it had open. */
  resetAll(): void {
    for (const socket of [...this.#open]) socket.resetAndDestroy();
  }
}
