import { flawsOf, refusalOf, refusalOfText } from '../pdu/check-submit.ts';
import type { MessageState } from '../pdu/protocol.ts';
import { EsmClass, MessageState as States, Status } from '../pdu/protocol.ts';
import type { Submit } from '../pdu/read-submit.ts';
import { hasHeader, isRefusal, readSubmit } from '../pdu/read-submit.ts';
import type { UserData } from '../pdu/user-data.ts';
import { concatOf, splitUserData, textOf } from '../pdu/user-data.ts';
import type { Session } from '../session/session.ts';
import type { Account } from './account.ts';
import type { Carrier } from './carrier.ts';
import type { Message } from './message.ts';
import { answeredId, previewOf, receiptedId } from './message.ts';

/** How many ms a response comes after its receipt, so that the receipt comes first even on another connection. */
const RECEIPT_LEAD_MS = 10;

/** Added to an id, this makes an id that no submit_sm_resp ever has, since ids grow slowly from the present time. */
const NEVER_GIVEN = 4e15;

/**
 * Decides what becomes of a submit_sm or data_sm: whether it is refused, accepted, answered, delivered, and has
 * receipts.
 */
export class Intake {
  readonly #carrier: Carrier;
  #dropIn: number | undefined;

  constructor(carrier: Carrier) {
    this.#carrier = carrier;
  }

  /** Makes the carrier drop the link that brings the n-th submit from now. */
  dropAfter(submits: number | undefined): void {
    this.#dropIn = submits;
  }

  submit(
    session: Session,
    command: number,
    sequence: number,
    buffer: Buffer,
    start: number,
    end: number,
  ): void {
    const { stats } = this.#carrier;
    stats.submits++;
    const dropping = this.#dropIn !== undefined && --this.#dropIn <= 0;
    if (dropping) this.#dropIn = undefined;
    const status = this.#decide(session, dropping ? undefined : sequence, command, buffer, start, end);
    if (dropping) {
      stats.dropped++;
      session.finish();
    } else if (status !== Status.ok) {
      session.answer(command, status, sequence);
    }
  }

