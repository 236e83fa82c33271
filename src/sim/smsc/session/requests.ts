import type { Carrier } from '../carrier/carrier.ts';
import type { Intake } from '../carrier/intake.ts';
import type { Delivery } from '../pdu/delivery.ts';
import { FieldReader } from '../pdu/field-reader.ts';
import { MALFORMED_SEQUENCES } from '../pdu/malformed.ts';
import { Command, HEADER_LENGTH, RESPONSE, Status, Tag } from '../pdu/protocol.ts';
import { bindModeOf, readBind } from '../pdu/read-bind.ts';
import { smppTime } from '../pdu/smpp-time.ts';
import type { Session } from './session.ts';

const LAST_SEQUENCE = 0x7fffffff;

/** Handles each PDU that a client sends. */
export class Requests {
  readonly #carrier: Carrier;
  readonly #intake: Intake;

  constructor(carrier: Carrier, intake: Intake) {
    this.#carrier = carrier;
    this.#intake = intake;
  }

  take(session: Session, buffer: Buffer, start: number, end: number): void {
    const command = buffer.readUInt32BE(start + 4);
    const sequence = buffer.readUInt32BE(start + 12);
    if (command >= RESPONSE) {
      this.#response(session, command, sequence, buffer, start, end);
      return;
    }
    if (buffer.readUInt32BE(start + 8) !== 0)
      this.#carrier.violate(`request ${sequence}: command_status is not 0`);
    if (sequence === 0 || sequence > LAST_SEQUENCE) this.#carrier.violate(`sequence_number is ${sequence}`);
    switch (command) {
      case Command.submitSm:
      case Command.dataSm:
        this.#intake.submit(session, command, sequence, buffer, start, end);
        break;
      case Command.enquireLink:
        this.#bodiless('enquire_link', start, end);
        this.#carrier.stats.enquireLinks++;
        if (!this.#carrier.behaviour.silentEnquireLink) session.answer(command, Status.ok, sequence);
        break;
      case Command.bindReceiver:
      case Command.bindTransmitter:
      case Command.bindTransceiver:
        this.#bind(session, command, sequence, buffer, start, end);
        break;
      case Command.querySm:
        this.#query(session, sequence, buffer, start, end);
        break;
      case Command.unbind:
        this.#bodiless('unbind', start, end);
        this.#carrier.stats.unbinds++;
        session.answer(command, Status.ok, sequence);
        session.finish();
        break;
      default:
        this.#carrier.violate(`request ${sequence}: unknown command_id 0x${command.toString(16)}`);
        session.answer(Command.genericNack, Status.invalidCommandId, sequence);
    }
  }

  #bind(
    session: Session,
    command: number,
    sequence: number,
    buffer: Buffer,
    start: number,
    end: number,
  ): void {
    const bind = readBind(buffer, start, end);
    const { behaviour, settings, stats } = this.#carrier;
    if (bind.fault !== undefined) this.#carrier.violate(`bind ${sequence}: ${bind.fault}`);
    else if (bind.interfaceVersion !== 0x34) {
      this.#carrier.violate(`bind ${sequence}: interface_version is 0x${bind.interfaceVersion.toString(16)}`);
    }
    if (session.isBound) this.#carrier.violate(`bind ${sequence}: the session is bound already`);
    if (behaviour.silentBind) return;
    const mode = bindModeOf(command);
    let status: number = bind.faultStatus;
    if (status === Status.ok && session.isBound) status = Status.alreadyBound;
    if (status === Status.ok && behaviour.bindStatus !== undefined) status = behaviour.bindStatus;
    if (status === Status.ok && (settings.systemId ?? bind.systemId) !== bind.systemId) {
      status = Status.invalidSystemId;
    }
    if (status === Status.ok && (settings.password ?? bind.password) !== bind.password) {
      status = Status.invalidPassword;
    }
    if (status !== Status.ok || mode === undefined) {
      stats.bindsRefused++;
      session.answer(command, status, sequence);
      return;
    }
    stats.binds++;
    session.answerWith(command, sequence, 32, (out) => {
      out.cString('CARRIER');
      out.u16(Tag.scInterfaceVersion);
      out.u16(1);
      out.u8(0x34);
    });
    session.bind(mode, this.#carrier.account(bind.systemId));
  }

  /** Handles a query_sm (SMPP 3.4, 4.8). */
  #query(session: Session, sequence: number, buffer: Buffer, start: number, end: number): void {
    this.#carrier.stats.queries++;
    if (!session.transmits) {
      this.#carrier.violate(`query_sm ${sequence}: not bound to transmit`);
      session.answer(Command.querySm, Status.wrongBindState, sequence);
      return;
    }
    const reader = new FieldReader(buffer, start + HEADER_LENGTH, end);
    const id = reader.cString('message_id', 65);
    reader.u8('source_addr_ton');
    reader.u8('source_addr_npi');
    const source = reader.cString('source_addr', 21, Status.invalidSource);
    if (reader.fault !== undefined) {
      this.#carrier.violate(`query_sm ${sequence}: ${reader.fault}`);
      session.answer(Command.querySm, reader.faultStatus, sequence);
      return;
    }
    const message = this.#carrier.messages.get(id);
    if (message === undefined || message.source.text !== source) {
      session.answer(Command.querySm, Status.queryFailed, sequence);
      return;
    }
    session.answerWith(Command.querySm, sequence, 100, (out) => {
      out.cString(id);
      out.cString(message.doneAt === 0 ? '' : smppTime(message.doneAt));
      out.u8(message.state.code);
      out.u8(0);
    });
  }

