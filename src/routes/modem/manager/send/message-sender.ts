import type { Outcome } from '../../../../domain/messages/outcome.ts';
import type { OutgoingPart, RouteEvents } from '../../../../domain/routes/route.ts';
import type { Clock } from '../../../../kernel/clock.ts';
import type { ModemVerdict } from '../../send/submit-outcome.ts';
import type { ManagerBus, Reply } from '../bus/manager-bus.ts';
import { number } from '../bus/modem-view.ts';
import { MESSAGING, SMS } from '../bus/names.ts';
import { failureOf, retry } from './failure.ts';
import type { WholeMessage } from './gathering.ts';
import { managerParts } from './manager-cut.ts';
import { messageProperties } from './message-properties.ts';
import type { References } from './references.ts';
import { sendError } from './send-error.ts';

/** A modem on the bus. `gone` aborts when the modem, ModemManager or the bus goes away. */
export interface Present {
  readonly bus: Pick<ManagerBus, 'call' | 'properties'>;
  readonly path: string;
  readonly gone: AbortSignal;
}

export interface MessageSenderDeps {
  readonly clock: Clock;
  readonly events: Pick<RouteEvents, 'lateOutcome'>;
  readonly references: References;
  readonly carrier: () => string;
  /** The service centre to use; undefined: that of the SIM. */
  readonly serviceCentre: string | undefined;
  /** How long the network's answer to one part may take, ms. */
  readonly partMs: number;
  readonly restMs: () => number;
  /** Called with what a message showed about the modem. */
  readonly conclude: (verdict: ModemVerdict) => void;
}

/** The result of a message, for each of its parts. */
export interface SendResult {
  readonly outcomeOf: (part: OutgoingPart, index: number) => Outcome;
  readonly verdict: ModemVerdict;
  /** Whether the network may have a part: if so, the parts count against the SIM's limits. */
  readonly counts: boolean;
}

/** A message of which Send was called. */
interface Submitted {
  readonly present: Present;
  readonly message: WholeMessage;
  readonly path: string;
  /** The number of parts that ModemManager makes of it. */
  readonly sent: number;
  readonly carrier: string;
}

const WENT_AWAY = 'the modem went away before its answer';

/** Sends whole messages through `Messaging.Create` and `Sms.Send`. */
export class MessageSender {
  readonly #deps: MessageSenderDeps;
  /** The messages that this process made and that may still be on their way, by path. */
  readonly #underWay = new Set<string>();

  constructor(deps: MessageSenderDeps) {
    this.#deps = deps;
  }

  /** Whether this process made the message and waits for its answer. */
  isUnderWay(path: string): boolean {
    return this.#underWay.has(path);
  }

  /** Never rejects. */
  async send(present: Present, message: WholeMessage): Promise<SendResult> {
    const { clock, serviceCentre } = this.#deps;
    const made = await present.bus.call<string>({
      path: present.path,
      interface: MESSAGING,
      member: 'Create',
      signature: 'a{sv}',
      body: [messageProperties(message, clock.now(), serviceCentre)],
    });
    if (made.kind === 'lost') return notMade(made.reason);
    if (made.kind === 'error') return this.#notCreated(made.name, made.text);
    return this.#submit(present, message, made.value);
  }

  /** Create gives nothing to the modem, so that nothing has left whatever the error is. */
  #notCreated(name: string, text: string): SendResult {
    const evidence = `${name}: ${text}`;
    const error = sendError(name, text);
    const reason =
      error.kind === 'notSent' ? error.reason : `ModemManager did not make the message (${text})`;
    const outcome = retry(this.#deps.restMs(), reason, evidence);
    return { outcomeOf: () => outcome, verdict: { kind: 'trouble', reason }, counts: false };
  }

