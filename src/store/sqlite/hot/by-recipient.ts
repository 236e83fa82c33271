import type { PartKey } from '../../../domain/route.ts';
import { receiptStateOf } from '../../codes.ts';
import type { Db } from '../open.ts';
import { prepareCompletion } from './completion.ts';
import type { KeptReceipt } from './overtaken.ts';
import type { RecentRefs } from './recent-refs.ts';
import { prepareTransition } from './transition.ts';
import { prepareUnanswered } from './unanswered.ts';

interface FinalReceipt {
  readonly route: string;
  readonly carrier: string;
  readonly ref: string;
  readonly recipient: string;
  readonly state: 'delivered' | 'undelivered';
  readonly reason: string | undefined;
  readonly evidence: string;
}

interface Unmatched extends KeptReceipt {
  readonly carrier: string;
  readonly ref: string;
}

const BY_RECIPIENT = 'no answer came; the receipt is for the only unanswered message to this recipient';

/** Settles unanswered parts by receipts whose reference nobody knows, where the recipient leaves no doubt. */
export const prepareByRecipient = (db: Db, settled: RecentRefs) => {
  const unanswered = prepareUnanswered(db);
  const { receiptOnPart, complete } = prepareCompletion(db);
  const { note } = prepareTransition(db);
  const addPart = db.prepare(`
    INSERT OR IGNORE INTO parts (message_id, attempt, part, route, carrier, carrier_ref, accepted_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const recipientOf = db.prepare<[number], { recipient: string }>(
    'SELECT recipient FROM messages WHERE id = ?',
  );
  const unmatched = db.prepare<[string, string, number, number], Unmatched>(`
    SELECT id, at, state, reason, evidence, carrier, ref FROM unmatched_receipts
    WHERE recipient = ? AND route = ? AND at >= ? ORDER BY id LIMIT ?`);
  const spellings = db.prepare<[number], { carrier: string; ref: string }>(
    'SELECT carrier, ref FROM unmatched_refs WHERE receipt_id = ?',
  );
  const dropReceipt = db.prepare('DELETE FROM unmatched_receipts WHERE id = ?');
  const dropRefs = db.prepare('DELETE FROM unmatched_refs WHERE receipt_id = ?');

  const settle = (key: PartKey, receipt: FinalReceipt, at: number): void => {
    const { route, carrier, ref, recipient, reason, evidence } = receipt;
    addPart.run(key.messageId, key.attempt, key.part, route, carrier, ref, at);
    unanswered.remove(key, route);
    note(key.messageId, { at, route, part: key.part, reason: BY_RECIPIENT, evidence });
    receiptOnPart(key, receipt.state, { at, route, part: key.part, reason, evidence });
    settled.add(carrier, ref, { recipient, named: { id: ref, to: recipient }, evidence });
    complete(key, at);
  };

  /** It tells of a part that has had its receipt already. */
  const isOfAnother = ({ id, ref: named }: Unmatched, recipient: string): boolean =>
    spellings.all(id).some(({ carrier, ref }) => settled.knows(carrier, ref, recipient, named));

  return {
    /** A receipt that fits nothing by its reference; whether it settled an unanswered part. */
    receiptCame: (receipt: FinalReceipt, at: number): boolean => {
      const only = unanswered.only(receipt.recipient, receipt.route, at);
      // An earlier one for the same recipient that fitted nothing either: then it could be either's.
      if (only === undefined || unmatched.get(receipt.recipient, receipt.route, only.sentAt, 1) !== undefined)
        return false;
      settle(only.parts[0], receipt, at);
      return true;
    },
    /** A part was given up without an answer: its receipt, and those of parts given up with it, may have come before. */
    gaveUp: (key: PartKey, route: string, at: number): void => {
      unanswered.add(key, route);
      const recipient = recipientOf.get(key.messageId)?.recipient;
      const only = recipient === undefined ? undefined : unanswered.only(recipient, route, at);
      if (recipient === undefined || only === undefined) return;
      const { parts, sentAt } = only;
      const receipts = unmatched.all(recipient, route, sentAt, parts.length + 1);
      if (receipts.length > parts.length) return;
      for (const [index, receipt] of receipts.entries()) {
        const state = receiptStateOf(receipt.state);
        const part = parts[index];
        if (part === undefined || state === 'intermediate' || isOfAnother(receipt, recipient)) continue;
        dropReceipt.run(receipt.id);
        dropRefs.run(receipt.id);
        settle(part, { ...receipt, route, recipient, state, reason: receipt.reason ?? undefined }, at);
      }
    },
    answered: unanswered.remove,
  };
};
