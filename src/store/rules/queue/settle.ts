import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Settlement } from '../../../domain/messages/queue.ts';
import { stateCode, statesBefore } from '../../../domain/messages/state.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { prepareWithdrawTokens } from '../access/withdraw-tokens.ts';
import { prepareTakeBack } from '../alerts/take-back.ts';
import { prepareWithdrawOptedOut } from '../people/withdraw-opted-out.ts';
import { prepareByRecipient } from '../receipts/by-recipient.ts';
import { prepareWholeBefore } from '../receipts/other-attempts.ts';
import type { ReceiptMemory } from '../receipts/receipt-memory.ts';
import { type Accepted, prepareAccept } from './accept.ts';
import { prepareAcceptedBefore } from './accepted-before.ts';
import { prepareAllRefused } from './all-refused.ts';
import { type Overdue, prepareExpire } from './expire.ts';
import { EARLIER_UNKNOWN, IN_DOUBT, MAY_BE_THERE } from './may-be-there.ts';
import { kept, prepareIsClaimLogged, prepareTransition } from './transition.ts';

type Requeued = Extract<Settlement, { kind: 'requeued' }>;
type Ended = Extract<Settlement, { kind: 'ended' }>;

interface MessageRow {
  readonly attempt: number;
  readonly state: number;
  readonly node: number;
  readonly possible_duplicate: number;
  readonly rest: string | null;
  readonly reason: string | null;
}

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const UNCERTAIN = stateCode('uncertain');
const DAY_MS = 86_400_000;
/** The end of the reason of a message that a route refused for good, but whose earlier attempt may have arrived. */
const OTHERWISE_FAILED = `; ${EARLIER_UNKNOWN}`;

/** Whether this settlement gives up a part of the same attempt. */
const isGivenUp = (settlement: Settlement | undefined, { messageId, attempt }: PartKey): boolean =>
  settlement?.kind === 'unanswered' &&
  settlement.key.messageId === messageId &&
  settlement.key.attempt === attempt;

