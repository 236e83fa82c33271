import type { Log } from '../../domain/log.ts';
import { maskNumber } from '../../domain/log.ts';
import { toMsisdn } from '../../domain/msisdn.ts';
import type { RouteEvents } from '../../domain/route.ts';
import { fieldsOf } from './at-answer.ts';
import type { AtChannel } from './at-channel.ts';
import { readFrom, readMemories } from './memory.ts';
import { formatAddress } from './pdu/address.ts';
import type { Incoming, StatusReport } from './pdu/incoming.ts';
import { decodeIncoming } from './pdu/incoming.ts';
import { statusClass, statusWords } from './pdu/status-words.ts';
import type { ModemSettings } from './profile.ts';
import type { SentLog } from './sent-log.ts';
import type { MessageService } from './setup.ts';

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
    for (const { index, pdu } of listed(answer.lines)) await this.#settle(channel, memory, index, pdu);
    if (answer.kind !== 'ok') await this.#walk(channel, settings, memory);
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
    const answer = await channel.run(`AT+CMGR=${index}`);
    const message = answer.kind === 'ok' ? readAt(answer.lines) : undefined;
    if (message === undefined) return false;
    if (message.ours) return true;
    await this.#settle(channel, memory, index, message.pdu);
    return true;
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
    await this.#deps.events.inbound({
      route,
      from: from === undefined ? '' : formatAddress(from),
      to: undefined,
      text,
      concat,
      evidence: pdu,
      // The service centre's time stamp is in it (TS 23.040 9.2.2.1): the same PDU is the same message, swept twice.
      fingerprint: pdu,
    });
  }

  async #keepReport(report: StatusReport, pdu: string): Promise<void> {
    const { events, log, routeId, sent } = this.#deps;
    const carrier = this.#deps.carrier();
    const recipient = report.to?.text;
    const { refs, settles } = sent.report(report.reference, recipient);
    if (settles !== undefined) {
      sent.settle(settles);
      const { messageId, attempt, part } = settles;
      events.lateOutcome({ messageId, attempt, part }, { kind: 'accepted', carrier, carrierRef: refs[0] });
    }
    const state = reportState(report.status);
    const match = await events.receipt({
      route: routeId,
      carrier,
      refs,
      to: report.to === undefined ? undefined : toMsisdn(formatAddress(report.to)),
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

/** Messages of our own that lie there, sent or not (2, 3), are left alone. */
const isOurs = (stat: string | undefined): boolean => stat === '2' || stat === '3';

/** `+CMGR: <stat>,…` with the PDU after it. */
const readAt = (lines: readonly string[]): { readonly pdu: string; readonly ours: boolean } | undefined => {
  const at = lines.findIndex((line) => line.startsWith('+CMGR:'));
  const pdu = at < 0 ? undefined : lines[at + 1];
  return pdu === undefined ? undefined : { pdu, ours: isOurs(fieldsOf(lines, '+CMGR')?.[0]) };
};

/** `+CMGL: <index>,<stat>,…`, each with its PDU after it. */
const listed = (lines: readonly string[]): { readonly index: string; readonly pdu: string }[] =>
  lines.flatMap((line, at) => {
    const [index, stat] = fieldsOf([line], '+CMGL') ?? [];
    const pdu = lines[at + 1];
    return index === undefined || pdu === undefined || isOurs(stat) ? [] : [{ index, pdu }];
  });

/** The memory and index of `+CMTI: "SM",3` or `+CDSI: "SR",1`. */
export const announced = (line: string): { readonly memory: string; readonly index: string } | undefined => {
  const fields = fieldsOf([line], '+CMTI') ?? fieldsOf([line], '+CDSI');
  const [memory, index] = fields ?? [];
  return memory !== undefined && index !== undefined && /^\d+$/.test(index) ? { memory, index } : undefined;
};
