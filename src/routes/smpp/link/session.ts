import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { Sender } from '../../../domain/messages/sender.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { statusInWords, unanswered } from '../../../protocols/smpp/outcomes.ts';
import { Command, isResponse, responseTo, Status } from '../../../protocols/smpp/protocol.ts';
import {
  ANSWER_OCTETS,
  readMessageId,
  type SubmitFields,
  submitSmBound,
  writeAnswer,
  writeSubmitSm,
} from '../../../protocols/smpp/submit-pdu.ts';
import { Window } from '../../../protocols/smpp/window.ts';
import { encodeQuery } from '../submit/query.ts';
import { encodeBind, type LinkRole } from './bind-pdu.ts';
import { reportsCongestion } from './congestion.ts';
import type { Dialled } from './dial.ts';
import { CarrierDeliveries } from './incoming.ts';
import type { LinkEvent } from './link-state.ts';
import { OpenQueries } from './open-queries.ts';
import { Patience } from './patience.ts';
import type { SessionOwner } from './session-owner.ts';
import { Wire } from './wire.ts';

/**
 * One socket from dial to close: the submits in flight on it, and the handling of its PDUs. Each new socket gets a new
 * session, with the next number as its `generation`.
 */
export class Session {
  readonly generation: number;
  readonly #config: SmppRouteConfig;
  readonly #clock: Clock;
  readonly #owner: SessionOwner;
  readonly #tell: (event: LinkEvent) => void;
  readonly #wire: Wire;
  readonly #window = new Window();
  #bindSequence = 0;
  #bound = false;
  #heardAt: number;
  #freed = false;
  readonly #incoming: CarrierDeliveries;
  readonly #patience: Patience;
  readonly #queries: OpenQueries;

