import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { prepareIsClaimLogged, prepareTransition } from '../queue/transition.ts';
import { steady } from '../steady.ts';
import { prepareWholeBefore } from './other-attempts.ts';

interface MessageRow {
  readonly state: number;
  readonly attempt: number;
  readonly parts: number;
  readonly claimed_at: number | null;
}

interface Guess {
  readonly ref: string;
  readonly state: number;
  readonly reason: string | null;
  readonly evidence: string;
  readonly guessed_attempt: number | null;
}

interface PartRow {
  readonly part: number;
  readonly receipt_state: number | null;
  readonly receipt_reason: string | null;
  readonly receipt_evidence: string | null;
}

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const POSITIVE = receiptStateCode('delivered');
const NEGATIVE = receiptStateCode('undelivered');
const OTHER_ID = 'the answer named another id than the receipt that was taken to be for this message';
const EACH_HAS_ONE = 'a receipt came for each part without an answer: the carrier took them';

/**
 * Handles receipts that only their recipient links to a message ("guesses"). They can settle the message, but none of
 * its parts: no part gets their id. Each receipt stays kept, so that an answer which names its id finds the receipt.
 */
export const prepareGuesses = (db: Db) => {
  const { move, note } = prepareTransition(db);
  const { mayEarlierArrive } = prepareWholeBefore(db);
  const isClaimLogged = prepareIsClaimLogged(db);
  const assign = db.prepare(
    'UPDATE unmatched_receipts SET guessed_for = ?, guessed_attempt = ? WHERE id = ?',
  );
  const message = db.prepare<[number], MessageRow>(
    'SELECT state, attempt, parts, claimed_at FROM messages WHERE id = ?',
  );
  const guesses = db.prepare<[number], Guess>(
    steady(`
    SELECT ref, state, reason, evidence, guessed_attempt FROM unmatched_receipts
    WHERE guessed_for = ? ORDER BY id`),
  );
  const parts = db.prepare<[number, number], PartRow>(`
    SELECT part, receipt_state, receipt_reason, receipt_evidence FROM all_parts WHERE message_id = ? AND attempt = ?`);
  const unanswered = db
    .prepare<[number, number, number], number>(
      `SELECT count(*) FROM unanswered
       WHERE recipient = (SELECT recipient FROM messages WHERE id = ?) AND message_id = ? AND attempt = ?`,
    )
    .pluck();
  const hasComeBack = db.prepare<[number, number]>(
    `SELECT 1 FROM events WHERE message_id = ? AND attempt = ? AND to_state = ${QUEUED} LIMIT 1`,
  );
  // The rows of parts that had left before have an earlier time.
  const keptSince = db.prepare<[number, number, number, number]>(
    `SELECT 1 FROM unanswered
     WHERE recipient = (SELECT recipient FROM messages WHERE id = ?) AND message_id = ? AND attempt = ?
       AND sent_at >= ? LIMIT 1`,
  );
  const release = db.prepare(
    'UPDATE unmatched_receipts SET guessed_for = NULL, guessed_attempt = NULL WHERE guessed_for = ? AND guessed_attempt = ?',
  );

  /** The first guessed receipt of each id. A carrier may repeat a receipt with another text, which changes nothing. */
  const firstWords = (messageId: number, attempt: number | undefined): readonly Guess[] => {
    const byId = new Map<string, Guess>();
    for (const guess of guesses.all(messageId)) {
      const id = withoutZeros(guess.ref);
      const isOfAttempt = attempt === undefined || guess.guessed_attempt === attempt;
      if (isOfAttempt && !byId.has(id)) byId.set(id, guess);
    }
    return [...byId.values()];
  };

  /**
   * Moves the message to the state that the receipts prove. A positive receipt delivers a message of one part. A
   * message of several parts becomes `undelivered`, or `sent`, once each part has an id or a guessed receipt; guessed
   * receipts never make it `delivered`.
   */
  const conclude = (messageId: MessageId, attempt: number | undefined, route: string, at: number): void => {
    const row = message.get(messageId);
    if (row === undefined) return;
    const words = firstWords(messageId, attempt);
    const known = attempt === undefined ? [] : parts.all(messageId, attempt);
    if (known.length >= row.parts) return;
    const yes = words.find(({ state }) => state === POSITIVE);
    if (row.parts === 1 && yes !== undefined) {
      move(messageId, 'delivered', { at, route, part: undefined, reason: undefined, evidence: yes.evidence });
      return;
    }
    // Receipts for an earlier attempt do not settle the attempt that followed it.
    if (attempt !== row.attempt || known.length + words.length < row.parts) return;
    const guessed = words.find(({ state }) => state === NEGATIVE);
    const own = known.find(({ receipt_state }) => receipt_state === NEGATIVE);
    if (guessed === undefined && own === undefined) {
      const cause = { at, route, part: undefined, reason: EACH_HAS_ONE, evidence: undefined };
      move(messageId, 'sent', cause);
      return;
    }
    const cause = {
      at,
      route,
      part: own?.part,
      reason: (own === undefined ? guessed?.reason : own.receipt_reason) ?? 'not delivered',
      evidence: (own === undefined ? guessed?.evidence : own.receipt_evidence) ?? undefined,
    };
    // A message that waits for another attempt stays queued, and is sent again. An earlier attempt may still arrive.
    if (row.state === QUEUED || mayEarlierArrive(messageId, attempt)) note(messageId, cause);
    else move(messageId, 'undelivered', cause);
  };

  /** Whether what a route had last was the rest of the attempt: the attempt came back, and was claimed again. */
  const isRest = (id: number, { attempt, claimed_at: claimedAt }: MessageRow): boolean =>
    hasComeBack.get(id, attempt) !== undefined && !isClaimLogged(id, attempt, claimedAt ?? 0);

  /**
   * How many parts of this attempt may have a receipt that nobody can match: those that left and have no answer. Once
   * a part of the rest is among them, parts count too that are no longer kept, since they had receipts before.
   */
  const leftOf = (id: number, attempt: number): number => {
    const row = message.get(id);
    const isRestLeft =
      row?.attempt === attempt &&
      isRest(id, row) &&
      keptSince.get(id, id, attempt, row.claimed_at ?? 0) !== undefined;
    return isRestLeft ? row.parts - parts.all(id, attempt).length : (unanswered.get(id, id, attempt) ?? 0);
  };

  /**
   * How many more receipts, each of another id, can be for these attempts. A part that was refused can have none, but
   * counts if another part of the same rest has no answer.
   */
  const room = (messageId: MessageId, attempts: readonly number[]): number => {
    const left = attempts.reduce((sum, attempt) => sum + leftOf(messageId, attempt), 0);
    return left - firstWords(messageId, onlyOf(attempts)).length;
  };

  return {
    assign: (receiptId: number, messageId: MessageId, attempts: readonly number[]): void => {
      assign.run(messageId, onlyOf(attempts) ?? null, receiptId);
    },
    room,
    /** Whether no further receipt can be for these attempts. While a rest is under way, nobody knows. */
    isFull: (messageId: MessageId, attempts: readonly number[]): boolean => {
      const row = message.get(messageId);
      const isUnderWay = row?.state === SENDING && attempts.includes(row.attempt) && isRest(messageId, row);
      return !isUnderWay && room(messageId, attempts) <= 0;
    },
    conclude: (messageId: MessageId, attempts: readonly number[], route: string, at: number): void =>
      conclude(messageId, onlyOf(attempts), route, at),
    /**
     * To be called when an answer has named the id of a part. Once each part has its id, receipts that are still linked
     * to the message were for another message.
     */
    partKnown: ({ messageId, attempt }: PartKey, route: string, at: number): void => {
      const words = firstWords(messageId, attempt);
      if (words.length === 0) return;
      if (parts.all(messageId, attempt).length < (message.get(messageId)?.parts ?? 0)) {
        conclude(messageId, attempt, route, at);
        return;
      }
      for (const { evidence } of words)
        note(messageId, { at, route, part: undefined, reason: OTHER_ID, evidence });
      release.run(messageId, attempt);
    },
  };
};

/** The only attempt; undefined if there are several, which a receipt for the recipient cannot tell apart. */
const onlyOf = (attempts: readonly number[]): number | undefined =>
  attempts.length === 1 ? attempts[0] : undefined;
