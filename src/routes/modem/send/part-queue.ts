import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { MessageLengths } from '../../../domain/routes/allowance.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';

export interface QueuedPart {
  readonly part: OutgoingPart;
  /** Whether another part was being sent when this one came. */
  readonly waited: boolean;
  readonly resolve: (outcome: Outcome) => void;
}

/** The outcome of a part that was surely not sent. */
export const notSent = (reason: string, afterMs: number): Outcome => ({
  kind: 'retry',
  afterMs,
  reason,
  evidence: 'not handed to the modem',
  throttled: false,
});

/** The outcome of a part of a message that the SIM's limits never allow as a whole. */
export const tooLong = ({ parts }: OutgoingPart, { most }: MessageLengths): Outcome => ({
  kind: 'refused',
  blame: 'route',
  reason: `the message has ${parts} parts, and the limits of the SIM allow ${most} at once: it can never finish it`,
  evidence: 'not handed to the modem',
});

/**
 * The parts that wait in the route while another part is being sent, so that the radio is never idle. Critical parts
 * come first; otherwise the order of arrival counts.
 */
export class PartQueue {
  readonly #waiting: QueuedPart[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  add(part: OutgoingPart, waited: boolean): Promise<Outcome> {
    return new Promise((resolve) => {
      const isCritical = part.priority === 'critical';
      const before = isCritical ? this.#waiting.findIndex((other) => other.part.priority !== 'critical') : -1;
      this.#waiting.splice(before === -1 ? this.#waiting.length : before, 0, { part, waited, resolve });
    });
  }

  next(): QueuedPart | undefined {
    return this.#waiting.shift();
  }

  /** Hands all waiting parts back as unsent. */
  returnAll(reason: string, afterMs: number): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(notSent(reason, afterMs));
  }

  /**
   * Hands back, as unsent, all parts of the messages whose first part waits: no part of such a message was sent, so
   * another route may carry it. A later part that stayed would keep the whole message here.
   */
  returnUnbegun(reason: string): void {
    const firsts = this.#waiting.filter(({ part }) => part.part === 1);
    for (const queued of [...this.#waiting]) {
      if (!firsts.some(({ part }) => isSameAttempt(part, queued.part))) continue;
      this.#waiting.splice(this.#waiting.indexOf(queued), 1);
      queued.resolve(notSent(reason, 0));
    }
  }

  /**
   * Hands back the later parts of an attempt that failed: without the failed part the phone would get an incomplete
   * message.
   */
  returnAttempt(part: OutgoingPart): void {
    for (let i = this.#waiting.length - 1; i >= 0; i--) {
      const queued = this.#waiting[i];
      if (queued === undefined || !isSameAttempt(part, queued.part)) continue;
      this.#waiting.splice(i, 1);
      queued.resolve(notSent('an earlier part of the message was not sent', 0));
    }
  }
}

const isSameAttempt = (one: OutgoingPart, other: OutgoingPart): boolean =>
  one.messageId === other.messageId && one.attempt === other.attempt;
