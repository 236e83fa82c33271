import { toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { RouteEvents } from '../../../domain/routes/route.ts';
import type { Log } from '../../../kernel/log.ts';
import { maskNumber } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { MessageService } from '../bring-up/setup.ts';
import type { ModemSettings } from '../device/profile.ts';
import { formatAddress } from '../pdu/address.ts';
import type { Incoming, StatusReport } from '../pdu/incoming.ts';
import { decodeIncoming } from '../pdu/incoming.ts';
import { statusClass, statusWords } from '../pdu/status-words.ts';
import type { SentLog } from '../send/sent-log.ts';
import { readFrom, readMemories } from './memory.ts';
import { listed, type Read, readAt } from './stored-messages.ts';

/** AT+CMGL of a full memory takes its time. */
const LIST_MS = 30_000;

export interface MailboxDeps {
  readonly routeId: string;
  readonly events: RouteEvents;
  readonly log: Log;
  readonly sent: SentLog;
  /** The space of TP-MR, as in accepted outcomes. */
  readonly carrier: () => string;
}

/**
 * Messages and status reports that come in, by whichever way the modem hands them over. Each is on disk before it
 * is acknowledged or deleted; one that can't be kept stays where it is.
 */
export class Mailbox {
  readonly #deps: MailboxDeps;
  readonly #undeleted = new Set<string>();
  readonly #saidFull = new Set<string>();
  /** By index: what a listing said there that was no whole PDU. */
  readonly #torn = new Map<string, string | undefined>();

  constructor(deps: MailboxDeps) {
    this.#deps = deps;
  }

  /**
   * Keeps a PDU.
   *
   * @returns true once it is on disk: it may be acknowledged
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
        'what the modem brought cannot be kept',
      );
      return false;
    }
  }

  /** A stored message that +CMTI or +CDSI announced: read, kept, then deleted. */
  async fetch(channel: AtChannel, memory: string, index: string): Promise<void> {
    if (await readFrom(channel, memory)) await this.#fetchAt(channel, memory, index);
  }

  /** Everything that lies in the memories: a full one stops all delivery. */
  async sweep(channel: AtChannel, settings: ModemSettings, service: MessageService): Promise<void> {
    const { memory, indications } = service;
    // Reports have a memory of their own where the modem stores them (ds=2).
    if (indications?.split(',')[3] === '2') await this.#sweepMemory(channel, settings, 'SR');
    await this.#sweepMemory(channel, settings, memory);
  }

  /** @param memory undefined: the one that the modem reads from, of which it won't say the name */
  async #sweepMemory(channel: AtChannel, settings: ModemSettings, memory: string | undefined): Promise<void> {
    if (memory !== undefined && !(await readFrom(channel, memory))) return;
    const answer = await channel.run('AT+CMGL=4', { timeoutMs: LIST_MS });
    const all = listed(answer.lines);
    for (const { index, pdu, whole } of all.filter(({ ours }) => !ours)) {
      // What the line lost some of is read by itself; from a modem that can't do that, the same twice is as it has it.
      const isWhole =
        whole || (!(await this.#fetchAt(channel, memory, index)) && this.#heardBefore(index, pdu));
      if (isWhole && pdu !== undefined) await this.#settle(channel, memory, index, pdu);
    }
    if (answer.kind !== 'ok') await this.#walk(channel, settings, memory);
    await this.#tellIfFull(channel, memory, all.filter(({ ours }) => ours).length);
  }

  /** Of messages that were written on it, as drafts, in whatever it was in before: nothing comes in, and no sweep helps. */
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

  /** Place by place, as many as there are messages: AT+CMGL hangs for minutes on some modems, or is refused. */
  async #walk(channel: AtChannel, { firstIndex }: ModemSettings, memory: string | undefined): Promise<void> {
    const [place] = await readMemories(channel);
    if (place === undefined) return;
    let left = place.used;
    for (let index = firstIndex; left > 0 && index < firstIndex + place.total; index++) {
      if (await this.#fetchAt(channel, memory, String(index))) left--;
    }
  }

  /** @returns whether there was a message */
  async #fetchAt(channel: AtChannel, memory: string | undefined, index: string): Promise<boolean> {
    const first = await this.#readAt(channel, index);
    if (first === undefined) return false;
    if (first.ours) return true;
    const message = first.whole ? first : await this.#readAt(channel, index);
    if (message?.pdu === undefined) return true;
    // Read twice alike it is as the modem has it; else the line lost some of it, and the next sweep reads it again.
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
    // Until it is gone: what can't be deleted now is found again by the next sweep, and is on disk already.
    this.#undeleted.add(place);
    if ((await channel.run(`AT+CMGD=${index}`)).kind === 'ok') this.#undeleted.delete(place);
  }

  /** What can't be read is kept as it came: it may have been a call for help. */
  async #keepMessage(message: Exclude<Incoming, StatusReport>, pdu: string): Promise<void> {
    const route = this.#deps.routeId;
    if (message.kind === 'other') this.#deps.log.warn({ route, why: message.reason }, 'unreadable message');
    const { from, text, concat } =
      message.kind === 'deliver' ? message : { from: undefined, text: '', concat: undefined };
    // Over a limit it is acknowledged all the same: left in the SIM's few places, it would keep everybody else out.
    await this.#deps.events.inbound({
      route,
      from: from === undefined ? '' : formatAddress(from),
      to: undefined,
      text,
      concat,
      evidence: pdu,
      // The service centre's time stamp is in it (TS 23.040 9.2.2.1): the same PDU is the same message, swept twice.
      // Without one, as some networks have it, the same words from the same phone may be a second call for help.
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
 * 01 and 02 are of the "completed" class, but say that nobody knows whether it arrived, and that another message
 * took its place (TS 23.040 9.2.3.15): evidence, and no delivery.
 */
const reportState = (status: number): 'delivered' | 'undelivered' | 'intermediate' => {
  if (status === 0x01 || status === 0x02) return 'intermediate';
  const kind = statusClass(status);
  if (kind === 'completed') return 'delivered';
  return kind === 'stillTrying' ? 'intermediate' : 'undelivered';
};