  async #submit(present: Present, message: WholeMessage, path: string): Promise<SendResult> {
    const sent = managerParts(message.text);
    this.#underWay.add(path);
    const reply = present.bus.call({ path, interface: SMS, member: 'Send', timeoutMs: 0 });
    const carrier = this.#deps.carrier();
    const ended = reply.then((end) => this.#concluded({ present, message, path, sent, carrier }, end));
    const first = await this.#inTime(present, ended, sent);
    if (first !== undefined) return first;
    void ended.then((result) => this.#tellLate(message, result));
    const evidence = 'no reply to Send';
    if (present.gone.aborted) return uncertain(WENT_AWAY, evidence, { kind: 'fine' });
    const reason = 'no result from the modem in time';
    return uncertain(reason, evidence, { kind: 'mute', reason });
  }

  /** Undefined if the time was over, or the modem went away, before the end. */
  async #inTime(
    { gone }: Present,
    ended: Promise<SendResult>,
    sent: number,
  ): Promise<SendResult | undefined> {
    const over = Promise.withResolvers<undefined>();
    const giveUp = () => over.resolve(undefined);
    const cancel = this.#deps.clock.after(this.#deps.partMs * sent, giveUp);
    if (gone.aborted) giveUp();
    gone.addEventListener('abort', giveUp);
    try {
      return await Promise.race([ended, over.promise]);
    } finally {
      cancel();
      gone.removeEventListener('abort', giveUp);
    }
  }

  async #concluded(submitted: Submitted, end: Reply<undefined>): Promise<SendResult> {
    const { present, path } = submitted;
    const result = await this.#resultOf(submitted, end);
    // ModemManager keeps each message until it is deleted. If this fails, the next sweep of the inbox deletes it.
    if (end.kind !== 'lost') void this.#delete(present, path);
    this.#underWay.delete(path);
    return result;
  }

  async #resultOf(
    { present: { bus }, message, path, sent, carrier }: Submitted,
    end: Reply<undefined>,
  ): Promise<SendResult> {
    if (end.kind === 'lost') return uncertain(WENT_AWAY, end.reason, { kind: 'fine' });
    if (end.kind === 'error') return this.#failed(message, sent, end.name, end.text);
    const properties = await bus.properties(path, SMS);
    const last = properties.kind === 'ok' ? number(properties.value['MessageReference']) : undefined;
    const refs = this.#deps.references.take(message.parts, sent, last);
    return {
      outcomeOf: (_part, index) => ({ kind: 'accepted', carrier, carrierRef: refs[index] ?? '' }),
      verdict: { kind: 'fine' },
      counts: true,
    };
  }

  #failed({ parts: [part] }: WholeMessage, sent: number, name: string, text: string): SendResult {
    const { outcome, verdict, counts } = failureOf(sendError(name, text), `${name}: ${text}`, sent, {
      carrier: this.#deps.carrier(),
      part,
      restMs: this.#deps.restMs(),
      // ModemManager passes on few causes, so a refusal of the SIM is believed at once.
      simWorks: false,
    });
    return { outcomeOf: () => outcome, verdict, counts };
  }

  #tellLate(message: WholeMessage, { outcomeOf, verdict }: SendResult): void {
    for (const [index, part] of message.parts.entries()) {
      const outcome = outcomeOf(part, index);
      const { messageId, attempt, part: nth } = part;
      if (outcome.kind !== 'uncertain')
        this.#deps.events.lateOutcome({ messageId, attempt, part: nth }, outcome);
    }
    this.#deps.conclude(verdict);
  }

  async #delete({ bus, path: modem }: Present, path: string): Promise<void> {
    await bus.call({ path: modem, interface: MESSAGING, member: 'Delete', signature: 'o', body: [path] });
  }
}

const uncertain = (reason: string, evidence: string, verdict: ModemVerdict): SendResult => {
  const outcome: Outcome = { kind: 'uncertain', reason, evidence };
  return { outcomeOf: () => outcome, verdict, counts: true };
};

const notMade = (reason: string): SendResult => {
  const outcome = retry(0, 'the modem went away before it had the message', reason);
  return { outcomeOf: () => outcome, verdict: { kind: 'fine' }, counts: false };
};