/** Writes what the routes answered. */
export const prepareSettle = (db: Db, memory: ReceiptMemory) => {
  const { kept: keys } = memory;
  const { move, note, log } = prepareTransition(db);
  const { acceptAll, acceptLate, isWholeAfterAll } = prepareAccept(db, memory);
  const { gaveUp, answered, nothingTaken } = prepareByRecipient(db, memory);
  const { sendByEarlier, doubtIsOver } = prepareAcceptedBefore(db);
  const { mayEarlierArrive } = prepareWholeBefore(db);
  const isClaimLogged = prepareIsClaimLogged(db);
  const { withdrawReturned } = prepareWithdrawOptedOut(db);
  const { withdrawnWithToken } = prepareWithdrawTokens(db);
  const { overtakeReturned, stopReturned } = prepareTakeBack(db);
  const { areEarlierRefused, areAllRefused, isNothingTaken, refusedAs, ...doubt } = prepareAllRefused(db);
  const { clearDoubt, refusalOf, waitsWithRest, ...copies } = doubt;
  const messageOf = db.prepare<[number], MessageRow>(
    'SELECT attempt, state, node, possible_duplicate, rest, reason FROM messages WHERE id = ?',
  );
  const requeue = db.prepare(`
    UPDATE messages SET state = ${QUEUED}, due_at = ?, lane = ?, reason = ?, avoid_route = ?, avoid_until = ?,
                        reserved_for = ?, reserved_until = ?, rest = ?, final_at = NULL
    WHERE id = ? AND attempt = ? AND state IN (${statesBefore('queued').map(stateCode).join(', ')})`);
  const claimOf = db.prepare<[number], { state: number; claimed_at: number }>(
    'SELECT state, claimed_at FROM messages WHERE id = ?',
  );
  const overdueOf = db.prepare<[number, number], Overdue>(`
    SELECT id, ${MAY_BE_THERE} AS may_be_there, rest FROM messages
    WHERE id = ? AND state = ${QUEUED} AND valid_until <= ?`);
  const expire = prepareExpire(db);
  const doubtless = db.prepare<[string | null, number | null, number, number]>(
    `UPDATE messages SET rest = NULL, reserved_for = NULL, reserved_until = NULL,
                         avoid_route = coalesce(?, avoid_route), avoid_until = coalesce(?, avoid_until)
     WHERE id = ? AND attempt = ? AND state = ${QUEUED} AND rest IS NOT NULL`,
  );
  const countDay = db.prepare(`
    INSERT INTO route_days (route, day, parts) VALUES (?, ?, ?)
    ON CONFLICT (route, day) DO UPDATE SET parts = route_days.parts + excluded.parts`);

  const isSettled = ({ messageId }: PartKey): boolean => {
    const state = messageOf.get(messageId)?.state;
    return state === stateCode('delivered') || state === stateCode('undelivered');
  };

  /** To be called after a late refusal of an earlier attempt, which may have been the last one without an answer. */
  const doubtMayBeOver = (id: MessageId, at: number): void => {
    const message = messageOf.get(id);
    if (message === undefined || doubtIsOver(id, at)) return;
    const { state, attempt, possible_duplicate: isMarked, rest, reason } = message;
    if (state === QUEUED && (rest === IN_DOUBT || isMarked === 1)) {
      if (rest !== null && rest !== IN_DOUBT) return;
      if (areAllRefused(id, attempt, true)) clearDoubt(id);
    } else if (state === UNCERTAIN && reason?.endsWith(OTHERWISE_FAILED) === true) {
      const refusal = refusalOf(id);
      if (refusal === undefined || !areAllRefused(id, attempt, false)) return;
      const { route, part, evidence } = refusal;
      const said = { route: route ?? undefined, part: part ?? undefined, evidence: evidence ?? undefined };
      clearDoubt(id);
      move(id, 'failed', { ...said, at, reason: reason.slice(0, -OTHERWISE_FAILED.length) });
    }
  };

  const end = ({ key, route, at, state: told, reason, evidence }: Ended): void => {
    const cause = { at, route, part: key.part, reason, evidence };
    // A refusal is an answer: no receipt for the part can come.
    const isRefusal = told === 'failed' || told === 'undelivered';
    const isLate = isRefusal && keys.mayBeUnanswered(key.messageId) && answered(key, route);
    // A receipt may already have settled the message that is given up here.
    if (told === 'uncertain' && isSettled(key)) return;
    const message = messageOf.get(key.messageId);
    // The message has a later attempt: a late outcome of an earlier attempt does not end the message.
    if (message?.attempt !== key.attempt) {
      note(key.messageId, cause);
      if (isLate) doubtMayBeOver(key.messageId, at);
      return;
    }
    // Another node sends the rest of the attempt, and says how the message ends. It does not hear late answers to parts
    // that this node has sent.
    const isElsewhere = db.node !== undefined && message.node !== db.node.number;
    if (isElsewhere && message.state === SENDING) {
      note(key.messageId, cause);
      return;
    }
    // This node does not know which parts the other one has sent since.
    const state = isElsewhere && told === 'failed' ? refusedAs(key) : told;
    if (state === 'uncertain' && isWholeAfterAll(key, cause)) return;
    // `failed` would say that nothing went out, but nobody knows what became of an earlier attempt.
    const isMarked = key.attempt > 1 && message.possible_duplicate === 1;
    const hadNone = isMarked && areEarlierRefused(key.messageId, key.attempt);
    const hadAnother = isMarked && !hadNone;
    if (state === 'failed' && hadNone) clearDoubt(key.messageId);
    // Neither would `undelivered` be true: an earlier attempt was accepted whole, and its receipts may still come.
    const isOpen =
      hadAnother &&
      (state === 'failed' || (state === 'undelivered' && mayEarlierArrive(key.messageId, key.attempt)));
    if (!isOpen) move(key.messageId, state, cause);
    else if (message.state === UNCERTAIN) note(key.messageId, cause);
    else move(key.messageId, 'uncertain', { ...cause, reason: `${reason}${OTHERWISE_FAILED}` });
    if (hadAnother) sendByEarlier(key.messageId, at);
  };

  const putBack = (settlement: Requeued): void => {
    const { key, route, at, dueAt, lane, reason, evidence, avoidRouteUntil, possibleDuplicate } = settlement;
    const { reservedUntil, rest } = settlement;
    if (keys.mayBeUnanswered(key.messageId)) {
      // A part that the route has surely not taken can have no receipt.
      if (rest !== undefined) for (const part of rest.parts) answered({ ...key, part }, route);
      else if (!possibleDuplicate) nothingTaken(key, route);
    }
    const claim = claimOf.get(key.messageId);
    const { changes } = requeue.run(
      dueAt,
      lane,
      kept(reason),
      avoidRouteUntil === undefined ? null : route,
      avoidRouteUntil ?? null,
      reservedUntil === undefined ? null : route,
      reservedUntil ?? null,
      rest === undefined ? (possibleDuplicate ? IN_DOUBT : null) : JSON.stringify(rest),
      key.messageId,
      key.attempt,
    );
    const isNoCopyTaken = key.attempt > 1 && !possibleDuplicate && rest === undefined;
    if (changes === 0) {
      // An answer or a receipt for the first attempt has ended the message, and no carrier took any of the second. With
      // more attempts the store may know too little: a receipt that is assigned by its recipient leaves no row.
      if (isNoCopyTaken) copies.noCopyTaken(key);
      if (!isSettled(key)) note(key.messageId, { at, route, part: key.part, reason, evidence });
      doubtIsOver(key.messageId, at);
      return;
    }
    db.tell?.();
    // The next attempt will overwrite the columns, so this attempt is written into the events.
    const { state: before = SENDING, claimed_at: claimedAt = at } = claim ?? {};
    // A message can come back twice from one claim: it was given up, put back by a late answer, and given up again.
    const isLogged = before === UNCERTAIN && isClaimLogged(key.messageId, key.attempt, claimedAt);
    const step = { id: key.messageId, attempt: key.attempt, route };
    const unsaid = { part: undefined, reason: undefined, evidence: undefined };
    if (!isLogged) log({ ...step, ...unsaid, at: claimedAt, from: QUEUED, to: SENDING });
    log({ ...step, at, from: before, to: QUEUED, part: key.part, reason, evidence });
    // The claim said that a second copy would go out beside the one in doubt, but no second copy went out.
    if (isNoCopyTaken) copies.takeBackCopy(key);
    if (sendByEarlier(key.messageId, at)) return;
    withdrawReturned(key.messageId, at);
    overtakeReturned(key.messageId, at);
    stopReturned(key.messageId, at);
    withdrawnWithToken(key.messageId, at);
    // The validity may have ended while a route had the message, and the watchdog looks only once at each deadline.
    const overdue = overdueOf.get(key.messageId, at);
    if (overdue !== undefined) expire(overdue, at);
  };

  return (settlements: readonly Settlement[]): void => {
    const carried = new Map<string, number>();
    let answers: Accepted[] = [];
    const acceptThese = (): void => {
      if (answers.length > 0) acceptAll(answers);
      answers = [];
    };
    for (const [index, settlement] of settlements.entries()) {
      const { key, route, at } = settlement;
      if (settlement.kind === 'accepted') answers.push(settlement);
      // Every other settlement reads what the answers before it have written.
      else acceptThese();
      switch (settlement.kind) {
        case 'accepted':
          carried.set(route, (carried.get(route) ?? 0) + 1);
          break;
        case 'acceptedLate':
          acceptLate(settlement);
          carried.set(route, (carried.get(route) ?? 0) + 1);
          break;
        case 'requeued':
          putBack(settlement);
          break;
        case 'ended':
          end(settlement);
          break;
        case 'unanswered':
        case 'noted':
          note(key.messageId, {
            at,
            route,
            part: key.part,
            reason: settlement.reason,
            evidence: settlement.evidence,
          });
          if (settlement.kind === 'unanswered')
            gaveUp(key, route, at, !isGivenUp(settlements[index + 1], key));
          // A late refusal is an answer too.
          else if (keys.mayBeUnanswered(key.messageId) && answered(key, route))
            doubtMayBeOver(key.messageId, at);
          if (settlement.kind === 'noted' && settlement.notTaken === true) waitsWithRest(key);
          if (settlement.kind === 'noted' && settlement.nothingTaken === true && isNothingTaken(key)) {
            const until = settlement.avoidRouteUntil ?? null;
            doubtless.run(until === null ? null : route, until, key.messageId, key.attempt);
          }
          break;
      }
    }
    acceptThese();
    const at = settlements[0]?.at ?? 0;
    for (const [route, parts] of carried) countDay.run(route, Math.floor(at / DAY_MS), parts);
  };
};
