import { withoutZeros } from '../../../domain/carrier-ref.ts';
import type { PartKey } from '../../../domain/route.ts';
import type { Db } from '../open.ts';
import { prepareIsAwaited } from './unanswered.ts';

export interface KeptReceipt {
  readonly id: number;
  readonly at: number;
  readonly state: number;
  readonly reason: string | null;
  readonly evidence: string;
}

interface Overtaken extends KeptReceipt {
  /** Whose part it is for. */
  readonly recipient: string;
  /** As the receipt spells it. */
  readonly ref: string;
  /** Whom the receipt names. */
  readonly named: string | null;
}

// A receipt can't have come before its part was handed over. What did, by more than a clock that was set back
// meanwhile, is of an older message with the same reference (TP-MR comes again after 256, TS 23.040 9.2.3.6).
const CLOCK_SET_BACK_MS = 10_000;

/** Receipts that overtook the answer: taken out of the unmatched ones when the answer names what they are for. */
export const prepareOvertaken = (db: Db) => {
  const any = db.prepare('SELECT 1 FROM unmatched_refs LIMIT 1');
  // By another spelling than the receipt's own only for the recipient that it names, as in `receipt-candidate.ts`; and
  // not where there is one in its own: then the other is for an answer that is still to come. Nor, in any spelling, where
  // it names a phone for which one is.
  const find = db.prepare<[number, number, string, string], Overtaken>(`
    SELECT r.id, r.at, r.state, r.reason, r.evidence, r.ref, m.recipient, r.recipient AS named
    FROM unmatched_refs u JOIN unmatched_receipts r ON r.id = u.receipt_id JOIN messages m ON m.id = ?
    WHERE r.at >= CASE m.attempt WHEN ? THEN m.claimed_at ELSE m.created_at END - ${CLOCK_SET_BACK_MS}
      AND u.carrier = ? AND u.ref = ? ORDER BY r.id`);
  const isAwaited = prepareIsAwaited(db);
  const isFor = ({ named, recipient }: Overtaken): boolean => named === null || named === recipient;
  const isOfAnother = ({ named, at }: Overtaken): boolean => named !== null && isAwaited(named, at);
  const drop = db.prepare('DELETE FROM unmatched_receipts WHERE id = ?');
  const dropRefs = db.prepare('DELETE FROM unmatched_refs WHERE receipt_id = ?');
  return ({ messageId, attempt }: PartKey, carrier: string, ref: string): readonly Overtaken[] => {
    if (any.get() === undefined) return [];
    const key = withoutZeros(ref);
    const found = find.all(messageId, attempt, carrier, key);
    const literal = found.filter(
      (receipt) => withoutZeros(receipt.ref) === key && (isFor(receipt) || !isOfAnother(receipt)),
    );
    const ours = literal.length > 0 ? literal : found.filter(isFor);
    for (const receipt of ours) {
      drop.run(receipt.id);
      dropRefs.run(receipt.id);
    }
    return ours;
  };
};
