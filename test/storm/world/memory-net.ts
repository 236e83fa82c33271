import type { Clock } from '../../../src/kernel/clock.ts';
import { Cable } from './cable.ts';
import { MemorySocket, type Weather } from './memory-socket.ts';

/** The carriers' ports, and the connections to them, in memory. */
export class MemoryNet {
  readonly #clock: Clock;
  readonly #weather: Weather;
  readonly #ports = new Map<number, (socket: MemorySocket) => void>();
  readonly #cables = new Map<number, Cable>();
  /** The gateway's ends, and the ports that they were made to. */
  readonly #open = new Map<MemorySocket, number>();
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

  /** The network between the gateway and a port. */
  cable(port: number): Cable {
    const cable = this.#cables.get(port) ?? new Cable();
    this.#cables.set(port, cable);
    return cable;
  }

  /** The gateway's ends of the connections to a port. */
  openAt(port: number): readonly MemorySocket[] {
    return [...this.#open].filter(([, to]) => to === port).map(([socket]) => socket);
  }

  /** Begins a connection; it is made or refused after a delay. */
  dial(port: number): MemorySocket {
    const cable = this.cable(port);
    const [near, far] = MemorySocket.pair(this.#clock, this.#weather, cable);
    this.#open.set(near, port);
    // The carrier's system may see a reset before the carrier has taken the connection.
    far.on('error', () => {});
    near.once('close', () => this.#open.delete(near));
    const heldMs = Math.max(cable.out.heldUntil, cable.in.heldUntil) - this.#clock.now();
    this.#clock.after(Math.max(this.#weather.delayMs(), heldMs), () => {
      const welcome = this.#ports.get(port);
      if (near.destroyed) return;
      if (welcome === undefined || cable.isRefusing) {
        near.destroy(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
        return;
      }
      if (!cable.isMute) welcome(far);
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
    for (const socket of [...this.#open.keys()]) socket.resetAndDestroy();
  }
}
