import type { Delivery } from '../pdu/delivery.ts';
import type { Receiver } from './connection.ts';

/**
 * One client of the carrier, by its system_id. Its deliveries wait here until one of its sessions can take them, and
 * come back when a session ends before it acknowledged them.
 */
export class Account {
  readonly systemId: string;
  readonly #sessions: Receiver[] = [];
  readonly #resting = new Set<Delivery>();
  #waiting: Delivery[] = [];
  #head = 0;
  #turn = 0;

  constructor(systemId: string) {
    this.systemId = systemId;
  }

  get waiting(): number {
    return this.#resting.size + this.#waiting.length - this.#head;
  }

  /** Number of deliveries that wait or have been sent, and that no session has acknowledged. */
  get unacknowledged(): number {
    return this.#sessions.reduce((sum, session) => sum + session.unacknowledged, this.waiting);
  }

  attach(session: Receiver): void {
    this.#sessions.push(session);
  }

  /**
   * @param unacknowledged deliveries that the session did not acknowledge: they are sent again first, in their old
   * order
   */
  detach(session: Receiver, unacknowledged: readonly Delivery[]): void {
    const index = this.#sessions.indexOf(session);
    if (index >= 0) this.#sessions.splice(index, 1);
    if (unacknowledged.length === 0) return;
    this.#waiting = [...unacknowledged, ...this.#waiting.slice(this.#head)];
    this.#head = 0;
  }

  add(delivery: Delivery): void {
    this.#waiting.push(delivery);
  }

  /** Keeps a refused delivery back until `wake` is called for it. */
  rest(delivery: Delivery): void {
    this.#resting.add(delivery);
  }

  wake(delivery: Delivery): void {
    if (this.#resting.delete(delivery)) this.#waiting.push(delivery);
  }

  /** Sends the waiting deliveries by the sessions that can receive and have room, in turn. */
  pump(): void {
    while (this.#head < this.#waiting.length) {
      const session = this.#nextWithRoom();
      const delivery = this.#waiting[this.#head];
      if (session === undefined || delivery === undefined) break;
      this.#head++;
      session.deliver(delivery);
    }
    if (this.#head === 0 || this.#head * 2 < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#head);
    this.#head = 0;
  }

  /** Removes and returns all waiting deliveries, since the carrier closes. */
  abandon(): readonly Delivery[] {
    const rest = [...this.#resting, ...this.#waiting.slice(this.#head)];
    this.#resting.clear();
    this.#waiting = [];
    this.#head = 0;
    return rest;
  }

  #nextWithRoom(): Receiver | undefined {
    for (let i = 0; i < this.#sessions.length; i++) {
      this.#turn = (this.#turn + 1) % this.#sessions.length;
      const session = this.#sessions[this.#turn];
      if (session?.canReceive === true) return session;
    }
    return undefined;
  }
}
