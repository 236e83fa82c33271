import { type IntakeLimits, limitsOfRoute } from '../../../domain/messages/intake-limits.ts';
import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { RouteReceipt } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { prepareKeptCounts } from '../inbound/kept-counts.ts';
import { steady } from '../steady.ts';
import type { ReceiptMemory } from './receipt-memory.ts';
import { prepareIsAwaited } from './unanswered.ts';

/**
 * How long, in ms, a kept receipt counts as fresh. This is longer than the answer time-out of any route: until then,
 * the answer that an early receipt overtook may still come.
 */
const FRESH_MS = 15 * 60_000;

/**
 * Keeps receipts that fit no message, as many as the limits allow. Beyond a limit, the oldest receipt of the route is
 * deleted, unless it is younger than `FRESH_MS`: a flood of receipts must not push out an early receipt before its
 * answer comes. If nothing can be deleted, the new receipt is only counted. A receipt for a phone to which a message is
 * under way is still kept, up to twice the limit.
 */
export const prepareUnmatched = (
  db: Db,
  limits: IntakeLimits,
  { kept: keys, lately }: Pick<ReceiptMemory, 'kept' | 'lately'>,
) => {
  const counts = prepareKeptCounts(db, 'unmatched');
  const isAwaited = prepareIsAwaited(db);
  const keep = db
    .prepare<[object], number>(`
    INSERT INTO unmatched_receipts (at, route, carrier, ref, recipient, state, reason, why, evidence)
    VALUES (:at, :route, :carrier, :ref, :recipient, :state, :reason, :why, :evidence) RETURNING id`)
    .pluck();
  const keepRef = db.prepare(
    'INSERT INTO unmatched_refs (carrier, ref, receipt_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const oldest = db.prepare<[string], { id: number; at: number }>(
    steady('SELECT id, at FROM unmatched_receipts WHERE route = ? ORDER BY id LIMIT 1'),
  );
  const drop = db.prepare('DELETE FROM unmatched_receipts WHERE id = ?');
  const dropRefs = db.prepare('DELETE FROM unmatched_refs WHERE receipt_id = ?');

  /** Deletes the oldest receipt of the route; false if there is none, or if it is fresh. */
  const dropOldest = (route: string, at: number): boolean => {
    const first = oldest.get(route);
    // A receipt whose time lies far in the future came while the clock was wrong, and may be deleted.
    if (first === undefined || Math.abs(at - first.at) < FRESH_MS) return false;
    drop.run(first.id);
    dropRefs.run(first.id);
    return true;
  };

  const hasRoom = ({ route, to }: RouteReceipt, at: number, hasDisk: boolean): boolean => {
    const most = limitsOfRoute(limits, route).unmatchedReceipts;
    const kept = counts.ofRoute(route);
    if (hasDisk && kept < most && counts.inAll() < limits.unmatchedReceipts) return true;
    if (hasDisk && dropOldest(route, at)) return true;
    return to !== undefined && kept < 2 * most && isAwaited(to, at);
  };

  /**
   * Returns the id of the receipt's row; undefined if there was no room for it.
   * @param hasDisk false if the disk is full up to its reserve, which is for receipts of messages that are under way
   */
  return (
    receipt: RouteReceipt,
    at: number,
    why: 'unknown' | 'ambiguous',
    hasDisk: boolean,
  ): number | undefined => {
    const { route, carrier, refs, to, state, reason, evidence } = receipt;
    if (!hasRoom(receipt, at, hasDisk)) return undefined;
    const id = keep.get({
      at,
      route,
      carrier,
      ref: refs[0],
      recipient: to ?? null,
      state: receiptStateCode(state),
      reason: reason ?? null,
      why,
      evidence,
    });
    if (id !== undefined) lately.kept(id, to, at);
    // Answers do not look for an ambiguous receipt, since it would stay ambiguous.
    if (why === 'unknown')
      for (const ref of refs.map(withoutZeros)) {
        keepRef.run(carrier, ref, id);
        keys.addReceipt(carrier, ref, at);
      }
    return id;
  };
};
