import type { AtAnswer } from '../at/at-answer.ts';
import type { MessageService } from '../bring-up/setup.ts';
import type { ModemSettings } from '../device/profile.ts';
import { type Commands, readFrom, readMemories } from './memory.ts';
import type { MessageKeeper, MessageKeeperDeps } from './message-keeper.ts';
import { listed, type Read, readAt } from './stored-messages.ts';
import { isTextLayout } from './text-layout.ts';

/** The longest wait for AT+CMGL in ms: listing a full memory takes long. */
const LIST_MS = 30_000;
/** The memory of status reports (TS 27.005 3.1). */
export const REPORTS = 'SR';

/** What reading the modem's memories needs. */
export type MailboxDeps = Pick<MessageKeeperDeps, 'routeId' | 'log'>;

/**
 * Reads the messages and status reports in the modem's memories. Each is on disk before it is deleted; one that can't
 * be stored stays in the modem.
 */
export class Mailbox {
  readonly #deps: MailboxDeps;
  readonly #keeper: MessageKeeper;
  /** The PDUs that are on disk and could not be deleted, by their memories and places. */
  readonly #undeleted = new Map<string, string>();
  /** Memories that are full of stored outgoing messages, with how many there are. */
  readonly #drafts = new Map<string, number>();
  /** The incomplete PDU that the last listing gave, by its index in the memory. */
  readonly #torn = new Map<string, string | undefined>();

  constructor(deps: MailboxDeps, keeper: MessageKeeper) {
    this.#deps = deps;
    this.#keeper = keeper;
  }

  /** Why no message can come in, in words for an operator; undefined if messages can come in. */
  get full(): string | undefined {
    const [first] = this.#drafts;
    return first && draftsIn(...first);
  }

  /**
   * Reads a stored message that +CMTI or +CDSI announced, puts it on disk, then deletes it from the modem.
   *
   * @returns whether the place held a message
   */
  async fetch(channel: Commands, memory: string, index: string): Promise<boolean> {
    return (await readFrom(channel, memory)) && this.#fetchAt(channel, memory, index);
  }

  /**
   * Reads all status reports in their memory, SR. An EC25 announces each of them as if it were in SM, at index 0
   * (chan-quectel #75).
   */
  sweepReports(channel: Commands, settings: ModemSettings): Promise<void> {
    return this.#sweepMemory(channel, settings, REPORTS);
  }

  /** Reads everything in the modem's memories: a full memory stops all incoming messages. */
  async sweep(channel: Commands, settings: ModemSettings, service: MessageService): Promise<void> {
    const { memory, indications } = service;
    // With ds=2 in AT+CNMI the modem stores status reports in a memory of their own, SR.
    if (indications?.split(',')[3] === '2') await this.#sweepMemory(channel, settings, REPORTS);
    await this.#sweepMemory(channel, settings, memory);
  }

