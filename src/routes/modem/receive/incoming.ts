import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { TocsinError } from '../../../kernel/errors.ts';
import { readAtError } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { Frame } from '../at/line-sorter.ts';
import { referenceOf } from '../at/submit-answer.ts';
import type { ModemFacts } from '../bring-up/modem-facts.ts';
import { decodeBroadcast } from '../pdu/broadcast.ts';
import { judge } from '../send/submit-outcome.ts';
import { Mailbox, REPORTS } from './mailbox.ts';
import type { Commands } from './memory.ts';
import { MessageKeeper, type MessageKeeperDeps } from './message-keeper.ts';
import { ACKNOWLEDGED_WITHIN_MS, Retries, TRIED_FOR_MS } from './retries.ts';
import { type Announced, announced } from './stored-messages.ts';

/** Lines by which Huawei, SIMCom and Quectel modems report a full memory, which stops all incoming messages. */
const MEMORY_FULL = /^(\^SMMEMFULL|\+CSMSFULL|\+QIND: "smsfull")/i;

/** Work to do on the serial line when it is free. */
export type Task = (channel: AtChannel) => Promise<void>;

export interface UnsolicitedResultsDeps extends MessageKeeperDeps {
  readonly clock: Clock;
  readonly facts: () => ModemFacts;
  /** Called when a task was added. */
  readonly wanted: () => void;
}

/** The most status reports that wait until the modem has said its SIM. */
const MOST_EARLY = 200;

/** Handles the unsolicited lines of a modem, and collects the tasks that follow from them. */
export class UnsolicitedResults {
  readonly #deps: UnsolicitedResultsDeps;
  readonly #keeper: MessageKeeper;
  readonly #mailbox: Mailbox;
  readonly #retries: Retries;
  #tasks: Task[] = [];
  #sweepWanted = false;
  #begun = false;
  /**
   * The number of calls of `forget`. A message that came before such a call must not be acknowledged or deleted after
   * it.
   */
  #lines = 0;
  /**
   * Status reports that came before the modem told its IMSI, as after a restart of the gateway. A report names its part
   * by the IMSI too: without it, the report would count for another part.
   */
  #early: (() => void)[] = [];

  constructor(deps: UnsolicitedResultsDeps) {
    this.#deps = deps;
    this.#keeper = new MessageKeeper(deps);
    this.#mailbox = new Mailbox(deps, this.#keeper);
    this.#retries = new Retries(deps.clock);
  }

  /**
   * The next task. Acknowledgements and reading go before the next part to send: a network that waits for an
   * acknowledgement delivers nothing more.
   */
  next(): Task | undefined {
    return this.#tasks.shift();
  }

  add(task: Task): void {
    this.#tasks.push(task);
    this.#deps.wanted();
  }

  /** Why no message can come in, in words for an operator; undefined if messages can come in. */
  get full(): string | undefined {
    return this.#mailbox.full;
  }

