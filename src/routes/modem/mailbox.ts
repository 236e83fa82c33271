import type { Log } from '../../domain/log.ts';
import { maskNumber } from '../../domain/log.ts';
import { toMsisdn } from '../../domain/msisdn.ts';
import type { RouteEvents } from '../../domain/route.ts';
import { fieldsOf, splitFields } from './at-answer.ts';
import type { AtChannel } from './at-channel.ts';
import { formatAddress } from './pdu/address.ts';
import type { Incoming, StatusReport } from './pdu/incoming.ts';
import { decodeIncoming } from './pdu/incoming.ts';
import { statusClass, statusWords } from './pdu/status-words.ts';
import type { ModemSettings } from './profile.ts';
import type { SentLog } from './sent-log.ts';
import type { MessageService } from './setup.ts';
import { selectMemory } from './setup.ts';

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
  async fetch(channel: AtChannel, settings: ModemSettings, memory: string, index: string): Promise<void> {
    if (!(await selectMemory(channel, memory, { ...settings, storageArguments: 1 }))) return;
    const answer = await channel.run(`AT+CMGR=${index}`);
    const pdu = answer.kind === 'ok' ? pduAfter(answer.lines, '+CMGR:') : undefined;
    if (pdu !== undefined && (await this.keep(pdu))) await channel.run(`AT+CMGD=${index}`);
  }

  /** Everything that lies in the memory: a full one stops all delivery. */
  async sweep(channel: AtChannel, settings: ModemSettings, service: MessageService): Promise<void> {
    if (service.memory === undefined) return;
    await selectMemory(channel, service.memory, settings);
    const answer = await channel.run('AT+CMGL=4', { timeoutMs: LIST_MS });
    for (let i = 0; i + 1 < answer.lines.length; i++) {
      const index = listedIndex(answer.lines[i]);
      const pdu = answer.lines[i + 1];
      if (index === undefined || pdu === undefined) continue;
      if (await this.keep(pdu)) await channel.run(`AT+CMGD=${index}`);
    }
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

const pduAfter = (lines: readonly string[], head: string): string | undefined => {
  const at = lines.findIndex((line) => line.startsWith(head));
  return at < 0 ? undefined : lines[at + 1];
};

/** `+CMGL: <index>,<stat>,…`; messages of our own that lie there unsent (2, 3) are left alone. */
const listedIndex = (line: string | undefined): string | undefined => {
  if (line === undefined || !line.startsWith('+CMGL:')) return undefined;
  const [index, stat] = splitFields(line.slice('+CMGL:'.length));
  return stat === '0' || stat === '1' ? index : undefined;
};

/** The memory and index of `+CMTI: "SM",3` or `+CDSI: "SR",1`. */
export const announced = (line: string): { readonly memory: string; readonly index: string } | undefined => {
  const fields = fieldsOf([line], '+CMTI') ?? fieldsOf([line], '+CDSI');
  const [memory, index] = fields ?? [];
  return memory !== undefined && index !== undefined && /^\d+$/.test(index) ? { memory, index } : undefined;
};
