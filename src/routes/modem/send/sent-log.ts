import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import { carrierRef } from './submit-outcome.ts';

/** TP-MR has 256 values: older ones mean another message by now. */
const REMEMBERED = 256;

/** What this modem's own memory adds to a status report. */
export interface ReportMatch {
  /** The names under which its part may be known, the likeliest first. */
  readonly refs: readonly [string, ...string[]];
  /** The number that we sent to, where the report's spelling means it. */
  readonly to: Msisdn | undefined;
}

/**
 * The last numbers that this modem sent to, by TP-MR where it said one: reports name them in other spellings. Which
 * part a report settles is for the store to say, which knows of those before a restart too.
 */
export class SentLog {
  readonly #accepted = new Map<number, Msisdn>();
  readonly #uncertain: Msisdn[] = [];
  #awaited: OutgoingPart | undefined;

  /** The part whose result may still come: the last one, if it is uncertain. */
  get awaited(): OutgoingPart | undefined {
    return this.#awaited;
  }

  accepted(reference: number, to: Msisdn): void {
    this.#accepted.set(reference, to);
    this.#awaited = undefined;
  }

  uncertain(part: OutgoingPart): void {
    this.#awaited = part;
    this.#uncertain.push(part.to);
    if (this.#uncertain.length > REMEMBERED) this.#uncertain.shift();
  }

  /** Its result came after all. */
  settled(): void {
    this.#awaited = undefined;
  }

  /** @param recipient as the report names it, or undefined if it can't be read */
  report(reference: number, recipient: string | undefined): ReportMatch {
    const known = this.#accepted.get(reference);
    if (recipient === undefined) return { refs: [carrierRef(reference, known ?? '')], to: undefined };
    const said = recipient.replace(/^\+/, '');
    const candidates = known !== undefined && isMeant(known, said) ? [known] : this.#uncertainTo(said);
    const [to] = candidates;
    const asSaid = carrierRef(reference, said);
    // Several numbers could be meant: never guessed.
    if (to === undefined || candidates.length > 1) return { refs: [asSaid], to: undefined };
    const ours = carrierRef(reference, to);
    return { refs: ours === asSaid ? [ours] : [ours, asSaid], to };
  }

  #uncertainTo(said: string): readonly Msisdn[] {
    return [...new Set(this.#uncertain.filter((to) => isMeant(to, said)))];
  }
}

/** Reports name the recipient nationally on some networks: what follows the trunk 0 has to agree. */
const isMeant = (to: Msisdn, said: string): boolean => {
  if (to === `+${said}`) return true;
  const national = said.replace(/^0+/, '');
  return national.length >= 6 && to.endsWith(national);
};
