import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { refOf } from './awaiting-parts.ts';
import { CLOCK_SET_BACK_MS } from './kept-lately.ts';
import { REPORTED_WITHIN_MS } from './unanswered.ts';

/** How many of the newest messages to a phone are looked at. */
const MOST = 2000;

/** Receipts of one carrier for one phone. */
interface Asked {
  readonly to: string;
  readonly carrier: string;
  /** When the first and the last of them came, ms since the epoch. */
  readonly first: number;
  readonly last: number;
  /** JSON of `Named`. */
  readonly named: string;
}

/** What a receipt may name. */
export interface Named {
  /** A spelling of its id, without zeros in front. */
  readonly ref: string;
  /** The text of the receipt, if the id alone does not say that a part had this receipt. */
  readonly evidence?: string;
}

/** Ids up to this length come again soon: TP-MR has 256 values (TS 23.040 9.2.3.6). */
const SHORT = 3;

/**
 * What a receipt may name. A carrier keeps to one spelling: another one only counts with the same text.
 * @param literal the id as the receipt spells it
 * @param others other spellings of it, without zeros in front
 */
export const namesOf = (literal: string, others: readonly string[], evidence: string): readonly Named[] => {
  const ref = withoutZeros(literal);
  return [
    ref.length > SHORT ? { ref } : { ref, evidence },
    ...others.filter((one) => one !== ref).map((one) => ({ ref: one, evidence })),
  ];
};

/** SQL: the rows of `Named`, which are read once. @param named JSON of them */
export const withNamed = (named: string): string => `WITH named AS MATERIALIZED (
  SELECT value ->> 'ref' AS ref, value ->> 'evidence' AS evidence FROM json_each(${named}))`;

/**
 * SQL: whether a part has the id of one of the `named`, and may have had its receipt.
 * @param table of parts, or of messages
 */
export const isNamed = (table: string): string => `EXISTS (
  SELECT 1 FROM named
  WHERE named.ref = ${refOf(table)} AND (named.evidence IS NULL OR named.evidence = ${table}.receipt_evidence))`;

/** SQL: since when the message `m` may have receipts. The clock of the node that took it in may have been ahead. */
const SINCE = 'CASE WHEN m.claimed_at < m.created_at THEN m.claimed_at ELSE m.created_at END';

/** SQL: whether the part awaits a receipt, or may have had one of these. */
const isMeant = (table: string): string => `(${table}.receipt_state IS NULL OR ${isNamed(table)})`;

/** SQL: whether a part of the message `m` was accepted by the carrier, and may be meant by one of the receipts. */
const AWAITS = `m.valid_until + ${REPORTED_WITHIN_MS} > :first AND ${SINCE} - ${CLOCK_SET_BACK_MS} <= :last AND (
  (m.carrier = :carrier AND m.carrier_ref IS NOT NULL AND ${isMeant('m')})
  OR EXISTS (SELECT 1 FROM parts p
             WHERE p.message_id = m.id AND p.carrier = :carrier AND ${isMeant('p')}))`;

/**
 * Finds a message that a carrier has accepted, and that awaits its receipt. A receipt with an unknown id may be for
 * such a message: the answer may have had no id, or the carrier may spell ids in receipts in a way that nobody foresaw.
 * Finds also one that had its receipt under the same id: a carrier that got no acknowledgement repeats it, and it is
 * remembered as one that came for so many others only.
 */
export const prepareOtherAwaiting = (db: Db) => {
  // Messages to a number are found by their blocks (number-blocks.ts); those after the last block are read one by one.
  // The order, and an end that no id reaches, keep PostgreSQL from reading all messages.
  const newest = db.prepare<Asked & { except: number }>(
    steady(`${withNamed(':named')}
    SELECT 1 FROM messages m
    WHERE m.id > (SELECT coalesce(max(until_id), 0) FROM message_blocks) AND m.id < ${Number.MAX_SAFE_INTEGER}
      AND m.recipient = :to AND m.id <> :except AND ${AWAITS}
    ORDER BY m.id DESC LIMIT 1`),
  );
  const inBlocks = db.prepare<Asked & { except: number }>(
    steady(`${withNamed(':named')}
    SELECT 1 FROM (
      SELECT t.message_id FROM message_blocks b CROSS JOIN messages_to t
      WHERE t.until_id = b.until_id + 0 AND t.recipient = :to
      ORDER BY b.until_id DESC, t.message_id DESC LIMIT ${MOST}) latest
    CROSS JOIN messages m
    WHERE m.id = latest.message_id AND m.id <> :except AND ${AWAITS}
    LIMIT 1`),
  );
  /** Whether there is one to this phone, besides the message `except`. */
  return (except: number, asked: Asked): boolean =>
    newest.get({ ...asked, except }) !== undefined || inBlocks.get({ ...asked, except }) !== undefined;
};
