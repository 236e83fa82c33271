import { createHash } from 'node:crypto';
import { toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { RouteEvents } from '../../../domain/routes/route.ts';
import type { Log } from '../../../kernel/log.ts';
import { maskNumber } from '../../../kernel/log.ts';
import { statusWords } from '../pdu/status-words.ts';
import { reportState } from '../receive/message-keeper.ts';
import type { SentLog } from '../send/sent-log.ts';
import type { ManagerBus } from './bus/manager-bus.ts';
import { number, text } from './bus/modem-view.ts';
import { MESSAGING, NO_STORAGE, PDU_TYPE, SMS, SMS_STATE } from './bus/names.ts';
import type { References } from './send/references.ts';

export interface InboxDeps {
  readonly routeId: string;
  readonly events: Pick<RouteEvents, 'inbound' | 'receipt'>;
  readonly log: Log;
  readonly sent: SentLog;
  readonly references: References;
  /** The name under which message references (TP-MR) are unique: the `carrier` of accepted outcomes. */
  readonly carrier: () => string;
  /** Whether the sender waits for the answer to this message. */
  readonly isUnderWay: (path: string) => boolean;
}

type Properties = Readonly<Record<string, unknown>>;

/** The paths of messages, as ModemManager has given them since its start, or the modem's return. */
interface Paths {
  /** Messages that are on disk and couldn't be deleted yet. */
  readonly kept: Set<string>;
  readonly inHand: Set<string>;
}

const noPaths = (): Paths => ({ kept: new Set(), inHand: new Set() });

/** From this value of MMSmsDeliveryState on there is no TP-Status. */
const UNKNOWN_STATUS = 0x100;

/**
 * Takes incoming messages and status reports from ModemManager. Each is on disk before it is deleted; one that can't be
 * stored stays.
 */
export class Inbox {
  readonly #deps: InboxDeps;
  #known = noPaths();

  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  /**
   * Forgets the paths, since ModemManager gives them anew after its restart, or the modem's return. What is being taken
   * meanwhile goes on with the paths as they were: its path may be that of another message now.
   */
  forget(): void {
    this.#known = noPaths();
  }

  /** Takes all messages that ModemManager has of the modem. */
  async sweep(bus: ManagerBus, modem: string): Promise<void> {
    const listed = await bus.call<readonly string[]>({ path: modem, interface: MESSAGING, member: 'List' });
    if (listed.kind === 'ok') for (const path of listed.value) await this.take(bus, modem, path);
  }

  /** Takes one message, if it is whole. */
  async take(bus: ManagerBus, modem: string, path: string): Promise<void> {
    const { kept, inHand } = this.#known;
    // The announcement of a message and a sweep may come at the same time.
    if (inHand.has(path)) return;
    inHand.add(path);
    try {
      const read = await bus.properties(path, SMS);
      if (read.kind !== 'ok' || !(await this.#isDone(kept, path, read.value))) return;
      const deleted = await bus.call({
        path: modem,
        interface: MESSAGING,
        member: 'Delete',
        signature: 'o',
        body: [path],
      });
      if (deleted.kind === 'ok') kept.delete(path);
    } finally {
      inHand.delete(path);
    }
  }

  /** Whether the message may be deleted: it is on disk, or it is one that this gateway sent. */
  async #isDone(kept: Set<string>, path: string, properties: Properties): Promise<boolean> {
    if (kept.has(path)) return true;
    const state = number(properties['State']);
    // Only messages without a memory are surely no drafts of the SIM's owner. One that an earlier process was sending
    // is settled by its report.
    if (state === SMS_STATE.sent) return properties['Storage'] === NO_STORAGE && !this.#deps.isUnderWay(path);
    // ModemManager gives the text of a long message only when all its parts are there.
    if (state !== SMS_STATE.received) return false;
    if (!(await this.#isKept(properties))) return false;
    kept.add(path);
    return true;
  }

  async #isKept(properties: Properties): Promise<boolean> {
    try {
      if (properties['PduType'] === PDU_TYPE.statusReport) await this.#keepReport(properties);
      else await this.#keepMessage(properties);
      return true;
    } catch (error) {
      this.#deps.log.error(
        { route: this.#deps.routeId, err: error },
        'a message or status report from the modem cannot be stored',
      );
      return false;
    }
  }

  /** Stores a message without a text too, with its octets as evidence: it may be a call for help. */
  async #keepMessage(properties: Properties): Promise<void> {
    const { routeId, log, events } = this.#deps;
    const evidence = evidenceOf(properties);
    const written = text(properties['Text']);
    if (written === undefined) log.warn({ route: routeId }, 'a message without a text');
    await events.inbound({
      route: routeId,
      from: text(properties['Number']) ?? '',
      to: undefined,
      text: written ?? '',
      // ModemManager puts the parts of a long message together.
      concat: undefined,
      evidence,
      // Without the service centre's time an equal message may be a second call for help.
      ...(text(properties['Timestamp']) === undefined
        ? {}
        : {
            // The network may send the message once more by another service centre.
            fingerprint: digestOf(evidenceOf({ ...properties, SMSC: undefined })),
            formerFingerprint: digestOf(evidence),
          }),
    });
  }

  async #keepReport(properties: Properties): Promise<void> {
    const { events, log, routeId, sent, references } = this.#deps;
    const recipient = text(properties['Number']);
    const status = number(properties['DeliveryState']) ?? UNKNOWN_STATUS;
    const { refs, to } = sent.report(number(properties['MessageReference']) ?? 0, recipient);
    const isKnown = status < UNKNOWN_STATUS;
    const state = isKnown ? reportState(status) : 'intermediate';
    const receipt = {
      route: routeId,
      carrier: this.#deps.carrier(),
      to: to ?? (recipient === undefined ? undefined : toMsisdn(recipient)),
      state,
      reason: state === 'delivered' ? undefined : isKnown ? statusWords(status) : 'the report has no state',
      // Nothing that may be of the text: it can hold a code that only its recipient may see.
      evidence: evidenceOf({ ...properties, Text: undefined, Data: undefined }),
    };
    const match = await events.receipt({ ...receipt, refs });
    for (const ref of refs.flatMap((one) => references.extraOf(one)))
      await events.receipt({ ...receipt, refs: [ref] });
    log.debug(
      { route: routeId, to: maskNumber(recipient ?? ''), status, match: match.kind },
      'status report',
    );
  }
}

const digestOf = (evidence: string): string => `mm:${createHash('sha256').update(evidence).digest('hex')}`;

const TOLD = [
  'PduType',
  'Number',
  'Text',
  'Data',
  'SMSC',
  'Class',
  'MessageReference',
  'Timestamp',
  'DischargeTimestamp',
  'DeliveryState',
];

/** What ModemManager tells of the message, since it doesn't give the PDU. */
const evidenceOf = (properties: Properties): string =>
  JSON.stringify(
    Object.fromEntries(
      TOLD.map((name) => {
        const value = properties[name];
        return [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value];
      }),
    ),
  );
