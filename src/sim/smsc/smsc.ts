import type { Account } from './carrier/account.ts';
import { type Arrival, Carrier } from './carrier/carrier.ts';
import type { InboundText } from './carrier/inbound.ts';
import { inboundParts } from './carrier/inbound.ts';
import { Intake } from './carrier/intake.ts';
import type { Misbehaviour } from './carrier/misbehaviour.ts';
import { calm } from './carrier/misbehaviour.ts';
import type { SmscOptions } from './carrier/options.ts';
import { settingsOf } from './carrier/options.ts';
import type { Phones } from './carrier/phones.ts';
import type { Stats } from './carrier/stats.ts';
import { Command } from './pdu/protocol.ts';
import { Listener } from './session/listener.ts';
import { Requests } from './session/requests.ts';
import { serve } from './session/serve.ts';
import { Waiters } from './waiters.ts';

export type { Misbehaviour, SmscOptions };

/**
 * A simulated carrier that speaks SMPP 3.4 over TCP, with phones behind it. It checks clients strictly: their faults
 * are in `violations`. The simulation shares no PDU code with the gateway, so that each checks the other.
 */
export class Smsc {
  readonly #carrier: Carrier;
  readonly #intake: Intake;
  readonly #listener: Listener;
  readonly #waiters: Waiters<Smsc>;
  #dropTimer: NodeJS.Timeout | undefined;

  private constructor(options: SmscOptions) {
    this.#waiters = new Waiters<Smsc>(this);
    this.#carrier = new Carrier(settingsOf(options), () => this.#waiters.look());
    this.#intake = new Intake(this.#carrier);
    const requests = new Requests(this.#carrier, this.#intake);
    this.#listener = new Listener(options.port ?? 0, (socket) => serve(socket, this.#carrier, requests));
  }

  /** Starts a carrier; rejects if the port isn't free. */
  static async start(options: SmscOptions = {}): Promise<Smsc> {
    const smsc = new Smsc(options);
    await smsc.#listener.open();
    return smsc;
  }

  get port(): number {
    return this.#listener.port;
  }

  get stats(): Readonly<Stats> {
    return this.#carrier.stats;
  }

  /** The first 1000 faults of clients, in words. */
  get violations(): readonly string[] {
    return this.#carrier.violations;
  }

  /** Removes and returns the arrivals recorded since the last call. */
  takeArrivals(): readonly Arrival[] {
    return this.#carrier.arrivals.splice(0);
  }

  get phones(): Phones {
    return this.#carrier.phones;
  }

  /** Number of sessions that are bound now. */
  get bound(): number {
    let bound = 0;
    for (const session of this.#carrier.sessions) if (session.isBound) bound++;
    return bound;
  }

  /** Number of receipts and inbound messages that wait for a session or for another try. */
  get undelivered(): number {
    let waiting = 0;
    for (const account of this.#carrier.accounts.values()) waiting += account.waiting;
    return waiting;
  }

  /**
   * Number of accepted messages whose receipt is still to come, and of receipts and inbound messages that no client
   * has acknowledged. At 0, the clients know all that the carrier has to say.
   */
  get unacknowledged(): number {
    let sum = this.#carrier.unfinished;
    for (const account of this.#carrier.accounts.values()) sum += account.unacknowledged;
    return sum;
  }

  /** Sets these faults from now on; others stay as they are. */
  misbehave(change: Partial<Misbehaviour>): void {
    this.#carrier.behave(change);
    if ('dropAfterSubmits' in change) this.#intake.dropAfter(change.dropAfterSubmits);
    if ('dropEvery' in change) {
      clearInterval(this.#dropTimer);
      this.#dropTimer =
        change.dropEvery === undefined ? undefined : setInterval(() => this.drop(), change.dropEvery);
    }
  }

  /** Ends every misbehaviour. */
  calm(): void {
    this.misbehave(calm);
  }

  /** Resets every connection, and accepts new ones. */
  drop(): void {
    for (const session of [...this.#carrier.sessions]) {
      this.#carrier.stats.dropped++;
      session.cut();
    }
    this.#carrier.settle();
  }

  /** Resets every connection and refuses new ones. */
  cut(): void {
    void this.#listener.close();
    this.drop();
  }

  /** Listens again on the same port. */
  restore(): Promise<void> {
    return this.#listener.open();
  }

  /** Turns a black hole on or off: sockets stay open, but nothing is read or answered. */
  blackHole(on: boolean): void {
    this.#carrier.blackHoled = on;
    for (const session of this.#carrier.sessions) session.blackHole(on);
    this.#carrier.settle();
  }

  /** Sends enquire_link by each bound session; the stats count the answers. */
  enquireLink(): void {
    for (const session of this.#carrier.sessions) if (session.isBound) session.request(Command.enquireLink);
    this.#carrier.settle();
  }

  /** Sends unbind by each bound session. */
  unbind(): void {
    for (const session of this.#carrier.sessions) if (session.isBound) session.request(Command.unbind);
    this.#carrier.settle();
  }

  /** Writes octets to each connection, whether they are PDUs or not. */
  inject(octets: Uint8Array): void {
    for (const session of this.#carrier.sessions) session.inject(octets);
    this.#carrier.settle();
  }

  /**
   * Sends a message from a phone. Resolves once the client acknowledged each part; a refused part is sent again.
   * Rejects if no such client ever bound.
   */
  async sendInbound(message: InboundText): Promise<void> {
    const account = this.#accountFor(message.systemId);
    const taken = inboundParts(message).map(
      (part) =>
        new Promise<void>((resolve, reject) => {
          const abandoned = () => reject(new Error('the carrier closed before the message was taken'));
          account.add({ ...part, taken: resolve, abandoned });
        }),
    );
    this.#carrier.settle();
    await Promise.all(taken);
  }

  /**
   * Resolves when `predicate` holds, which is checked after each turn of the event loop; rejects if the carrier closes
   * first.
   */
  until(predicate: (smsc: Smsc) => boolean): Promise<void> {
    return this.#waiters.until(predicate);
  }

  /** Resolves once the port and all sockets are closed. */
  async close(): Promise<void> {
    clearInterval(this.#dropTimer);
    const closed = this.#listener.close();
    for (const session of [...this.#carrier.sessions]) session.cut();
    this.#carrier.due.close();
    for (const account of this.#carrier.accounts.values()) {
      for (const delivery of account.abandon()) if (delivery.kind === 'inbound') delivery.abandoned();
    }
    this.#waiters.close();
    await closed;
  }

  #accountFor(systemId: string | undefined): Account {
    const { accounts } = this.#carrier;
    if (systemId === undefined && accounts.size > 1) throw new Error('more than one client: give a systemId');
    const account = systemId === undefined ? [...accounts.values()][0] : accounts.get(systemId);
    if (account === undefined)
      throw new Error(systemId === undefined ? 'no client ever bound' : `${systemId} never bound`);
    return account;
  }
}
