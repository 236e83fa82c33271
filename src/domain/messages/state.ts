/** The states of a message. The index is the code in the store: never reorder them, only append. */
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

/** @throws RangeError for a code that no version of this table has had */
export const stateOf = (code: number): State => {
  const state = states[code];
  if (state === undefined) throw new RangeError(`no message state has the code ${code}`);
  return state;
};

/**
 * The only legal transitions. A receipt can come before the answer of the carrier, so `delivered` can follow each state
 * in which the message may be on its way. Some transitions exist because of two attempts, the first of them in doubt:
 * - `queued` to `delivered`: the receipt of the first attempt came while the message waited for the second.
 * - `queued` to `sent` or `undelivered`: a late answer accepted the first attempt, or refused one of its parts for good
 *   while another part had been taken.
 * - `queued` to `uncertain` (not `expired`): the validity of the message ended while it waited for the second attempt.
 * - `undelivered` to `delivered`: the second attempt was undelivered and the first arrived.
 * - `uncertain` to `queued`: a late answer says that the carrier did not take the message.
 */
const transitions: Readonly<Record<State, readonly State[]>> = {
  queued: ['sending', 'sent', 'expired', 'cancelled', 'failed', 'delivered', 'undelivered', 'uncertain'],
  sending: ['sent', 'queued', 'delivered', 'undelivered', 'failed', 'expired', 'uncertain'],
  sent: ['delivered', 'undelivered', 'unconfirmed'],
  unconfirmed: ['delivered', 'undelivered'],
  uncertain: ['queued', 'sent', 'delivered', 'undelivered', 'failed'],
  undelivered: ['delivered'],
  // Nothing follows these states: the carrier took no part of the message, or has given its final state.
  delivered: [],
  failed: [],
  expired: [],
  suppressed: [],
  cancelled: [],
};

export const mayBecome = (from: State, to: State): boolean => transitions[from].includes(to);

/** The states from which `to` can be reached. The store puts them into the WHERE of its updates. */
export const statesBefore = (to: State): readonly State[] => states.filter((from) => mayBecome(from, to));

const open: ReadonlySet<State> = new Set(['queued', 'sending', 'sent']);

/**
 * A final state ends the wait of the sender. `uncertain` and `unconfirmed` are final, though a late answer or receipt
 * can still change them.
 */
export const isFinal = (state: State): boolean => !open.has(state);
