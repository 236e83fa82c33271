import { boundEvidence } from '../../../domain/messages/evidence.ts';
import { isFinal, type State, stateCode, stateOf, statesBefore } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { prepareUndeliveredNumbers } from '../people/undelivered-numbers.ts';
import { prepareKeepInFlight } from '../receipts/unanswered.ts';
import { prepareRowInsert } from '../row-insert.ts';

export interface Cause {
  readonly at: number;
  readonly route: string | undefined;
  readonly part: number | undefined;
  readonly reason: string | undefined;
  readonly evidence: string | undefined;
}

/** One row of `events`, which is shown in the timeline. The states are codes. */
interface Step extends Cause {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly attempt: number;
}

interface Row {
  readonly state: number;
  readonly attempt: number;
  readonly recipient: string;
  readonly alert: number | null;
  readonly claimed_at: number | null;
}

// A claim of a critical message goes before calls that wait for a slow disk. So a receipt of an earlier attempt may
// have come before the claim after which it is stored. If it came earlier by more than this, the clock was set back.
const OVERTAKEN_MS = 60_000;

/** The text of a carrier or modem, cut to the length that is kept, as the value of a column. */
export const kept = (said: string | undefined): string | null =>
  said === undefined ? null : boundEvidence(said);

/**
 * Transitions that the columns of a message record (`sent_at`, `final_at`). Every other transition is a row of
 * `events`.
 */
const KEPT_IN_COLUMNS: ReadonlySet<string> = new Set(['sending>sent', 'sent>delivered']);

/** The time of a step that follows the claim of a message. */
const afterClaim = (at: number, claimedAt: number | null): number =>
  claimedAt !== null && claimedAt > at && claimedAt - at <= OVERTAKEN_MS ? claimedAt : at;

/**
 * Whether the claim of an attempt at this time is a row of `events`. The columns of the message record the last claim,
 * which is written into the events when the attempt comes back.
 */
export const prepareIsClaimLogged = (db: Db) => {
  const logged = db.prepare<[number, number, number]>(`
    SELECT 1 FROM events WHERE message_id = ? AND attempt = ? AND at = ? AND from_state = ${stateCode('queued')}
      AND to_state = ${stateCode('sending')}`);
  return (id: number, attempt: number, at: number): boolean => logged.get(id, attempt, at) !== undefined;
};

/**
 * Changes the state of a stored message. An illegal transition changes nothing and becomes a note: what a carrier
 * says too late is evidence, not an error.
 */
export const prepareTransition = (db: Db) => {
  const find = db.prepare<[number], Row>(
    'SELECT state, attempt, recipient, alert, claimed_at FROM messages WHERE id = ?',
  );
  const log = prepareRowInsert<Step>(db, 'events', {
    message_id: ({ id }) => id,
    at: ({ at }) => at,
    from_state: ({ from }) => from,
    to_state: ({ to }) => to,
    attempt: ({ attempt }) => attempt,
    route: ({ route }) => route ?? null,
    part: ({ part }) => part ?? null,
    reason: ({ reason }) => kept(reason),
    evidence: ({ evidence }) => kept(evidence),
  });
  const { wasDelivered, wasUndelivered } = prepareUndeliveredNumbers(db);
  const keepInFlight = prepareKeepInFlight(db);
  const updates = new Map<State, ReturnType<typeof db.prepare>>();
  const updateTo = (to: State) => {
    const known = updates.get(to);
    if (known !== undefined) return known;
    const from = statesBefore(to).map(stateCode).join(', ');
    const sent = to === 'sent' ? ', sent_at = :at, final_at = NULL' : '';
    const final = isFinal(to) ? ', final_at = :at' : '';
    const made = db.prepare(
      `UPDATE messages SET state = ${stateCode(to)}, reason = :reason${sent}${final}
       WHERE id = :id AND state IN (${from})`,
    );
    updates.set(to, made);
    return made;
  };

  const note = (id: number, cause: Cause): void => {
    const row = find.get(id);
    if (row === undefined) return;
    log({ ...cause, id, from: row.state, to: row.state, attempt: row.attempt });
  };

  /** Changes the state of the message, if the transition is legal. Returns whether the state changed. */
  const move = (id: number, to: State, cause: Cause): boolean => {
    const before = find.get(id);
    if (before === undefined) return false;
    const from = stateOf(before.state);
    // A receipt of an earlier attempt came: a route still has the last attempt.
    const isInFlight = from === 'sending' && to === 'delivered';
    const at = isInFlight ? afterClaim(cause.at, before.claimed_at) : cause.at;
    const { changes } = updateTo(to).run({ id, at, reason: kept(cause.reason) });
    if (changes === 0) {
      if (from !== to) note(id, { ...cause, reason: cause.reason ?? `${to}, when it was ${from} already` });
      return false;
    }
    const { recipient, alert } = before;
    if (to === 'delivered') wasDelivered([recipient]);
    // The last attempt will have its own receipt, which is for no other message.
    if (isInFlight) keepInFlight(id);
    if (to === 'undelivered')
      wasUndelivered(recipient, alert ?? undefined, { at, reason: kept(cause.reason) ?? '' });
    if (!KEPT_IN_COLUMNS.has(`${from}>${to}`))
      log({ ...cause, at, id, from: before.state, to: stateCode(to), attempt: before.attempt });
    return true;
  };
  return { move, note, log };
};
