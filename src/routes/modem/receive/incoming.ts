import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import { readAtError } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { Frame } from '../at/line-sorter.ts';
import { referenceOf } from '../at/submit-answer.ts';
import type { ModemFacts } from '../bring-up/modem-facts.ts';
import { judge } from '../send/submit-outcome.ts';
import type { MailboxDeps } from './mailbox.ts';
import { Mailbox } from './mailbox.ts';
import { announced } from './stored-messages.ts';

/** Huawei's, SIMCom's and Quectel's words for a full memory, which stops all delivery. */
const MEMORY_FULL = /^(\^SMMEMFULL|\+CSMSFULL|\+QIND: "smsfull")/i;

/** Something to do on the line when it is free. */
export type Task = (channel: AtChannel) => Promise<void>;

export interface IncomingDeps extends MailboxDeps {
  readonly facts: () => ModemFacts;
  /** There is a task. */
  readonly wanted: () => void;
}

/** What a modem says unasked, and the tasks that follow from it. */
export class Incoming {
  readonly #deps: IncomingDeps;
  readonly #mailbox: Mailbox;
  #tasks: Task[] = [];
  #sweepWanted = false;
  #begun = false;
  /** How many came before this one. */
  #lines = 0;

  constructor(deps: IncomingDeps) {
    this.#deps = deps;
    this.#mailbox = new Mailbox(deps);
  }

  /** Acknowledgements and messages go before the next part: a network that waits for one sends no more. */
  next(): Task | undefined {
    return this.#tasks.shift();
  }

  add(task: Task): void {
    this.#tasks.push(task);
    this.#deps.wanted();
  }

  /** The modem is ready: what came while nobody listened lies in its memory. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#deps.facts().service?.acknowledges === true) this.#askAgain();
    this.sweep();
  }

  /**
   * What was told to whoever had the line before, such as this gateway before it was killed, and was not acknowledged,
   * keeps all that follows back, until the modem gives up and tells nothing more. RP-ERROR (TS 27.005 3.4.4) has the
   * network send it again; an error says that nothing waited.
   */
  #askAgain(): void {
    this.add(async (channel) => {
      await channel.run('AT+CNMA=2');
    });
  }

  /** The line is another one now, or its modem begins anew. */
  forget(): void {
    this.#tasks = [];
    this.#sweepWanted = false;
    this.#begun = false;
    this.#lines++;
  }

  /** Asks for a look at the whole memory, once. */
  sweep(): void {
    if (this.#sweepWanted) return;
    this.#sweepWanted = true;
    this.add(async (channel) => {
      this.#sweepWanted = false;
      const { choice, service } = this.#deps.facts();
      if (choice === undefined || service === undefined) return;
      await this.#mailbox.sweep(channel, choice.profile.settings, service);
    });
  }

  take(frame: Frame): void {
    if (frame.kind === 'pdu') {
      void this.#keep(frame.head, frame.pdu);
      return;
    }
    const { line } = frame;
    const stored = announced(line);
    if (stored !== undefined) {
      this.add((channel) => this.#mailbox.fetch(channel, stored.memory, stored.index));
      return;
    }
    if (MEMORY_FULL.test(line)) this.sweep();
    else this.#lateResult(line);
  }

  async #keep(head: string, pdu: string): Promise<void> {
    // Cell broadcasts are for everybody; nobody acknowledges them.
    if (head.startsWith('+CBM')) return;
    const line = this.#lines;
    const kept = await this.#mailbox.keep(pdu);
    // On another line it would acknowledge something else.
    if (line !== this.#lines) return;
    const { choice, service } = this.#deps.facts();
    const settings = choice?.profile.settings;
    if (!kept || settings === undefined || !service?.acknowledges) return;
    const wanted = head.startsWith('+CMT') ? settings.acknowledgeMessages : settings.acknowledgeReports;
    if (!wanted) return;
    this.add(async (channel) => {
      await channel.run('AT+CNMA');
    });
  }

  /** The result of a part that was given up as uncertain, come after all. */
  #lateResult(line: string): void {
    const { sent, events } = this.#deps;
    const part = sent.awaited;
    if (part === undefined) return;
    const outcome = this.#lateOutcome(line, part);
    if (outcome === undefined) return;
    const reference = referenceOf(line);
    sent.settled();
    if (reference !== undefined) sent.accepted(reference, part.to);
    const { messageId, attempt, part: number } = part;
    events.lateOutcome({ messageId, attempt, part: number }, outcome);
  }

  #lateOutcome(line: string, part: OutgoingPart): Outcome | undefined {
    const context = { carrier: this.#deps.carrier(), part, doubtedBefore: false, restMs: 0 };
    const reference = referenceOf(line);
    if (reference !== undefined) return judge({ kind: 'accepted', reference }, context).outcome;
    const error = readAtError(line);
    return error?.kind === 'cms' ? judge({ kind: 'error', error }, context).outcome : undefined;
  }
}