  #response(
    session: Session,
    command: number,
    sequence: number,
    buffer: Buffer,
    start: number,
    end: number,
  ): void {
    const { stats } = this.#carrier;
    if (command === Command.genericNack) {
      stats.genericNacks++;
      const delivery = session.acknowledge(sequence);
      if (delivery !== undefined) this.#refused(session, delivery);
    } else if (command === Command.deliverSm + RESPONSE) {
      this.#delivered(session, sequence, buffer, start, end);
    } else if (command === Command.enquireLink + RESPONSE) {
      if (session.enquireAnswered(sequence)) stats.enquireLinksAnswered++;
      else this.#unexpected('enquire_link_resp', sequence);
    } else if (command === Command.unbind + RESPONSE) session.finish();
    else this.#unexpected(`response 0x${command.toString(16)}`, sequence);
  }

  #delivered(session: Session, sequence: number, buffer: Buffer, start: number, end: number): void {
    const { stats } = this.#carrier;
    const status = buffer.readUInt32BE(start + 8);
    const delivery = session.acknowledge(sequence);
    if (delivery === undefined) {
      this.#unexpected('deliver_sm_resp', sequence);
      return;
    }
    // SMPP 3.4, 4.6.2: message_id is unused but must be present.
    if (status === Status.ok && (end - start !== HEADER_LENGTH + 1 || buffer[end - 1] !== 0)) {
      this.#carrier.violate(`deliver_sm_resp ${sequence}: message_id is not one NUL`);
    }
    if (status !== Status.ok) this.#refused(session, delivery);
    else if (delivery.kind === 'receipt') stats.receiptsAcked++;
    else {
      stats.inboundAcked++;
      delivery.taken();
    }
  }

  #refused(session: Session, delivery: Delivery): void {
    if (delivery.kind === 'receipt') this.#carrier.stats.receiptsRefused++;
    else this.#carrier.stats.inboundRefused++;
    if (session.account !== undefined) this.#carrier.retryLater(session.account, delivery);
  }

  #unexpected(name: string, sequence: number): void {
    if (sequence < MALFORMED_SEQUENCES) this.#carrier.violate(`${name} ${sequence}: answers nothing`);
  }

  #bodiless(name: string, start: number, end: number): void {
    if (end - start !== HEADER_LENGTH) this.#carrier.violate(`${name}: has a body`);
  }
}
