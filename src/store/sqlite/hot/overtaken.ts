import type { Db } from '../open.ts';

export interface KeptReceipt {
  readonly id: number;
  readonly at: number;
  readonly state: number;
  readonly reason: string | null;
  readonly evidence: string;
}

/** Receipts that overtook the answer: taken out of the unmatched ones when the answer names what they are for. */
export const prepareOvertaken = (db: Db) => {
  const any = db.prepare('SELECT 1 FROM unmatched_refs LIMIT 1');
  const find = db.prepare<[string, string], KeptReceipt>(`
    SELECT r.id, r.at, r.state, r.reason, r.evidence
    FROM unmatched_refs u JOIN unmatched_receipts r ON r.id = u.receipt_id
    WHERE u.carrier = ? AND u.ref = ? ORDER BY r.id`);
  const drop = db.prepare('DELETE FROM unmatched_receipts WHERE id = ?');
  const dropRefs = db.prepare('DELETE FROM unmatched_refs WHERE receipt_id = ? AND carrier = ?');
  return (carrier: string, ref: string): readonly KeptReceipt[] => {
    if (any.get() === undefined) return [];
    const found = find.all(carrier, ref);
    for (const receipt of found) {
      drop.run(receipt.id);
      dropRefs.run(receipt.id, carrier);
    }
    return found;
  };
};
