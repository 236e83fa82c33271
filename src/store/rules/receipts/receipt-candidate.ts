import { isLongId, isSameRef } from '../../../domain/routes/carrier-ref.ts';

/** A part that awaits a receipt under the reference that a receipt names, and its message. */
export interface Candidate {
  readonly message_id: number;
  readonly attempt: number;
  readonly part: number;
  readonly carrier_ref: string;
  readonly recipient: string;
  readonly sender: string | null;
  readonly parts: number;
  readonly final_at: number | null;
  readonly state: number;
  readonly possible_duplicate: number;
  /** 1: the part stands in the row of its message; 0: in a row of its own. */
  readonly own: number;
}

export type Choice =
  | { readonly kind: 'one'; readonly candidate: Candidate }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous' };

/**
 * Chooses the part that a receipt is for, if there is no doubt. A reference can come again (a carrier's counter wraps,
 * a modem's TP-MR after 256), and a receipt whose reference can be read in two ways can fit two parts. If several parts
 * fit, they are narrowed down in turn: to the recipient that the receipt names; to the likeliest spelling, which is
 * that of the specification until another one is seen (SMPP 3.4, 5.2.23: the id that submit_sm_resp gave); to messages
 * that have not ended. Between messages to the phone that the receipt names, whose ids differ, nothing decides: while
 * several spellings are tried, the likeliest one is only a guess, and a message that has ended may still wait for this
 * receipt. If several messages are left, the receipt is ambiguous: it is shown, and nothing is guessed.
 *
 * @param literal the reference in its likeliest spelling. A part with another recipient than the receipt names fits
 * only by this spelling: some carriers name the sender in place of the recipient
 */
export const chooseCandidate = (
  candidates: readonly Candidate[],
  literal: string,
  to: string | undefined,
): Choice => {
  // A converted id has lower-case letters, where the carrier's may have upper-case ones.
  const isLiteral = ({ carrier_ref }: Candidate): boolean => isSameRef(carrier_ref, literal);
  const possible = candidates.filter(
    (candidate) => to === undefined || isLiteral(candidate) || candidate.recipient === to,
  );
  const [first] = possible;
  if (first === undefined) return { kind: 'none' };
  if (possible.length === 1) return { kind: 'one', candidate: first };
  const steps: readonly ((candidate: Candidate) => boolean)[] = [
    (candidate) => to !== undefined && candidate.recipient === to,
    isLiteral,
    (candidate) => candidate.final_at === null,
  ];
  let left = possible;
  for (const step of steps) {
    if (step === isLiteral && areRivals(left, to)) return { kind: 'ambiguous' };
    const narrowed = left.filter(step);
    const [only] = narrowed;
    if (only !== undefined && narrowed.length === 1) return { kind: 'one', candidate: only };
    if (narrowed.length > 0) left = narrowed;
  }
  // Some carriers give all parts of a long message one id. It makes no difference which part such a receipt is for:
  // the message is delivered when each part has a receipt, and undelivered when one is negative.
  const [one] = left;
  return one !== undefined && areOfOne(left) ? { kind: 'one', candidate: one } : { kind: 'ambiguous' };
};

/**
 * Those that a receipt may be for that names a phone to which messages went. If none went to it: those from it, since
 * some carriers name the sender.
 *
 * @param only if a message to the phone is under way or unanswered, the id of the receipt: one from the phone must have
 * it, and it must be long, since the receipt may be for the message that nobody knows the id of
 */
export const ofKnownPhone = (
  candidates: readonly Candidate[],
  phone: string,
  only: string | undefined,
): readonly Candidate[] => {
  const toPhone = candidates.filter(({ recipient }) => recipient === phone);
  if (toPhone.length > 0) return toPhone;
  return candidates.filter(
    ({ sender, carrier_ref: ref }) => sender === phone && (only === undefined || isLongId(ref, only)),
  );
};

/** Whether all are parts of one attempt at one message. */
const areOfOne = (candidates: readonly Candidate[]): boolean =>
  candidates.every(
    ({ message_id, attempt }) =>
      message_id === candidates[0]?.message_id && attempt === candidates[0].attempt,
  );

/** Whether they are parts of several messages to this phone, with ids that one id may spell. */
const areRivals = (candidates: readonly Candidate[], to: string | undefined): boolean => {
  const [first] = candidates;
  if (first === undefined || to === undefined) return false;
  const areOfPhone = candidates.every(({ recipient }) => recipient === to);
  const areOfSeveral = candidates.some(({ message_id }) => message_id !== first.message_id);
  return (
    areOfPhone && areOfSeveral && !candidates.every((one) => isSameRef(one.carrier_ref, first.carrier_ref))
  );
};
