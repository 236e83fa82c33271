import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Cancel, Clock } from '../../src/kernel/clock.ts';
import { systemClock } from '../../src/kernel/system-clock.ts';
import { cstring, deliverSm, type Pdu, tlv } from '../support/smpp/scripted-smsc.ts';
import type { CarrierLog, Receipt, Submit } from './history.ts';
import { Link, type LinkSocket } from './link.ts';
import { readSubmitSm, type SubmitSm } from './submit-sm.ts';
import { messageIn } from './texts.ts';

/** What the carrier does with one submit_sm. Delays count from its arrival; whole milliseconds. */
export interface Fate {
  readonly status: number;
  /** undefined: the carrier never answers. */
  readonly answerAfterMs: number | undefined;
  /** Whether the carrier keeps and delivers the part, whatever it answers. */
  readonly taken: boolean;
  /** The receipts, final and intermediate ones, that are sent if the part is taken. */
  readonly receipts: readonly { readonly stat: string; readonly afterMs: number }[];
}

/** @param tries how many submits of the same part of the same message came here before */
export type FateOf = (submit: SubmitSm, message: number | undefined, tries: number) => Fate;

/** A port at which a carrier takes connections. */
export interface CarrierPort {
  readonly port: number;
  close(): Promise<void>;
}

/** Where a carrier is: on this machine, or in a simulated world. */
interface CarrierPlace {
  readonly clock: Clock;
  readonly listen: (welcome: (socket: LinkSocket) => void) => Promise<CarrierPort>;
}

const onThisMachine: CarrierPlace = {
  clock: systemClock,
  listen: async (welcome) => {
    const server = createServer(welcome);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return {
      port: typeof address === 'object' && address !== null ? address.port : 0,
      close: async () => {
        server.close();
        await once(server, 'close');
      },
    };
  },
};

interface CarrierOptions {
  readonly route: string;
  /** Whether receipts name the id and the state as parameters too. */
  readonly receiptTlvs: boolean;
  readonly fateOf: FateOf;
  readonly place?: CarrierPlace;
}

/** How often a receipt that was not acknowledged is sent again, as carriers do. */
const RECEIPT_AGAIN_MS = 3000;

const MESSAGE_STATES: Readonly<Record<string, number>> = {
  ENROUTE: 1,
  DELIVRD: 2,
  EXPIRED: 3,
  UNDELIV: 5,
  ACCEPTD: 6,
  REJECTD: 8,
};

/**
 * A carrier on raw frames that shares no code with the gateway. It handles each submit_sm as its fate says, and keeps a
 * log of all frames that it read and wrote.
 */
export class Carrier {
  readonly log: CarrierLog = { submits: [], receipts: [], linkEnds: [] };
  readonly #options: CarrierOptions;
  readonly #clock: Clock;
  #port: CarrierPort | undefined;
  readonly #links = new Set<Link>();
  readonly #unacknowledged = new Set<Receipt>();
  readonly #tries = new Map<string, number>();
  readonly #timers = new Set<Cancel>();
  #again: Cancel = () => {};
  #linkCount = 0;
  #dropAfter: { answers: number; readonly by: 'fin' | 'reset' } | undefined;

  private constructor(options: CarrierOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#sendAgain();
  }

  static async listen(options: CarrierOptions): Promise<Carrier> {
    const { clock, listen } = options.place ?? onThisMachine;
    const carrier = new Carrier(options, clock);
    carrier.#port = await listen((socket) => carrier.#welcome(socket));
    return carrier;
  }

  get port(): number {
    return this.#port?.port ?? 0;
  }

  /** Whether nothing is still to be answered, sent or acknowledged. */
  get isQuiet(): boolean {
    return this.#timers.size === 0 && this.#unacknowledged.size === 0;
  }

  /** Drops all links once this many more submits have been answered. */
  dropAfter(answers: number, by: 'fin' | 'reset'): void {
    this.#dropAfter = { answers, by };
  }

