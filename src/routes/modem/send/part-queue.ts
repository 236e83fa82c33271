import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';

export interface QueuedPart {
  readonly part: OutgoingPart;
  /** For another that was being sent when it came. */
  readonly waited: boolean;
  readonly resolve: (outcome: Outcome) => void;
}

/** A part that no octet left for. */
export const notSent = (reason: string, afterMs: number): Outcome => ({
  kind: 'retry',
  afterMs,
  reason,
  evidence: 'not handed to the modem',
  throttled: false,
});

/** Parts that wait inside for the one before them, so that the radio never idles: the critical first, else as they came. */
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

  /** Gives all back unsent. */
  returnAll(reason: string, afterMs: number): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(notSent(reason, afterMs));
  }

  /** Gives back what begins a message: nothing of it has left yet, and another route may be free. */
  returnUnbegun(reason: string): void {
    for (const queued of this.#waiting.filter(({ part }) => part.part === 1)) {
      this.#waiting.splice(this.#waiting.indexOf(queued), 1);
      queued.resolve(notSent(reason, 0));
    }
  }

  /** Gives back the later parts of an attempt that is lost: alone they would reach the phone as a torso. */
  returnAttempt({ messageId, attempt }: OutgoingPart): void {
    for (let i = this.#waiting.length - 1; i >= 0; i--) {
      const queued = this.#waiting[i];
      if (queued?.part.messageId !== messageId || queued.part.attempt !== attempt) continue;
      this.#waiting.splice(i, 1);
      queued.resolve(notSent('an earlier part of the message was not sent', 0));
    }
  }
}
