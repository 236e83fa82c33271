import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { prepareAcceptedBefore } from '../queue/accepted-before.ts';
import { BY_RECIPIENT } from '../queue/may-be-there.ts';
import { prepareTransition } from '../queue/transition.ts';
import { steady } from '../steady.ts';
import { refOf } from './awaiting-parts.ts';
import { prepareGuesses } from './guesses.ts';
import { isNamed, namesOf, prepareOtherAwaiting, withNamed } from './other-awaiting.ts';
import type { ReceiptMemory } from './receipt-memory.ts';
import { prepareUnanswered, type Unanswered } from './unanswered.ts';

interface Kept {
  readonly id: number;
  readonly at: number;
  readonly route: string;
  readonly carrier: string;
  readonly ref: string;
  readonly state: number;
  readonly evidence: string;
  readonly guessed_for: number | null;
}

const INTERMEDIATE = receiptStateCode('intermediate');
const DAY_MS = 86_400_000;
/** SQLite takes no index on an expression for the bare name of a column, whose affinity the expression lacks. */
const REF = "coalesce(u.ref, '')";
// The largest number of receipts of one id that are read: an id that comes again and again must not cost more.
const OF_ONE_ID = 64;
// The largest number of parts of a message (TS 23.040 9.2.3.24.1). Each part may have an intermediate receipt before
// its final receipt.
const MOST_PARTS = 255;

/**
 * Settles an unanswered message by receipts whose id fits no part, if no other message to their recipient can be meant.
 */