  async close(): Promise<void> {
    this.#again();
    for (const cancel of this.#timers) cancel();
    for (const link of this.#links) link.destroy();
    await this.#port?.close();
  }

  #sendAgain(): void {
    this.#again = this.#clock.after(RECEIPT_AGAIN_MS, () => {
      this.#sendAll();
      this.#sendAgain();
    });
  }

  #welcome(socket: LinkSocket): void {
    const link = new Link(++this.#linkCount, socket, (request) => this.#take(link, request));
    this.#links.add(link);
    socket.once('close', () => {
      this.#links.delete(link);
      const by = link.droppedBy ?? 'gateway';
      this.log.linkEnds.push({ at: this.#clock.now(), route: this.#options.route, link: link.number, by });
    });
  }

  #take(link: Link, request: Pdu): void {
    switch (request.commandId) {
      case 0x00000001:
      case 0x00000002:
      case 0x00000009:
        link.answer(request, 0, cstring('CHAOS'));
        link.receives = request.commandId !== 0x00000002;
        this.#sendAll();
        return;
      case 0x00000004:
        this.#submitted(link, request);
        return;
      case 0x00000006:
      case 0x00000015:
        link.answer(request, 0);
        return;
      case 0x80000005:
        this.#acknowledged(link, request);
        return;
      default:
    }
  }

  #submitted(link: Link, request: Pdu): void {
    const sm = readSubmitSm(request.body);
    const message = messageIn(sm.text);
    const fate = link.isOpen ? this.#fateOf(sm, message) : LOST;
    const submit: Submit = {
      ...sm,
      at: this.#clock.now(),
      route: this.#options.route,
      link: link.number,
      message,
      taken: fate.taken,
      id: fate.taken ? `c${this.log.submits.length + 1}` : undefined,
      answer: undefined,
    };
    this.log.submits.push(submit);
    if (fate.answerAfterMs !== undefined) {
      this.#after(fate.answerAfterMs, () => this.#answer(link, request, submit, fate.status));
    }
    if (!fate.taken) return;
    for (const { stat, afterMs } of fate.receipts) this.#after(afterMs, () => this.#report(submit, stat));
  }

  #fateOf(sm: SubmitSm, message: number | undefined): Fate {
    const part = `${message ?? `${sm.to} ${sm.text}`} ${sm.part}`;
    const tries = this.#tries.get(part) ?? 0;
    this.#tries.set(part, tries + 1);
    return this.#options.fateOf(sm, message, tries);
  }

  #answer(link: Link, request: Pdu, submit: Submit, status: number): void {
    if (!link.isOpen) return;
    submit.answer = { at: this.#clock.now(), status };
    link.answer(request, status, status === 0 ? cstring(submit.id ?? '') : undefined);
    const drop = this.#dropAfter;
    if (drop === undefined || --drop.answers > 0) return;
    this.#dropAfter = undefined;
    for (const one of this.#links) one.drop(drop.by);
  }

  #report(submit: Submit, stat: string): void {
    const receipt: Receipt = { at: this.#clock.now(), submit, stat, acknowledgedAt: undefined };
    this.log.receipts.push(receipt);
    this.#unacknowledged.add(receipt);
    this.#send(receipt);
  }

  #sendAll(): void {
    for (const receipt of this.#unacknowledged) this.#send(receipt);
  }

  #send(receipt: Receipt): void {
    const link = [...this.#links].find(({ receives, isOpen }) => receives && isOpen);
    // The next bind sends it.
    if (link === undefined) return;
    const sequence = link.nextSequence();
    link.reported.set(sequence, receipt);
    link.send(this.#deliverSm(receipt, sequence));
  }

  #deliverSm({ submit, stat, at }: Receipt, sequence: number): Buffer {
    const id = submit.id ?? '';
    const minute = new Date(at).toISOString().replaceAll(/\D/g, '').slice(2, 12);
    const [delivered, error] = stat === 'DELIVRD' ? ['001', '000'] : ['000', '027'];
    const text =
      `id:${id} sub:001 dlvrd:${delivered} submit date:${minute} done date:${minute} ` +
      `stat:${stat} err:${error} text:`;
    return deliverSm({
      sequence,
      source: submit.to,
      destination: submit.from,
      esmClass: 0x04,
      octets: Buffer.from(text),
      tlvs: this.#options.receiptTlvs
        ? [tlv(0x001e, cstring(id)), tlv(0x0427, Buffer.of(MESSAGE_STATES[stat] ?? 7))]
        : [],
    });
  }

  #acknowledged(link: Link, response: Pdu): void {
    const receipt = link.reported.get(response.sequence);
    if (receipt === undefined || response.status !== 0) return;
    receipt.acknowledgedAt ??= this.#clock.now();
    this.#unacknowledged.delete(receipt);
  }

  #after(ms: number, then: () => void): void {
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(cancel);
      then();
    });
    this.#timers.add(cancel);
  }
}

/** The fate of a submit_sm that came after the carrier had dropped the link: nobody reads it. */
const LOST: Fate = { status: 0, answerAfterMs: undefined, taken: false, receipts: [] };
