/**
 * What is known of a message. The order is the code that the store keeps: never reorder, only append.
 */
export const states = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'expired',
  'unconfirmed',
  'uncertain',
  'suppressed',
  'cancelled',
] as const;

export type State = (typeof states)[number];

export const stateCode = (state: State): number => states.indexOf(state);

/** @throws RangeError for a code that no version of this table ever had. */
export const stateOf = (code: number): State => {
  const state = states[code];
  if (state === undefined) throw new RangeError(`no message state has the code ${code}`);
  return state;
};

/**
 * The only legal transitions. A receipt can overtake everything, so `delivered` is reachable from each state in
 * which the message may already be on its way: also from `queued`, when a first attempt was uncertain, a second is
 * waiting, and the receipt of the first arrives; and from `undelivered`, when what was undelivered is the second and
 * the first arrived all the same. For the same reason what waits for a second attempt ends as `uncertain`, not as
 * `expired`, and is `sent` without one when the answer to the first comes after all; it is `undelivered` when
 * another part of it was taken, and a late answer refuses it for its own fault. What is `uncertain` is `queued` again
 * when its late answer says that the carrier did not take it.
 */
const transitions: Readonly<Record<State, readonly State[]>> = {
  queued: ['sending', 'sent', 'expired', 'cancelled', 'failed', 'delivered', 'undelivered', 'uncertain'],
  sending: ['sent', 'queued', 'delivered', 'undelivered', 'failed', 'expired', 'uncertain'],
  sent: ['delivered', 'undelivered', 'unconfirmed'],
  unconfirmed: ['delivered', 'undelivered'],
  uncertain: ['queued', 'sent', 'delivered', 'undelivered', 'failed'],
  undelivered: ['delivered'],
  // The carrier took no part of these, or said its last word.
  delivered: [],
  failed: [],
  expired: [],
  suppressed: [],
  cancelled: [],
};

export const mayBecome = (from: State, to: State): boolean => transitions[from].includes(to);

/** Every state from which `to` may be reached: what the store puts into the WHERE of its updates. */
export const statesBefore = (to: State): readonly State[] => states.filter((from) => mayBecome(from, to));

const open: ReadonlySet<State> = new Set(['queued', 'sending', 'sent']);

/** Final states end a message's life for whoever waits; `uncertain` and `unconfirmed` can still be settled late. */
export const isFinal = (state: State): boolean => !open.has(state);