  /** Call when the modem is ready: fetches the messages that came earlier and wait in the modem's memory. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#keepEarly();
    if (this.#deps.facts().service?.acknowledges === true) this.#askAgain();
    this.sweep();
  }

  /**
   * A message that is not acknowledged, since an earlier process of the gateway had it or the disk refuses it, keeps
   * back all later messages, and the modem may stop delivering. RP-ERROR (TS 27.005 3.4.4) makes the network send it
   * again; if no message waits, the modem answers with an error.
   */
  #askAgain(): void {
    this.add(async (channel) => {
      await channel.run('AT+CNMA=2');
    });
  }

  /** Forgets all tasks, since the modem went out of service: the serial line closed, or the modem restarted. */
  forget(): void {
    this.#tasks = [];
    this.#sweepWanted = false;
    this.#begun = false;
    this.#lines++;
    this.#retries.forget();
    // A modem that is mute while it starts has not said its SIM yet: its reports wait for the next start.
    if (this.#deps.facts().imsi !== undefined) this.#keepEarly();
  }

  /** Adds one task that reads all messages in the modem's memory, unless such a task is waiting already. */
  sweep(): void {
    if (this.#sweepWanted) return;
    this.#sweepWanted = true;
    this.add(async (channel) => {
      this.#sweepWanted = false;
      const { choice, service } = this.#deps.facts();
      if (choice === undefined || service === undefined) return;
      await this.#mailbox.sweep(this.#whileInService(channel), choice.profile.settings, service);
    });
  }

  take(frame: Frame): void {
    if (frame.kind === 'pdu') {
      // Cell broadcasts are for everybody and need no acknowledgement.
      if (frame.head.startsWith('+CBM')) void this.#keepBroadcast(frame.pdu);
      else this.#keepInTime(frame.head, () => this.#keeper.keep(frame.pdu));
      return;
    }
    if (frame.kind === 'text') {
      this.#keepInTime(frame.head, () => this.#keeper.keepText(frame.head, frame.text));
      this.add(async (channel) => {
        await channel.run('AT+CMGF=0');
      });
      return;
    }
    const { line } = frame;
    const stored = announced(line);
    if (stored !== undefined) {
      this.add((channel) => this.#fetch(this.#whileInService(channel), stored));
      return;
    }
    if (MEMORY_FULL.test(line)) this.sweep();
    else this.#lateResult(line);
  }

  async #fetch(channel: Commands, { memory, index, isReport }: Announced): Promise<void> {
    const found = await this.#mailbox.fetch(channel, memory, index);
    const settings = this.#deps.facts().choice?.profile.settings;
    if (!isReport || settings === undefined || (found && memory === REPORTS)) return;
    await this.#mailbox.sweepReports(channel, settings);
  }

  /**
   * The commands of one task. They are refused once the modem went out of service: while a message is being put on
   * disk, the modem may change to another SIM, which has another message in the same place.
   */
  #whileInService(channel: AtChannel): Commands {
    const line = this.#lines;
    return {
      run: (...command) =>
        line === this.#lines
          ? channel.run(...command)
          : Promise.reject(new TocsinError('deviceFailed', 'the modem went out of service')),
    };
  }

  /** Keeps a message or report at once; a report that came too early as soon as its SIM can be known. */
  #keepInTime(head: string, keep: () => Promise<boolean>): void {
    const line = this.#lines;
    const act = (): void => void this.#keep(head, keep, line);
    const isEarly = head.startsWith('+CDS') && !this.#begun && this.#deps.facts().imsi === undefined;
    if (isEarly && this.#early.length < MOST_EARLY) this.#early.push(act);
    else act();
  }

  #now(): number {
    return this.#deps.clock.elapsed();
  }

  #keepEarly(): void {
    for (const act of this.#early.splice(0)) act();
  }

  /**
   * Keeps a message or report, and acknowledges it then. One that can't be stored is tried again: if it awaits an
   * acknowledgement, until the network must send it again, otherwise as long as the modem is in service.
   *
   * @param line the value of `#lines` when it came
   */
  async #keep(head: string, keep: () => Promise<boolean>, line: number, since = this.#now()): Promise<void> {
    const kept = await keep();
    const passedMs = this.#now() - since;
    // After the serial line was opened again or the modem restarted, AT+CNMA would acknowledge another message.
    if (line !== this.#lines) return;
    const acknowledgement = this.#acknowledgementOf(head);
    if (!kept) {
      const isOver = acknowledgement !== undefined && passedMs >= TRIED_FOR_MS;
      const isTried = !isOver && this.#retries.later(() => void this.#keep(head, keep, line, since));
      if (!isTried && acknowledgement !== undefined) this.#askAgain();
      return;
    }
    if (acknowledgement === undefined) return;
    // A database may have hung for so long that the modem has given up this message, and awaits the next one's.
    if (passedMs > ACKNOWLEDGED_WITHIN_MS) return this.#askAgain();
    this.add(async (channel) => {
      await channel.run(acknowledgement);
    });
  }

  /** The command that acknowledges a message or report with this head; undefined if the modem awaits none. */
  #acknowledgementOf(head: string): string | undefined {
    const { choice, service } = this.#deps.facts();
    const settings = choice?.profile.settings;
    if (settings === undefined || !service?.acknowledges) return undefined;
    const wanted = head.startsWith('+CMT') ? settings.acknowledgeMessages : settings.acknowledgeReports;
    return wanted ? settings.acknowledgeCommand : undefined;
  }

  async #keepBroadcast(pdu: string): Promise<void> {
    const { events, log, routeId: route } = this.#deps;
    try {
      for (const page of decodeBroadcast(pdu)) await events.broadcast({ ...page, route, evidence: pdu });
    } catch (error) {
      // The network repeats a broadcast, so the page comes again.
      log.error({ route, err: error }, 'a cell broadcast cannot be stored');
    }
  }

  /** Reports the late result of a part that was settled as uncertain, if the line is such a result. */
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
    const context = { carrier: this.#deps.carrier(), part, restMs: 0, simWorks: false };
    const reference = referenceOf(line);
    if (reference !== undefined) return judge({ kind: 'accepted', reference }, context).outcome;
    const error = readAtError(line);
    return error?.kind === 'cms' ? judge({ kind: 'error', error }, context).outcome : undefined;
  }
}
