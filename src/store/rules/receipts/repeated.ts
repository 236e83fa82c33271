import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { RouteReceipt } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { isDated, type RecentRefs } from './recent-refs.ts';

// How many kept receipts of one id are read, newest first: an id that comes again and again must not cost more each
// time.
const OF_ONE_ID = 64;
/**
 * A part with so many notes gets none of further intermediate receipts. A carrier sends one or two of them for a part
 * (SMPP 3.4, 5.2.12); one that sends them for ever would fill the disk.
 */
const MOST_NOTES_OF_ONE_PART = 20;

/** Recognises receipts that a carrier repeats. */
export const prepareRepeated = (db: Db, settled: RecentRefs) => {
  const keptAlready = db.prepare<[string, string, string, string | null]>(
    steady(`
    SELECT 1 FROM (SELECT receipt_id FROM unmatched_refs WHERE carrier = ? AND ref = ?
                   ORDER BY receipt_id DESC LIMIT ${OF_ONE_ID}) JOIN unmatched_receipts r ON r.id = receipt_id
    WHERE r.evidence = ? AND r.recipient IS NOT DISTINCT FROM ? LIMIT 1`),
  );

  const notesOf = db
    .prepare<[string, number, number], number>(
      steady(`
    SELECT CASE WHEN evidence = ? THEN 1 ELSE 0 END FROM events
    WHERE message_id = ? AND part = ? AND from_state = to_state
    ORDER BY id DESC LIMIT ${MOST_NOTES_OF_ONE_PART}`),
    )
    .pluck();

  /**
   * What an intermediate receipt tells: `repeated` if it has the text of the newest note of the part, `tooMany` if the
   * part has `MOST_NOTES_OF_ONE_PART`.
   */
  const tells = (messageId: number, part: number, evidence: string): 'news' | 'repeated' | 'tooMany' => {
    const notes = notesOf.all(evidence, messageId, part);
    if (notes[0] === 1) return 'repeated';
    return notes.length < MOST_NOTES_OF_ONE_PART ? 'news' : 'tooMany';
  };

  const isRepeated = ({ carrier, refs, to, evidence }: RouteReceipt): boolean =>
    refs.some((ref) => settled.has(carrier, ref, to, evidence)) ||
    keptAlready.get(carrier, withoutZeros(refs[0]), evidence, to ?? null) !== undefined;

  /**
   * Whether this receipt came before, word for word, with its date, for a part with this id or another spelling of it.
   */
  const isOldReceipt = ({ carrier, refs, to, evidence }: RouteReceipt, ref: string): boolean => {
    const isSettled = (one: string): boolean => settled.has(carrier, one, to, evidence);
    return (isSettled(ref) || refs.some((one) => one !== ref && isSettled(one))) && isDated(evidence);
  };

  return { isRepeated, isOldReceipt, tells };
};
