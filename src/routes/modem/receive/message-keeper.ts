import { toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { RouteEvents } from '../../../domain/routes/route.ts';
import type { Log } from '../../../kernel/log.ts';
import { maskNumber } from '../../../kernel/log.ts';
import { formatAddress } from '../pdu/address.ts';
import { fingerprintOf } from '../pdu/fingerprint.ts';
import type { IncomingPdu, StatusReport } from '../pdu/incoming.ts';
import { decodeIncoming } from '../pdu/incoming.ts';
import { statusClass, statusWords } from '../pdu/status-words.ts';
import type { SentLog } from '../send/sent-log.ts';
import { readTextMessage, readTextReport } from './text-layout.ts';

export interface MessageKeeperDeps {
  readonly routeId: string;
  readonly events: RouteEvents;
  readonly log: Log;
  readonly sent: SentLog;
  /** The name under which message references (TP-MR) are unique: the `carrier` of accepted outcomes. */
  readonly carrier: () => string;
}

/** Puts incoming messages and status reports on disk, however the modem tells them. */
export class MessageKeeper {
  readonly #deps: MessageKeeperDeps;

  constructor(deps: MessageKeeperDeps) {
    this.#deps = deps;
  }

  /**
   * Stores the message or report in a PDU.
   *
   * @returns true once it is on disk and may be acknowledged
   */
  keep(pdu: string): Promise<boolean> {
    const incoming = decodeIncoming(pdu);
    return this.#kept(() =>
      incoming.kind === 'statusReport' ? this.#keepReport(incoming, pdu) : this.#keepMessage(incoming, pdu),
    );
  }

  /**
   * Stores a message or report that a modem told in text layout.
   *
   * @returns true once it is on disk and may be acknowledged
   */
  keepText(head: string, line: string): Promise<boolean> {
    const evidence = `${head}\n${line}`.trim();
    const report = readTextReport(head);
    if (report !== undefined) return this.#kept(() => this.#keepReport(report, evidence));
    const { from, text, at } = readTextMessage(head, line);
    const route = this.#deps.routeId;
    // With the service centre's time stamp an equal message is the same one, told again. Without it, it may be a second
    // call for help.
    const known =
      at === undefined
        ? {}
        : { fingerprint: `text:${JSON.stringify([from, at, text])}`, formerFingerprint: evidence };
    const message = { route, from, to: undefined, text, concat: undefined, evidence, ...known };
    return this.#kept(() => this.#deps.events.inbound(message));
  }

  async #kept(store: () => Promise<unknown>): Promise<boolean> {
    try {
      await store();
      return true;
    } catch (error) {
      this.#deps.log.error(
        { route: this.#deps.routeId, err: error },
        'a message or status report from the modem cannot be stored',
      );
      return false;
    }
  }

  /** Stores what is unreadable, or not for people, as its PDU with the reason: it may be a call for help. */
  async #keepMessage(message: Exclude<IncomingPdu, StatusReport>, pdu: string): Promise<void> {
    const route = this.#deps.routeId;
    const { from, text, concat, aside } =
      message.kind === 'deliver'
        ? message
        : { from: undefined, text: '', concat: undefined, aside: message.reason };
    if (aside !== undefined) this.#deps.log.warn({ route, why: aside }, 'a message is kept aside');
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
      ...(message.kind === 'deliver' && message.at === undefined
        ? {}
        : { fingerprint: fingerprintOf(pdu), formerFingerprint: pdu }),
      ...(aside === undefined ? {} : { aside }),
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
