import type { OutgoingPart } from '../../domain/route.ts';
import { carrierRef } from './submit-outcome.ts';

/** TP-MR has 256 values: older ones mean another message by now. */
const REMEMBERED = 256;

/** What a status report tells, besides what the store makes of it. */
export interface ReportMatch {
  /** The names under which its part may be known, the likeliest first. */
  readonly refs: readonly [string, ...string[]];
  /** A part without an outcome that it can only be about: it was accepted after all, as `refs[0]`. */
  readonly settles: OutgoingPart | undefined;
}

/**
 * The last parts that this modem sent, by TP-MR, and those whose outcome never came. In memory: what a restart
 * forgets, the store still matches by its own record.
 */
export class SentLog {
  readonly #accepted = new Map<number, string>();
  readonly #uncertain: OutgoingPart[] = [];
  #awaited: OutgoingPart | undefined;

  /** The part whose result may still come: the last one, if it is uncertain. */
  get awaited(): OutgoingPart | undefined {
    return this.#awaited;
  }

  accepted(reference: number, to: string): void {
    this.#accepted.set(reference, digitsOf(to));
    this.#awaited = undefined;
  }

  uncertain(part: OutgoingPart): void {
    this.#awaited = part;
    this.#uncertain.push(part);
    if (this.#uncertain.length > REMEMBERED) this.#uncertain.shift();
  }

  settle(part: OutgoingPart): void {
    if (this.#awaited === part) this.#awaited = undefined;
    const index = this.#uncertain.indexOf(part);
    if (index >= 0) this.#uncertain.splice(index, 1);
  }

  /** @param recipient as the report names it, or undefined if it can't be read */
  report(reference: number, recipient: string | undefined): ReportMatch {
    const known = this.#accepted.get(reference);
    const said = recipient === undefined ? undefined : digitsOf(recipient);
    if (known !== undefined && (said === undefined || sameSubscriber(known, said))) {
      const ours = carrierRef(reference, known);
      const refs =
        said === undefined || said === known
          ? ([ours] as const)
          : ([ours, carrierRef(reference, said)] as const);
      return { refs, settles: undefined };
    }
    if (said === undefined) return { refs: [carrierRef(reference, '')], settles: undefined };
    const candidates = this.#uncertain.filter(({ to }) => sameSubscriber(digitsOf(to), said));
    const [only] = candidates;
    // Several could be meant: never guessed.
    if (only === undefined || candidates.length > 1)
      return { refs: [carrierRef(reference, said)], settles: undefined };
    return { refs: [carrierRef(reference, only.to)], settles: only };
  }
}

const digitsOf = (number: string): string => number.replace(/^\+/, '');

/** Reports name the recipient nationally on some networks: what follows the trunk 0 has to agree. */
const sameSubscriber = (ours: string, theirs: string): boolean => {
  if (ours === theirs) return true;
  const national = theirs.replace(/^0+/, '');
  return national.length >= 6 && ours.endsWith(national);
};
