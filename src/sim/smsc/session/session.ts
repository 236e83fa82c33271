import type { Socket } from 'node:net';
import type { Account } from '../carrier/account.ts';
import type { Carrier } from '../carrier/carrier.ts';
import type { Connection } from '../carrier/connection.ts';
import type { Delivery } from '../pdu/delivery.ts';
import { writeDelivery } from '../pdu/delivery.ts';
import { FrameWriter } from '../pdu/frame-writer.ts';
import { badLength, MALFORMED_SEQUENCES, malformedPdu } from '../pdu/malformed.ts';
import { Command, RESPONSE, Status } from '../pdu/protocol.ts';
import type { BindMode } from './bind-mode.ts';

/** One connection: what is written to it, and the deliver_sm that it has not acknowledged. */
export class Session implements Connection {
  readonly #socket: Socket;
  readonly #carrier: Carrier;
  readonly #out = new FrameWriter();
  readonly #unacknowledged = new Map<number, Delivery>();
  readonly #enquired = new Set<number>();
  #account: Account | undefined;
  #mode: BindMode = 'open';
  #sequence = 0;
  #written = 0;
  #over = false;

  constructor(socket: Socket, carrier: Carrier) {
    this.#socket = socket;
    this.#carrier = carrier;
    socket.on('drain', () => {
      if (!carrier.blackHoled) socket.resume();
    });
  }

  get account(): Account | undefined {
    return this.#account;
  }

  get isBound(): boolean {
    return this.#mode !== 'open';
  }

  get transmits(): boolean {
    return this.#mode === 'transmitter' || this.#mode === 'transceiver';
  }

  get canReceive(): boolean {
    const receives = this.#mode === 'receiver' || this.#mode === 'transceiver';
    return (
      receives &&
      !this.#carrier.blackHoled &&
      this.#unacknowledged.size < this.#carrier.settings.receiptWindow
    );
  }

  get unacknowledged(): number {
    return this.#unacknowledged.size;
  }

  get isOver(): boolean {
    return this.#over;
  }

  bind(mode: BindMode, account: Account): void {
    this.#mode = mode;
    this.#account = account;
    account.attach(this);
  }

  /**
   * Writes a response.
   *
   * @param text the one field of the body, if the response has one
   */
  answer(command: number, status: number, sequence: number, text?: string): void {
    if (this.#over) return;
    this.#out.begin(command === Command.genericNack ? command : command + RESPONSE, status, sequence, 80);
    if (text !== undefined) this.#out.cString(text);
    this.#end();
  }

  /** Writes a response whose body `write` fills with at most `room` octets. */
  answerWith(command: number, sequence: number, room: number, write: (out: FrameWriter) => void): void {
    if (this.#over) return;
    this.#out.begin(command + RESPONSE, Status.ok, sequence, room);
    write(this.#out);
    this.#end();
  }

  deliver(delivery: Delivery): void {
    const sequence = this.#nextSequence();
    this.#unacknowledged.set(sequence, delivery);
    writeDelivery(this.#out, sequence, delivery);
    this.#spoil();
    if (delivery.kind === 'receipt') this.#carrier.stats.receiptsSent++;
    else this.#carrier.stats.inboundSent++;
  }

  /** Sends a request without a body: enquire_link or unbind. */
  request(command: number): void {
    if (this.#over) return;
    const sequence = this.#nextSequence();
    if (command === Command.enquireLink) this.#enquired.add(sequence);
    this.#out.begin(command, Status.ok, sequence, 0);
    this.#end();
  }

  inject(octets: Uint8Array): void {
    if (!this.#over) this.#out.raw(octets);
  }

  /** Removes and returns the delivery that a deliver_sm_resp answers. */
  acknowledge(sequence: number): Delivery | undefined {
    const delivery = this.#unacknowledged.get(sequence);
    this.#unacknowledged.delete(sequence);
    return delivery;
  }

  enquireAnswered(sequence: number): boolean {
    return this.#enquired.delete(sequence);
  }

  flush(): void {
    if (this.#over || this.#carrier.blackHoled || this.#out.pending === 0) return;
    // The carrier stops reading from a client that doesn't read, or the answers would fill the memory.
    if (!this.#socket.write(this.#out.take())) this.#socket.pause();
  }

  blackHole(on: boolean): void {
    if (on) this.#socket.pause();
    else if (!this.#socket.writableNeedDrain) this.#socket.resume();
  }

  /** Closes the connection after everything written was sent. */
  finish(): void {
    this.flush();
    this.#leave();
    this.#socket.destroySoon();
  }

  /** Resets the connection: octets in transit are lost. */
  cut(): void {
    this.#leave();
    this.#socket.resetAndDestroy();
  }

  /** Call when the connection has closed: unacknowledged deliveries go back to the account. */
  closed(): void {
    this.#leave();
  }

  #leave(): void {
    if (this.#over) return;
    this.#over = true;
    this.#mode = 'open';
    this.#carrier.sessions.delete(this);
    this.#account?.detach(this, [...this.#unacknowledged.values()]);
    this.#unacknowledged.clear();
  }

  #nextSequence(): number {
    this.#sequence = (this.#sequence % (MALFORMED_SEQUENCES - 1)) + 1;
    return this.#sequence;
  }

  #end(): void {
    this.#out.end();
    this.#spoil();
  }

  #spoil(): void {
    const { malformed, badLength: unreadable } = this.#carrier.behaviour;
    if (this.#carrier.chance(malformed)) this.#out.raw(malformedPdu(this.#written++));
    if (this.#carrier.chance(unreadable)) this.#out.raw(badLength(this.#written++));
  }
}
