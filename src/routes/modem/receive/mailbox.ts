import { toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { RouteEvents } from '../../../domain/routes/route.ts';
import type { Log } from '../../../kernel/log.ts';
import { maskNumber } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { MessageService } from '../bring-up/setup.ts';
import type { ModemSettings } from '../device/profile.ts';
import { formatAddress } from '../pdu/address.ts';
import type { IncomingPdu, StatusReport } from '../pdu/incoming.ts';
import { decodeIncoming } from '../pdu/incoming.ts';
import { statusClass, statusWords } from '../pdu/status-words.ts';
import type { SentLog } from '../send/sent-log.ts';
import { readFrom, readMemories } from './memory.ts';
import { listed, type Read, readAt } from './stored-messages.ts';

/** The longest wait for AT+CMGL in ms: listing a full memory takes long. */
const LIST_MS = 30_000;

export interface MailboxDeps {
  readonly routeId: string;
  readonly events: RouteEvents;
  readonly log: Log;
  readonly sent: SentLog;
  /** The name under which message references (TP-MR) are unique: the `carrier` of accepted outcomes. */
  readonly carrier: () => string;
}

/**
 * Takes incoming messages and status reports, however the modem delivers them. Each is on disk before it is
 * acknowledged or deleted; one that can't be stored stays in the modem.
 */
export class Mailbox {
  readonly #deps: MailboxDeps;
  readonly #undeleted = new Set<string>();
  readonly #saidFull = new Set<string>();
  /** The incomplete PDU that the last listing gave, by its index in the memory. */
  readonly #torn = new Map<string, string | undefined>();

  constructor(deps: MailboxDeps) {
    this.#deps = deps;
  }

  /**
   * Stores the message or report in a PDU.
   *
   * @returns true once it is on disk and may be acknowledged
   */
  async keep(pdu: string): Promise<boolean> {
    const incoming = decodeIncoming(pdu);
    try {
      if (incoming.kind === 'statusReport') await this.#keepReport(incoming, pdu);
      else await this.#keepMessage(incoming, pdu);
      return true;
    } catch (error) {
      this.#deps.log.error(
        { route: this.#deps.routeId, err: error },
        'a message or status report from the modem cannot be stored',
      );
      return false;
    }
  }

  /** Reads a stored message that +CMTI or +CDSI announced, puts it on disk, then deletes it from the modem. */
  async fetch(channel: AtChannel, memory: string, index: string): Promise<void> {
    if (await readFrom(channel, memory)) await this.#fetchAt(channel, memory, index);
  }

  /** Reads everything in the modem's memories: a full memory stops all incoming messages. */
  async sweep(channel: AtChannel, settings: ModemSettings, service: MessageService): Promise<void> {
    const { memory, indications } = service;
    // With ds=2 in AT+CNMI the modem stores status reports in a memory of their own, SR.
    if (indications?.split(',')[3] === '2') await this.#sweepMemory(channel, settings, 'SR');
    await this.#sweepMemory(channel, settings, memory);
  }

  /**
   * @param memory its name; undefined if the name isn't known, then the memory from which the modem now reads is used
   */
  async #sweepMemory(channel: AtChannel, settings: ModemSettings, memory: string | undefined): Promise<void> {
    if (memory !== undefined && !(await readFrom(channel, memory))) return;
    const answer = await channel.run('AT+CMGL=4', { timeoutMs: LIST_MS });
    const all = listed(answer.lines);
    for (const { index, pdu, whole } of all.filter(({ ours }) => !ours)) {
      // A PDU that lost octets on the serial line is read again by its index. If the modem can't do that, a PDU that is
      // the same in two listings counts as complete.
      const isWhole =
        whole || (!(await this.#fetchAt(channel, memory, index)) && this.#heardBefore(index, pdu));
      if (isWhole && pdu !== undefined) await this.#settle(channel, memory, index, pdu);
    }
    if (answer.kind !== 'ok') await this.#walk(channel, settings, memory);
    await this.#tellIfFull(channel, memory, all.filter(({ ours }) => ours).length);
  }

  /**
   * Logs an error once if stored outgoing messages, which a phone that had the SIM before wrote there, fill a memory:
   * then no message comes in, and reading the memory doesn't help.
   */
  async #tellIfFull(channel: AtChannel, memory: string | undefined, ours: number): Promise<void> {
    const name = memory ?? 'of the modem';
    if (ours === 0 || this.#saidFull.has(name)) return;
    const [place] = await readMemories(channel);
    if (place === undefined || ours < place.total) return;
    this.#saidFull.add(name);
    const { log, routeId } = this.#deps;
    log.error(
      { route: routeId, memory: name, messages: ours },
      'the memory is full of messages that were written here, not received: no reply comes in until they are deleted',
    );
  }

  /** Reads each place by its index, for modems that refuse AT+CMGL or hang in it for minutes. */
  async #walk(channel: AtChannel, { firstIndex }: ModemSettings, memory: string | undefined): Promise<void> {
    const [place] = await readMemories(channel);
    if (place === undefined) return;
    let left = place.used;
    for (let index = firstIndex; left > 0 && index < firstIndex + place.total; index++) {
      if (await this.#fetchAt(channel, memory, String(index))) left--;
    }
  }

  /** @returns whether the place held a message */
  async #fetchAt(channel: AtChannel, memory: string | undefined, index: string): Promise<boolean> {
    const first = await this.#readAt(channel, index);
    if (first === undefined) return false;
    if (first.ours) return true;
    const message = first.whole ? first : await this.#readAt(channel, index);
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

  async #readAt(channel: AtChannel, index: string): Promise<Read | undefined> {
    const answer = await channel.run(`AT+CMGR=${index}`);
    return answer.kind === 'ok' ? readAt(answer.lines) : undefined;
  }

  async #settle(channel: AtChannel, memory: string | undefined, index: string, pdu: string): Promise<void> {
    const place = `${memory}/${index}/${pdu}`;
    if (!this.#undeleted.has(place) && !(await this.keep(pdu))) return;
    // A stored message is remembered until it is deleted from the modem: if it can't be deleted now, the next reading
    // finds it again, and it must not be stored twice.
    this.#undeleted.add(place);
    if ((await channel.run(`AT+CMGD=${index}`)).kind === 'ok') this.#undeleted.delete(place);
  }

  /** Stores an unreadable message too, as its PDU: it may be a call for help. */
  async #keepMessage(message: Exclude<IncomingPdu, StatusReport>, pdu: string): Promise<void> {
    const route = this.#deps.routeId;
    if (message.kind === 'other') this.#deps.log.warn({ route, why: message.reason }, 'unreadable message');
    const { from, text, concat } =
      message.kind === 'deliver' ? message : { from: undefined, text: '', concat: undefined };
    // A message over a limit isn't stored, but is deleted from the modem too: in the SIM's few places it would keep out
    // all other messages.
    await this.#deps.events.inbound({
      route,
      from: from === undefined ? '' : formatAddress(from),
      to: undefined,
      text,
      concat,
      evidence: pdu,
      // The PDU contains the service centre's time stamp (TS 23.040 9.2.2.1), so an equal PDU is the same message read
      // twice. Some networks leave the time stamp out. Then an equal PDU may be a second call for help, so the message
      // has no fingerprint.
      ...(message.kind === 'deliver' && message.at === undefined ? {} : { fingerprint: pdu }),
    });
  }

  async #keepReport(report: StatusReport, pdu: string): Promise<void> {
    const { events, log, routeId, sent } = this.#deps;
    const carrier = this.#deps.carrier();
    const recipient = report.to?.text;
    const { refs, to } = sent.report(report.reference, recipient);
    const state = reportState(report.status);
    const match = await events.receipt({
      route: routeId,
      carrier,
      refs,
      to: to ?? (report.to === undefined ? undefined : toMsisdn(formatAddress(report.to))),
      state,
      reason: state === 'delivered' ? undefined : statusWords(report.status),
      evidence: pdu,
    });
    log.debug(
      { route: routeId, to: maskNumber(recipient ?? ''), status: report.status, match: match.kind },
      'status report',
    );
  }
}

/**
 * The state that a TP-Status means. 01 and 02 are in the "completed" class, but say that delivery isn't confirmed or
 * that the message was replaced (TS 23.040 9.2.3.15), so they don't count as delivered.
 */
export const reportState = (status: number): 'delivered' | 'undelivered' | 'intermediate' => {
  if (status === 0x01 || status === 0x02) return 'intermediate';
  const kind = statusClass(status);
  if (kind === 'completed') return 'delivered';
  return kind === 'stillTrying' ? 'intermediate' : 'undelivered';
};
