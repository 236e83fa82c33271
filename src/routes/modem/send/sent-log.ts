import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import { carrierRef } from './submit-outcome.ts';

/**
 * The largest number of uncertain parts whose recipients are remembered. TP-MR has 256 values, so a status report can
 * hardly be about an older part.
 */
const REMEMBERED = 256;

/** The data by which the store finds the part that a status report is about. */
export interface ReportMatch {
  /** The references under which the store may know the part, the likeliest first. */
  readonly refs: readonly [string, ...string[]];
  /** The number that the message was sent to, if the recipient in the report clearly means it. */
  readonly to: Msisdn | undefined;
}

/**
 * The recipients of this modem's last parts, by TP-MR: status reports may spell the recipient differently. The store
 * decides which part a report settles, since it also knows the parts from before a restart.
 */
export class SentLog {
  readonly #accepted = new Map<number, Msisdn>();
  readonly #uncertain: Msisdn[] = [];
  #awaited: OutgoingPart | undefined;

  /** The last part, if it is uncertain and its result may still come; undefined otherwise. */
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

  /** Call when the late result of the awaited part came. */
  settled(): void {
    this.#awaited = undefined;
  }

  /**
   * The references and the recipient for a status report.
   *
   * @param recipient as the report spells it; undefined if it can't be read
   */
  report(reference: number, recipient: string | undefined): ReportMatch {
    const known = this.#accepted.get(reference);
    if (recipient === undefined) return { refs: [carrierRef(reference, known ?? '')], to: undefined };
    const said = recipient.replace(/^\+/, '');
    const candidates = known !== undefined && isMeant(known, said) ? [known] : this.#uncertainTo(said);
    const [to] = candidates;
    const asSaid = carrierRef(reference, said);
    // The report could mean several numbers, and a wrong guess would settle the wrong part.
    if (to === undefined || candidates.length > 1) return { refs: [asSaid], to: undefined };
    const ours = carrierRef(reference, to);
    return { refs: ours === asSaid ? [ours] : [ours, asSaid], to };
  }

  #uncertainTo(said: string): readonly Msisdn[] {
    return [...new Set(this.#uncertain.filter((to) => isMeant(to, said)))];
  }
}

/**
 * Whether a report's recipient may be this number. Some networks spell it nationally, so the digits after the trunk 0
 * must agree.
 */
const isMeant = (to: Msisdn, said: string): boolean => {
  if (to === `+${said}`) return true;
  const national = said.replace(/^0+/, '');
  return national.length >= 6 && to.endsWith(national);
};