  /**
   * Decides about one submit.
   *
   * @param sequence undefined if there will be no response
   * @returns the command_status of a refusal; ok if the submit is answered elsewhere or never
   */
  #decide(
    session: Session,
    sequence: number | undefined,
    command: number,
    buffer: Buffer,
    start: number,
    end: number,
  ): number {
    const { account } = session;
    if (account === undefined || !session.transmits) {
      this.#violate(buffer, start, 'not bound to transmit');
      return this.#reject(Status.wrongBindState);
    }
    const submit = readSubmit(command, buffer, start, end);
    if (isRefusal(submit)) {
      this.#violate(buffer, start, submit.fault);
      return this.#reject(submit.status);
    }
    this.#carrier.arrived(submit.destination.text);
    const data = splitUserData(
      submit.octets,
      hasHeader(submit),
      submit.dataCoding,
      this.#carrier.settings.packed,
    );
    const refusal = refusalOf(submit) ?? refusalOfText(submit, data);
    if (refusal !== undefined || data === undefined) {
      this.#violate(buffer, start, refusal?.fault ?? '');
      return this.#reject(refusal?.status ?? Status.systemError);
    }
    for (const flaw of flawsOf(submit, data)) this.#violate(buffer, start, flaw);
    const { status, delayMs } = this.#mood(submit.destination.text);
    if (status !== Status.ok) return status;
    if (this.#carrier.chance(this.#carrier.behaviour.swallow)) this.#carrier.stats.swallowed++;
    else this.#accept(session, account, command, sequence, submit, data, delayMs);
    return Status.ok;
  }

  /**
   * Decides by the carrier's limits and faults about a valid submit: returns the status, and a delay of the response in
   * ms.
   */
  #mood(destination: string): { readonly status: number; readonly delayMs: number } {
    const { behaviour, throttle, queue, limits } = this.#carrier;
    const now = performance.now();
    if (throttle?.rule(now).taken === false) return this.#slower(Status.throttled);
    if (queue?.rule(now).taken === false) return this.#slower(Status.queueFull);
    const ruling = limits.rule(now);
    if (ruling.status !== Status.ok) return this.#slower(ruling.status);
    const { refuse = Status.ok, refuseNumbers } = behaviour;
    const status =
      refuseNumbers.has(destination) && refuse === Status.ok ? Status.invalidDestination : refuse;
    if (status !== Status.ok) this.#reject(status);
    return { status, delayMs: ruling.delayMs };
  }

  #slower(status: number): { readonly status: number; readonly delayMs: number } {
    const { stats } = this.#carrier;
    if (status === Status.throttled) stats.throttled++;
    else if (status === Status.queueFull) stats.queueFull++;
    else stats.rejected++;
    return { status, delayMs: 0 };
  }

  #accept(
    session: Session,
    account: Account,
    command: number,
    sequence: number | undefined,
    submit: Submit,
    data: UserData,
    delayMs: number,
  ): void {
    const { behaviour, settings, stats, due } = this.#carrier;
    stats.accepted++;
    const undeliverable = behaviour.undeliverable.has(submit.destination.text);
    const message: Message = {
      id: this.#carrier.nextId(),
      source: submit.source,
      destination: submit.destination,
      submittedAt: Date.now(),
      preview: previewOf(data),
      final: undeliverable ? States.undeliverable : States.delivered,
      state: States.enroute,
      doneAt: 0,
    };
    const id = answeredId(message.id, settings.ids);
    if (settings.keepMessages) {
      this.#carrier.messages.set(id, message);
      if (!undeliverable) this.#show(submit, data);
    }
    const wish = submit.registeredDelivery & 3;
    const wanted = wish === 1 || (wish === 2 && undeliverable);
    const latency = settings.submitLatencyMs + behaviour.slowMs + delayMs;
    const first = behaviour.receiptBeforeResponse;
    const doneIn = first ? settings.receiptDelayMs : latency + settings.receiptDelayMs;
    const answerIn = first ? doneIn + Math.max(latency, RECEIPT_LEAD_MS) : latency;

    if (sequence === undefined) {
      // The link is dropped next, so no response is sent.
    } else if (this.#carrier.chance(behaviour.noAnswer)) stats.unanswered++;
    else if (answerIn === 0) session.answer(command, Status.ok, sequence, id);
    else due.add(answerIn, () => session.answer(command, Status.ok, sequence, id));

    this.#carrier.unfinished++;
    if (doneIn === 0) this.#done(message, account, wanted);
    else due.add(doneIn, () => this.#done(message, account, wanted));
  }

  #show(submit: Submit, data: UserData): void {
    this.#carrier.phones.receive(submit.destination.text, {
      from: submit.source.text,
      text: textOf(data),
      dataCoding: submit.dataCoding,
      concat: submit.sar ?? concatOf(data),
    });
  }

  #done(message: Message, account: Account, wanted: boolean): void {
    this.#carrier.unfinished--;
    message.state = message.final;
    message.doneAt = Date.now();
    const { behaviour } = this.#carrier;
    if (!wanted || behaviour.noReceipt) return;
    if (behaviour.intermediateFirst) {
      if (message.id % 2 === 0) this.#receipt(message, account, States.enroute, EsmClass.intermediate);
      else this.#receipt(message, account, States.accepted, EsmClass.receipt);
    }
    this.#receipt(message, account, message.final, EsmClass.receipt);
    if (behaviour.receiptTwice) this.#receipt(message, account, message.final, EsmClass.receipt);
  }

  #receipt(message: Message, account: Account, state: MessageState, esmClass: number): void {
    const { behaviour, settings } = this.#carrier;
    if (settings.receipts === 'none') return;
    account.add({
      kind: 'receipt',
      id: receiptedId(message.id + (behaviour.wrongIds ? NEVER_GIVEN : 0), settings.ids),
      source: message.destination,
      destination: message.source,
      state,
      esmClass,
      submittedAt: message.submittedAt,
      doneAt: message.doneAt,
      preview: message.preview,
      form: settings.receipts,
    });
  }

  #reject(status: number): number {
    this.#carrier.stats.rejected++;
    return status;
  }

  #violate(buffer: Buffer, start: number, text: string): void {
    const name = buffer.readUInt32BE(start + 4) === 4 ? 'submit_sm' : 'data_sm';
    this.#carrier.violate(`${name} ${buffer.readUInt32BE(start + 12)}: ${text}`);
  }
}