  /** @param dialled a socket that begins to connect */
  constructor(
    generation: number,
    dialled: Dialled,
    config: SmppRouteConfig,
    clock: Clock,
    owner: SessionOwner,
    tell: (event: LinkEvent) => void,
  ) {
    this.generation = generation;
    this.#config = config;
    this.#clock = clock;
    this.#owner = owner;
    this.#tell = tell;
    this.#heardAt = clock.elapsed();
    this.#incoming = new CarrierDeliveries({
      take: (frame) => owner.delivery(frame),
      answer: (commandId, status, sequence) => this.#write(commandId, status, sequence),
      drained: () => owner.changed(),
    });
    this.#patience = new Patience(config.window);
    this.#queries = new OpenQueries(clock, config.responseTimeout);
    const { socket, connectedEvent } = dialled;
    this.#wire = new Wire(socket, connectedEvent, owner.trace, {
      connected: () => tell({ type: 'connected', generation }),
      frame: (frame) => this.#frame(frame),
      readEnd: () => this.#readEnd(),
      drained: () => owner.changed(),
      broken: (reason) => {
        this.#write(Command.genericNack, Status.invalidCommandLength, 0);
        tell({ type: 'broken', generation, reason });
      },
      closed: (reason) => tell({ type: 'closed', generation, reason }),
    });
  }

  get inFlight(): number {
    return this.#window.size;
  }

  /** The number of deliveries that the gateway hasn't answered yet. */
  get unacknowledged(): number {
    return this.#incoming.unacknowledged;
  }

  /** When octets last came from the carrier, by the clock's elapsed time. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** How many submits the session would take; 0 while the carrier doesn't read what was written. */
  get room(): number {
    if (this.#wire.blocked) return 0;
    // Each unanswered submit becomes uncertain, so only one is risked to see whether the carrier answers again.
    const window = this.unresponsive ? 1 : this.#config.window;
    return Math.max(0, window - this.#window.size);
  }

  /** Whether the carrier sends other PDUs, but has stopped answering submits. */
  get unresponsive(): boolean {
    return this.#patience.isOver;
  }

  /** When the oldest submit in flight times out, by the clock's elapsed time; undefined if no submit is in flight. */
  get dueAt(): number | undefined {
    const oldest = this.#window.oldest();
    return oldest === undefined ? undefined : oldest.writtenAt + this.#config.responseTimeout;
  }

  bind(role: LinkRole): void {
    this.#bindSequence = this.#window.nextSequence();
    this.#wire.write(encodeBind(role, this.#config, this.#bindSequence));
  }

  /** Sends an enquire_link or unbind: requests without a body. */
  request(commandId: number): void {
    this.#write(commandId, 0, this.#window.nextSequence());
  }

  submit(part: OutgoingPart, fields: SubmitFields): Promise<Outcome> {
    return new Promise((resolve) => {
      const wire = this.#wire;
      const sequence = this.#window.nextSequence();
      const { buffer, at } = wire.reserve(submitSmBound(fields));
      wire.commit(writeSubmitSm(buffer, at, sequence, fields));
      this.#window.add(sequence, { part, writtenAt: this.#clock.elapsed(), resolve });
    });
  }

  /** Resolves with the query_sm_resp; undefined if none comes in time. */
  query(messageId: string, from: Sender | undefined): Promise<Buffer | undefined> {
    const sequence = this.#window.nextSequence();
    const frame = encodeQuery(messageId, from, this.#config, sequence);
    if (frame === undefined) return Promise.resolve(undefined);
    this.#wire.write(frame);
    return this.#queries.wait(sequence);
  }

  /** Settles as uncertain each submit that is overdue. */
  expire(): void {
    const now = this.#clock.elapsed();
    const expired = this.#window.expire(now - this.#config.responseTimeout);
    if (expired.length === 0) return;
    for (const { writtenAt } of expired) this.#patience.unanswered(writtenAt);
    for (const pending of expired) pending.resolve(unanswered(now - pending.writtenAt));
    if (expired.some((pending) => this.#heardAt <= pending.writtenAt))
      this.#tell({ type: 'silent', generation: this.generation });
    this.#owner.changed();
  }

  /** Closes the socket if it is still open, and settles everything in flight as uncertain. */
  close(reason: string): void {
    this.#wire.destroy();
    const evidence = 'the link was lost before submit_sm_resp came';
    for (const { resolve } of this.#window.drain()) resolve({ kind: 'uncertain', reason, evidence });
    this.#queries.close();
  }

  #write(commandId: number, status: number, sequence: number): void {
    const { buffer, at } = this.#wire.reserve(ANSWER_OCTETS);
    this.#wire.commit(writeAnswer(buffer, at, commandId, status, sequence));
  }

  #frame(frame: Buffer): void {
    const { generation } = this;
    const commandId = frame.readUInt32BE(4);
    const status = frame.readUInt32BE(8);
    const sequence = frame.readUInt32BE(12);
    switch (commandId) {
      case Command.submitSmResp:
        this.#settle(sequence, status, frame);
        if (status === Status.invalidBindStatus) this.#dismissed(statusInWords(status));
        return;
      case Command.querySmResp:
        this.#queries.answered(sequence, frame);
        return;
      case Command.deliverSm:
      case Command.dataSm:
        if (this.#bound) this.#incoming.take(frame, commandId, sequence);
        else this.#write(responseTo(commandId), Status.invalidBindStatus, sequence);
        return;
      case Command.enquireLink:
        this.#write(Command.enquireLinkResp, Status.ok, sequence);
        return;
      case Command.genericNack:
        if (!this.#bound && sequence === this.#bindSequence) this.#bindAnswer(status || Status.bindFailed);
        else this.#settle(sequence, status || Status.invalidCommandId, frame);
        this.#queries.answered(sequence, undefined);
        return;
      case Command.bindTransceiverResp:
      case Command.bindTransmitterResp:
      case Command.bindReceiverResp:
        if (sequence === this.#bindSequence) this.#bindAnswer(status);
        return;
      case Command.unbind:
        this.#write(Command.unbindResp, Status.ok, sequence);
        this.#dismissed('the carrier ended the session (unbind)');
        return;
      case Command.unbindResp:
        this.#tell({ type: 'unbindAnswer', generation });
        return;
      case Command.outbind:
      case Command.alertNotification:
        // Neither has a response (3.4, 4.1.7 and 4.12.1). An outbind asks the gateway to connect, which it has done.
        return;
      default:
        if (!isResponse(commandId)) this.#write(Command.genericNack, Status.invalidCommandId, sequence);
    }
  }

  #dismissed(reason: string): void {
    this.#tell({ type: 'dismissed', generation: this.generation, inFlight: this.#window.size, reason });
  }

  #bindAnswer(status: number): void {
    this.#bound ||= status === Status.ok;
    this.#tell({ type: 'bindAnswer', generation: this.generation, status });
  }

  #settle(sequence: number, status: number, frame: Buffer): void {
    const pending = this.#window.take(sequence);
    const part = pending?.part ?? this.#window.takeLate(sequence);
    if (part === undefined) return;
    this.#patience.answered(this.#clock.elapsed());
    const outcome =
      status === Status.ok
        ? this.#owner.accepted(readMessageId(frame), part, reportsCongestion(frame))
        : this.#owner.refused(status);
    this.#freed ||= pending !== undefined;
    if (pending === undefined) this.#owner.late(part, outcome);
    else pending.resolve(outcome);
  }

  #readEnd(): void {
    const { generation } = this;
    this.#heardAt = this.#clock.elapsed();
    this.#tell({ type: 'heard', generation });
    if (!this.#freed) return;
    this.#freed = false;
    if (this.#window.size === 0) this.#tell({ type: 'drained', generation });
    this.#owner.changed();
  }
}
