import type { Outcome } from '../../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../../domain/routes/route.ts';
import type { Log } from '../../../../kernel/log.ts';
import { notSent } from '../../send/part-queue.ts';
import type { SentLog } from '../../send/sent-log.ts';
import type { SimQuota } from '../../sim/sim-quota.ts';
import type { WholeMessage } from './gathering.ts';
import { MessageSender, type MessageSenderDeps, type Present } from './message-sender.ts';

export interface CountingSenderDeps extends MessageSenderDeps {
  readonly routeId: string;
  readonly log: Log;
  readonly quota: SimQuota;
  readonly sent: SentLog;
  readonly simName: () => string;
  readonly isReady: () => boolean;
}

/** Pause in ms before a message is offered again that the limits or the disk kept back. */
const AGAIN_MS = 1000;

/** Sends messages within the limits of the SIM, and settles them. */
export class CountingSender {
  readonly #deps: CountingSenderDeps;
  readonly #sender: MessageSender;

  constructor(deps: CountingSenderDeps) {
    this.#deps = deps;
    this.#sender = new MessageSender(deps);
  }

  /** Whether this process made the message and waits for its answer. */
  isUnderWay(path: string): boolean {
    return this.#sender.isUnderWay(path);
  }

  /** Never rejects. */
  async send(present: Present, message: WholeMessage): Promise<void> {
    const { clock, conclude, isReady, log, quota, routeId, simName } = this.#deps;
    const { parts } = message;
    const hold = (reason: string, afterMs: number): void => message.settle(() => notSent(reason, afterMs));
    try {
      const now = quota.now;
      if (now !== undefined && now.lengths.now < parts.length) {
        const reason =
          now.reason ?? `the SIM's limits leave only ${now.lengths.now} parts now, and the message has more`;
        return hold(reason, Math.max(AGAIN_MS, now.againMs));
      }
      const spent = quota.whyNot(parts[0].to);
      if (spent !== undefined) return hold(spent.reason, spent.againMs);
      if (parts[0].validUntil <= clock.now()) return hold('its validity ended while it waited', 0);
      const taken = await quota.take(simName(), parts[0].to, parts.length);
      if (taken === undefined) return hold('what the SIM sends cannot be counted', AGAIN_MS);
      if (present.gone.aborted || !isReady()) {
        await taken.takeBack();
        return hold('the modem went out of service', 0);
      }
      const { outcomeOf, verdict, counts } = await this.#sender.send(present, message);
      await (counts ? taken.leftByNow() : taken.takeBack());
      this.#remember(message, outcomeOf);
      // The state of the modem comes first: the outcome may bring the next message.
      conclude(verdict);
      message.settle(outcomeOf);
    } catch (error) {
      // After a bug in the gateway nobody knows whether the message left.
      log.error({ route: routeId, err: error }, 'sending a message failed');
      const reason = 'the gateway failed while sending';
      message.settle(() => ({ kind: 'uncertain', reason, evidence: String(error) }));
    }
  }

  /** A status report may spell the recipient in another way, or be about a message without an answer. */
  #remember({ parts }: WholeMessage, outcomeOf: (part: OutgoingPart, index: number) => Outcome): void {
    const { sent } = this.#deps;
    for (const [index, part] of parts.entries()) {
      const outcome = outcomeOf(part, index);
      if (outcome.kind === 'uncertain') sent.uncertain(part);
      const reference = outcome.kind === 'accepted' ? Number(outcome.carrierRef.split('/')[0]) : Number.NaN;
      if (Number.isInteger(reference)) sent.accepted(reference, part.to);
    }
  }
}