export const prepareByRecipient = (db: Db, { settled, kept, phones, passedOver }: ReceiptMemory) => {
  const unanswered = prepareUnanswered(db);
  const guesses = prepareGuesses(db);
  const otherAwaiting = prepareOtherAwaiting(db);
  const { note } = prepareTransition(db);
  const { doubtIsOver } = prepareAcceptedBefore(db);
  const recipientOf = db.prepare<[number], string>('SELECT recipient FROM messages WHERE id = ?').pluck();
  const keptSince = db.prepare<[string, number, number], Kept>(
    steady(`
    SELECT id, at, route, carrier, ref, state, evidence, guessed_for FROM unmatched_receipts
    WHERE recipient = ? AND at >= ? ORDER BY at, id LIMIT ?`),
  );
  const spellings = db.prepare<[number], { carrier: string; ref: string }>(
    'SELECT carrier, ref FROM unmatched_refs WHERE receipt_id = ?',
  );
  // Whether a part of another message to the recipient awaits a receipt under an id that is a spelling of the receipt's
  // id.
  const fitsPart = db.prepare<{ receiptId: number; recipient: string; messageId: number }>(
    steady(`
    SELECT 1 FROM unmatched_refs u CROSS JOIN parts p JOIN messages m ON m.id = p.message_id
    WHERE ${refOf('p')} = ${REF} AND p.carrier = u.carrier
      AND p.receipt_state IS NULL AND u.receipt_id = :receiptId AND m.recipient = :recipient AND m.id <> :messageId
    UNION ALL
    SELECT 1 FROM unmatched_refs u CROSS JOIN messages m
    WHERE ${refOf('m')} = ${REF} AND m.carrier = u.carrier
      AND m.carrier_ref IS NOT NULL AND m.receipt_state IS NULL
      AND u.receipt_id = :receiptId AND m.recipient = :recipient AND m.id <> :messageId
    LIMIT 1`),
  );
  const hasPart = db.prepare<{ messageId: number; carrier: string; named: string }>(
    steady(`${withNamed(':named')}
    SELECT 1 FROM all_parts p
    WHERE message_id = :messageId AND carrier = :carrier AND ${isNamed('p')} LIMIT 1`),
  );
  const namedBetween = db.prepare<[string, string, string, number, number]>(
    steady(`
    SELECT 1 FROM (SELECT receipt_id FROM unmatched_refs WHERE carrier = ? AND ref = ?
                   ORDER BY receipt_id DESC LIMIT ${OF_ONE_ID}) JOIN unmatched_receipts r ON r.id = receipt_id
    WHERE r.recipient = ? AND r.at >= ? AND r.at < ? LIMIT 1`),
  );

  const idOf = ({ carrier, ref }: Kept): string => `${carrier}\n${withoutZeros(ref)}`;

  /** What these receipts may name: JSON of `Named`. */
  const namedBy = (receipts: readonly Kept[]): string =>
    JSON.stringify(
      receipts.flatMap(({ id, ref, evidence }) =>
        namesOf(
          ref,
          spellings.all(id).map((one) => one.ref),
          evidence,
        ),
      ),
    );

  /**
   * Whether the receipt repeats the receipt that another part has already, also one of this message, or is for
   * something that was handed over before this message.
   */
  const isOfAnother = (receipt: Kept, recipient: string, { messageId, sentAt }: Unanswered): boolean => {
    const { id, carrier, ref } = receipt;
    return (
      namedBetween.get(carrier, withoutZeros(ref), recipient, sentAt - DAY_MS, sentAt) !== undefined ||
      spellings.all(id).some((one) => settled.knows(one.carrier, one.ref, recipient, ref)) ||
      hasPart.get({ messageId, carrier, named: namedBy([receipt]) }) !== undefined
    );
  };

  /**
   * The receipts that can only be for this message: none if one of them could be for another message, or if there are
   * more receipts than parts without an answer.
   */
  const receiptsFor = (one: Unanswered, recipient: string, route: string): readonly Kept[] => {
    const { messageId, attempts, sentAt } = one;
    const room = guesses.room(messageId, attempts);
    const limit = 2 * MOST_PARTS;
    const kept = keptSince.all(recipient, sentAt, limit);
    if (kept.length === limit) return [];
    const taken = new Set(kept.filter(({ guessed_for }) => guessed_for !== null).map(idOf));
    const free = new Map<string, Kept>();
    for (const receipt of kept) {
      const id = idOf(receipt);
      if (receipt.state === INTERMEDIATE || taken.has(id) || free.has(id)) continue;
      if (!isOfAnother(receipt, recipient, one)) free.set(id, receipt);
    }
    const receipts = withoutRepeated([...free.values()], kept);
    const isOurs = receipts.every(
      (receipt) =>
        receipt.route === route &&
        fitsPart.get({ receiptId: receipt.id, recipient, messageId }) === undefined,
    );
    return isOurs && receipts.length <= room ? receipts : [];
  };

  /** Those of the receipts that are not another one with its id spelled in another way, as a carrier may repeat it. */
  const withoutRepeated = (receipts: readonly Kept[], kept: readonly Kept[]): readonly Kept[] => {
    if (receipts.length === 0) return receipts;
    const known = kept.filter(({ guessed_for }) => guessed_for !== null).map(wordsOf);
    return receipts.filter((receipt) => {
      const names = wordsOf(receipt);
      const isRepeated = known.some(
        (one) => one.words === names.words && (one.all.has(names.literal) || names.all.has(one.literal)),
      );
      known.push(names);
      return !isRepeated;
    });
  };

  /** The id of a receipt as it came, and in each spelling that it may have in an answer; and its other words. */
  const wordsOf = ({ id, ref, evidence }: Kept) => ({
    literal: withoutZeros(ref),
    all: new Set([withoutZeros(ref), ...spellings.all(id).map((one) => one.ref)]),
    words: evidence.replace(ref, ''),
  });

  /**
   * Whether one of these receipts may be for another message, which its carrier has accepted and which awaits one, or
   * had it so long ago that nobody remembers.
   */
  const isOtherAwaiting = (one: Unanswered, receipts: readonly Kept[], to: string, at: number): boolean => {
    if (!phones.mayHaveHadSeveral(to)) return false;
    const times = receipts.map((receipt) => receipt.at);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const carriers = new Set(receipts.map(({ carrier }) => carrier));
    return [...carriers].some((carrier) => {
      const named = namedBy(receipts.filter((receipt) => receipt.carrier === carrier));
      return !passedOver.mayLook(to, at) || otherAwaiting(one.messageId, { to, carrier, first, last, named });
    });
  };

  const consider = (recipient: string, route: string, at: number): readonly Kept[] => {
    // Some carriers name the sender: then the receipt may be for a message from this number.
    if (phones.isSender(recipient)) return [];
    const only = unanswered.only(recipient, route, at);
    if (only === undefined) return [];
    const { messageId, attempts } = only;
    const receipts = receiptsFor(only, recipient, route);
    if (receipts.length > 0 && isOtherAwaiting(only, receipts, recipient, at)) return [];
    for (const { id, evidence } of receipts) {
      guesses.assign(id, messageId, attempts);
      note(messageId, { at, route, part: undefined, reason: BY_RECIPIENT, evidence });
    }
    if (receipts.length > 0) guesses.conclude(messageId, attempts, route, at);
    if (guesses.isFull(messageId, attempts)) {
      unanswered.removeAll(recipient, route, messageId);
      doubtIsOver(messageId, at);
    }
    return receipts;
  };

  const lookAgain = (recipient: string, at: number): void => {
    const routes = unanswered.routesOf(recipient, at);
    if (routes.length === 0) passedOver.delete(recipient);
    for (const route of routes) consider(recipient, route, at);
  };

  return {
    /** To be called when a message to this phone has got its receipt: it may have been in the way of another one. */
    gotReceipt: lookAgain,
    /** Looks for what there was no time before. To be called now and then, also while nothing comes. */
    lookPutOff: (at: number): void => {
      for (const recipient of passedOver.takePutOff(at)) lookAgain(recipient, at);
    },
    /**
     * To be called when a final receipt was kept because its id fits no part.
     * @returns whether the receipt is for an unanswered message
     */
    receiptCame: (receiptId: number | bigint, recipient: string, route: string, at: number): boolean => {
      const isTaken = consider(recipient, route, at).some(({ id }) => id === Number(receiptId));
      if (!isTaken && unanswered.routesOf(recipient, at).length > 0) passedOver.add(recipient);
      return isTaken;
    },
    /**
     * To be called when a part is given up without an answer: receipts for its message may have come before.
     * @param isLast whether no other part of the attempt is given up with it: all parts that a receipt can be for are
     *   known then
     */
    gaveUp: (key: PartKey, route: string, at: number, isLast: boolean): void => {
      unanswered.add(key, route);
      kept.addUnanswered(key.messageId, at);
      if (!isLast) return;
      const recipient = recipientOf.get(key.messageId);
      if (recipient === undefined) return;
      consider(recipient, route, at);
      if (keptSince.get(recipient, 0, 1) !== undefined) passedOver.add(recipient);
    },
    answered: unanswered.remove,
    nothingTaken: unanswered.removeAttempt,
    partKnown: (key: PartKey, route: string, at: number): void => {
      guesses.partKnown(key, route, at);
      if (guesses.isFull(key.messageId, [key.attempt])) unanswered.removeAttempt(key, route);
    },
  };
};
