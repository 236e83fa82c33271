import type { AlertActor } from '../../domain/alerts/alert.ts';
import type { CapOutcome } from '../../domain/triggers/cap-outcome.ts';
import type { CapRecord } from '../../domain/triggers/cap-repository.ts';
import type { CapApplied, CapTaken } from '../../domain/triggers/triggers-service.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { decodeXml } from '../xml/decode.ts';
import type { CapAlert } from './cap-alert.ts';
import type { CapIntakeService, CapSurroundings } from './cap-intake-service.ts';
import { verdictOf } from './cap-verdict.ts';
import { type CapParsed, parseCap } from './parse-cap.ts';
import { validCertificates, verifySignature } from './signature.ts';

export interface CapGate {
  /** Certificates in PEM. If there is any, each document must be signed with the key of one of them. */
  readonly certificates: readonly string[];
  /** The accepted senders; any if undefined. */
  readonly senders: readonly string[] | undefined;
}

/**
 * The charset of a stored document: it is kept as text, also if its declaration names the encoding in which it came.
 */
const KEPT = 'utf-8';

/** Takes CAP messages, one at a time. Each is carried out once, however often it comes. */
export class CapIntake {
  readonly #gate: CapGate;
  readonly #service: CapIntakeService;
  readonly #around: Pick<CapSurroundings, 'repository' | 'clock'>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    gate: CapGate,
    service: CapIntakeService,
    around: Pick<CapSurroundings, 'repository' | 'clock'>,
  ) {
    this.#gate = gate;
    this.#service = service;
    this.#around = around;
  }

  /**
   * Takes one document.
   *
   * @param source `post`, or the address of a feed
   * @param by id of the person who submitted it; undefined if it came from a feed
   * @param charset the charset of its Content-Type
   */
  take(octets: Uint8Array, source: string, by?: string, charset?: string): Promise<CapTaken> {
    return this.#inTurn(() => this.#take(octets, source, by, charset));
  }

  /**
   * Continues the messages that an earlier process had begun.
   *
   * @param left called for a message that cannot be continued; the next ones are continued all the same
   * @throws TocsinError storeUnavailable if the disk refuses
   */
  async resume(left: (id: number, error: unknown) => void): Promise<void> {
    for (const { id, document, source } of await this.#around.repository.openCaps()) {
      try {
        await this.take(new TextEncoder().encode(document), source, undefined, KEPT);
      } catch (error) {
        if (error instanceof TocsinError && error.code === 'storeUnavailable') throw error;
        left(id, error);
      }
    }
  }

  /** Carries out, for an operator, the steps of a message that wait for one. */
  apply(id: number, actor: AlertActor): Promise<CapApplied> {
    return this.#inTurn(async () => {
      const record = await this.#around.repository.capById(id);
      if (record === undefined) return { kind: 'unknown' };
      if (record.stage !== 'waiting') return { kind: 'notWaiting', reason: whyNotWaiting[record.stage] };
      const parsed = this.#read(new TextEncoder().encode(record.document), KEPT);
      if (parsed.kind === 'refused') return { kind: 'notWaiting', reason: parsed.reason };
      const verdict = verdictOf(parsed.alert);
      if (verdict.kind === 'nothing') return { kind: 'notWaiting', reason: verdict.reason };
      const done = await this.#service.carryOut(parsed.alert, verdict.kind, record, actor);
      return { kind: 'applied', outcome: outcomeOf(done) };
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => {});
    return next;
  }

  #read(octets: Uint8Array, charset: string | undefined): CapParsed {
    const { certificates } = this.#gate;
    if (certificates.length === 0) return parseCap(octets, charset);
    const signed = verifySignature(octets, certificates, charset);
    return signed.kind === 'refused' ? signed : parseCap(signed.xml);
  }

  /** Whether only a certificate that is not valid now has signed the document. */
  #isSignedTooLate(octets: Uint8Array, charset: string | undefined): boolean {
    const { certificates } = this.#gate;
    const valid = validCertificates(certificates, this.#around.clock.now());
    return valid.length < certificates.length && verifySignature(octets, valid, charset).kind === 'refused';
  }

  async #take(
    octets: Uint8Array,
    source: string,
    by: string | undefined,
    charset: string | undefined,
  ): Promise<CapTaken> {
    const { repository, clock } = this.#around;
    const parsed = this.#read(octets, charset);
    if (parsed.kind === 'refused') return parsed;
    const decoded = decodeXml(octets, charset);
    if (decoded.kind === 'refused') return decoded;
    const { alert } = parsed;
    const { senders } = this.#gate;
    if (senders !== undefined && !senders.includes(alert.sender)) {
      return { kind: 'refused', reason: `the sender ${alert.sender} is not among the configured senders` };
    }
    const before = await repository.capMessage(alert.sender, alert.identifier);
    // CAP 1.2, 3.2.1: an identifier names one message for ever, so a second message with it may be forged.
    if (before !== undefined && before.sent !== alert.sent) {
      return { kind: 'refused', reason: `${alert.sender} used the identifier ${alert.identifier} before` };
    }
    if (before !== undefined && before.stage !== 'open') {
      return { kind: 'known', id: before.id, again: true, outcome: outcomeOf(before) };
    }
    // A message that was begun before goes on, also if its certificate has expired since.
    if (before === undefined && this.#isSignedTooLate(octets, charset)) {
      return { kind: 'refused', reason: 'the certificate of its signature has expired, or is not valid yet' };
    }
    const verdict = verdictOf(alert);
    if (verdict.kind === 'nothing') {
      return { kind: 'known', id: undefined, again: false, outcome: ignored(alert, verdict.reason) };
    }
    const fresh: CapRecord = {
      id: 0,
      sender: alert.sender,
      identifier: alert.identifier,
      sent: alert.sent,
      receivedAt: clock.now(),
      source,
      document: decoded.text,
      stage: 'open',
      alerts: [],
      outcome: JSON.stringify({ by }),
    };
    const done = await this.#service.carryOut(alert, verdict.kind, before ?? fresh);
    return { kind: 'known', id: done.id, again: false, outcome: outcomeOf(done) };
  }
}

const whyNotWaiting = {
  open: 'the gateway is still carrying it out',
  done: 'everything that it asks for is done',
} as const;

const outcomeOf = (record: CapRecord): CapOutcome => JSON.parse(record.outcome) as CapOutcome;

const ignored = (alert: CapAlert, reason: string): CapOutcome => ({
  sender: alert.sender,
  identifier: alert.identifier,
  sent: alert.sent,
  status: alert.status,
  msgType: alert.msgType,
  result: 'ignored',
  reason,
  ignored: alert.ignored,
  made: [],
  corrections: [],
});