  /**
   * @param memory its name; undefined if the name isn't known, then the memory from which the modem now reads is used
   */
  async #sweepMemory(channel: Commands, settings: ModemSettings, memory: string | undefined): Promise<void> {
    if (memory !== undefined && !(await readFrom(channel, memory))) return;
    const answer = await this.#inPduMode(channel, () => channel.run('AT+CMGL=4', { timeoutMs: LIST_MS }));
    const all = listed(answer.lines);
    for (const { index, pdu, whole } of all.filter(({ ours }) => !ours)) {
      // A PDU that lost octets on the serial line is read again by its index. If the modem can't do that, a PDU that is
      // the same in two listings counts as complete.
      const isWhole =
        whole || (!(await this.#fetchAt(channel, memory, index)) && this.#heardBefore(index, pdu));
      if (isWhole && pdu !== undefined) await this.#settle(channel, memory, index, pdu);
    }
    if (answer.kind !== 'ok') await this.#walk(channel, settings, memory);
    // Each message has two lines: otherwise octets were lost on the serial line, and a place may only seem empty.
    else if (answer.lines.length === 2 * all.length)
      this.#forgetEmpty(memory, new Set(all.map(({ index }) => placeOf(memory, index))));
    await this.#noteDrafts(channel, memory, all.filter(({ ours }) => ours).length);
  }

  /**
   * Notes whether stored outgoing messages, which a phone that had the SIM before wrote there, fill a memory: then no
   * message comes in, and reading the memory doesn't help.
   */
  async #noteDrafts(channel: Commands, memory: string | undefined, drafts: number): Promise<void> {
    const name = memory ?? 'of the modem';
    const [place] = drafts === 0 ? [] : await readMemories(channel);
    if (place === undefined || drafts < place.total) {
      this.#drafts.delete(name);
      return;
    }
    if (!this.#drafts.has(name)) {
      const fields = { route: this.#deps.routeId, memory: name, messages: drafts };
      this.#deps.log.error(fields, draftsIn(name, drafts));
    }
    this.#drafts.set(name, drafts);
  }

  /** Reads each place by its index, for modems that refuse AT+CMGL or hang in it for minutes. */
  async #walk(channel: Commands, { firstIndex }: ModemSettings, memory: string | undefined): Promise<void> {
    const [place] = await readMemories(channel);
    if (place === undefined) return;
    let left = place.used;
    for (let index = firstIndex; left > 0 && index < firstIndex + place.total; index++) {
      if (await this.#fetchAt(channel, memory, String(index))) left--;
    }
  }

  /** @returns whether the place held a message */
  async #fetchAt(channel: Commands, memory: string | undefined, index: string): Promise<boolean> {
    const first = await this.#readAt(channel, memory, index);
    if (first === undefined) return false;
    if (first.ours) return true;
    const message = first.whole ? first : await this.#readAt(channel, memory, index);
    if (message?.pdu === undefined) return true;
    // If two readings are equal, the modem really has this PDU. Otherwise the serial line lost octets, and the message
    // is left for the next reading of the memory.
    if (message.whole || message.pdu === first.pdu) await this.#settle(channel, memory, index, message.pdu);
    return true;
  }

  #heardBefore(index: string, pdu: string | undefined): boolean {
    const before = this.#torn.get(index);
    this.#torn.set(index, pdu);
    return pdu !== undefined && pdu === before;
  }

  /** Runs a command that reads messages, once more if the modem had left PDU mode. */
  async #inPduMode(channel: Commands, read: () => Promise<AtAnswer>): Promise<AtAnswer> {
    const answer = await read();
    if (!isTextLayout(answer.lines)) return answer;
    return (await channel.run('AT+CMGF=0')).kind === 'ok' ? read() : answer;
  }

  async #readAt(channel: Commands, memory: string | undefined, index: string): Promise<Read | undefined> {
    const answer = await this.#inPduMode(channel, () => channel.run(`AT+CMGR=${index}`));
    if (answer.kind !== 'ok') return undefined;
    if (answer.lines.length === 0) this.#undeleted.delete(placeOf(memory, index));
    return readAt(answer.lines);
  }

  async #settle(channel: Commands, memory: string | undefined, index: string, pdu: string): Promise<void> {
    const place = placeOf(memory, index);
    if (this.#undeleted.get(place) !== pdu && !(await this.#keeper.keep(pdu))) return;
    // A stored message is remembered until it is deleted from the modem: if it can't be deleted now, the next reading
    // finds it again, and it must not be stored twice.
    this.#undeleted.set(place, pdu);
    if ((await channel.run(`AT+CMGD=${index}`)).kind === 'ok') this.#undeleted.delete(place);
  }

  /** A message whose deletion failed is gone all the same: an equal one that comes there later is another one. */
  #forgetEmpty(memory: string | undefined, full: ReadonlySet<string>): void {
    const ofMemory = placeOf(memory, '');
    for (const place of [...this.#undeleted.keys()])
      if (place.startsWith(ofMemory) && !full.has(place)) this.#undeleted.delete(place);
  }
}

const placeOf = (memory: string | undefined, index: string): string => `${memory}/${index}`;

const draftsIn = (memory: string, drafts: number): string =>
  `no reply comes in: the memory ${memory} is full of ${drafts} messages that were written in it, not received`;
