import type { Outcome } from '../../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../../domain/routes/route.ts';
import type { Cancel, Clock } from '../../../../kernel/clock.ts';
import { notSent } from '../../send/part-queue.ts';

/** A message of which all parts are there. */
export interface WholeMessage {
  /** In order; there is at least one. */
  readonly parts: readonly [OutgoingPart, ...OutgoingPart[]];
  readonly text: string;
  readonly settle: (outcome: (part: OutgoingPart, index: number) => Outcome) => void;
}

interface Gathered {
  readonly part: OutgoingPart;
  readonly resolve: (outcome: Outcome) => void;
}

interface Attempt {
  readonly parts: Map<number, Gathered>;
  cancel: Cancel;
}

/**
 * How long the next part of a message is waited for, ms. The send loop hands over all parts at once, or at its pace.
 */
const PATIENCE_MS = 10_000;
const INCOMPLETE = 'only some parts of the message were given, and ModemManager sends whole messages only';

/**
 * Gathers the parts of each message, since ModemManager takes whole texts and cuts them itself. Whole messages wait in
 * the order in which they became whole, the critical ones first.
 */
export class Gathering {
  readonly #clock: Clock;
  readonly #attempts = new Map<string, Attempt>();
  readonly #whole: WholeMessage[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The number of messages, whole or not. */
  get messages(): number {
    return this.#attempts.size + this.#whole.length;
  }

  /** The number of parts that are there. */
  get parts(): number {
    const begun = [...this.#attempts.values()].reduce((sum, { parts }) => sum + parts.size, 0);
    return begun + this.#whole.reduce((sum, { parts }) => sum + parts.length, 0);
  }

  /** The number of parts that messages still lack. */
  get missing(): number {
    return [...this.#attempts.values()].reduce((sum, { parts }) => sum + lacking(parts), 0);
  }

  add(part: OutgoingPart): Promise<Outcome> {
    return new Promise((resolve) => {
      const key = keyOf(part);
      const attempt = this.#attempts.get(key) ?? { parts: new Map(), cancel: () => undefined };
      attempt.cancel();
      attempt.parts.set(part.part, { part, resolve });
      if (lacking(attempt.parts) === 0) {
        this.#attempts.delete(key);
        this.#queue(attempt);
        return;
      }
      attempt.cancel = this.#clock.after(PATIENCE_MS, () => {
        this.#attempts.delete(key);
        for (const given of attempt.parts.values()) given.resolve(notSent(INCOMPLETE, PATIENCE_MS));
      });
      this.#attempts.set(key, attempt);
    });
  }

  next(): WholeMessage | undefined {
    return this.#whole.shift();
  }

  /** Hands back all parts as unsent. */
  returnAll(reason: string, afterMs: number): void {
    const outcome = notSent(reason, afterMs);
    for (const message of this.#whole.splice(0)) message.settle(() => outcome);
    for (const { cancel, parts } of this.#attempts.values()) {
      cancel();
      for (const { resolve } of parts.values()) resolve(outcome);
    }
    this.#attempts.clear();
  }

  #queue({ parts }: Attempt): void {
    const [first, ...rest] = [...parts.values()].toSorted((a, b) => a.part.part - b.part.part);
    if (first === undefined) return;
    const all = [first, ...rest];
    const message: WholeMessage = {
      parts: [first.part, ...rest.map(({ part }) => part)],
      text: all.map(({ part }) => part.text).join(''),
      settle: (outcome) => {
        for (const [index, { part, resolve }] of all.entries()) resolve(outcome(part, index));
      },
    };
    const isCritical = first.part.priority === 'critical';
    const before = isCritical
      ? this.#whole.findIndex(({ parts: [other] }) => other.priority !== 'critical')
      : -1;
    this.#whole.splice(before === -1 ? this.#whole.length : before, 0, message);
  }
}

const keyOf = ({ messageId, attempt }: OutgoingPart): string => `${messageId}/${attempt}`;

const lacking = (parts: ReadonlyMap<number, Gathered>): number => {
  const [first] = parts.values();
  return first === undefined ? 0 : first.part.parts - parts.size;
};
