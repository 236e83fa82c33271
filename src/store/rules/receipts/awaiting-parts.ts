import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { type CarrierRef, prepareReadAhead, type ReadAhead } from './read-ahead.ts';
import type { Candidate } from './receipt-candidate.ts';

/**
 * How many parts that await a receipt under one id are read. A modem's TP-MR comes again after 256 parts, and some
 * status reports never come.
 */
export const PARTS_OF_ONE_ID = 256;

/** SQL: the id of a part without zeros in front, as `withoutZeros` gives it. @param table of parts, or of messages */
export const refOf = (table: string): string => `coalesce(nullif(ltrim(${table}.carrier_ref, '0'), ''), '0')`;

/**
 * The parts that await a receipt under some ids of a carrier: those in the rows of their messages, then those in rows
 * of their own. Both halves take the ids and the carrier.
 * @param isMeant the condition on the id, without zeros in front
 * @param more gives one more column and a comma, of the table with the alias m or p; left out: nothing
 */
const awaitingWhere = (isMeant: string, more: (table: string) => string = () => ''): string => `
  SELECT m.id AS message_id, 1 AS attempt, 1 AS part, m.carrier_ref, ${more('m')}
         m.recipient, m.sender, m.parts, m.final_at, m.state, m.possible_duplicate, 1 AS own
  FROM messages m
  WHERE ${refOf('m')} ${isMeant} AND m.carrier = ? AND m.carrier_ref IS NOT NULL AND m.receipt_state IS NULL
  UNION ALL
  SELECT p.message_id, p.attempt, p.part, p.carrier_ref, ${more('p')}
         m.recipient, m.sender, m.parts, m.final_at, m.state, m.possible_duplicate, 0
  FROM parts p CROSS JOIN messages m
  WHERE m.id = p.message_id AND ${refOf('p')} ${isMeant} AND p.carrier = ? AND p.receipt_state IS NULL`;

/** Reads the parts that await a receipt. */
export const prepareAwaiting = (db: Db) => {
  // SQLite keeps to the order of a CROSS JOIN (sqlite.org/optoverview.html, 7.3): the parts come first.
  const AWAITING = awaitingWhere('= ?');
  const any = db.prepare<[string, string, string, string], Candidate>(
    steady(`${AWAITING} LIMIT ${PARTS_OF_ONE_ID}`),
  );
  // Used only if `any` found `PARTS_OF_ONE_ID` parts. Nearly no receipt needs the order, which costs time.
  const newest = db.prepare<[string, string, string, string], Candidate>(
    steady(`${AWAITING} ORDER BY message_id DESC LIMIT ${PARTS_OF_ONE_ID}`),
  );
  const keyed = (isMeant: string): string => awaitingWhere(isMeant, (table) => `${refOf(table)} AS key_ref,`);
  const readAhead = prepareReadAhead(db, keyed, PARTS_OF_ONE_ID);
  let ahead: ReadAhead | undefined;

  const under = (ref: string, carrier: string): readonly Candidate[] => {
    const known = ahead?.take({ carrier, ref });
    if (known !== undefined) return known;
    const found = any.all(ref, carrier, ref, carrier);
    return found.length < PARTS_OF_ONE_ID ? found : newest.all(ref, carrier, ref, carrier);
  };

  return {
    /** The parts that await a receipt under one of these spellings of an id. */
    under: (refs: readonly string[], carrier: string): readonly Candidate[] => {
      const [only] = refs;
      // Nearly every receipt has one spelling of its id, for one part.
      if (refs.length === 1 && only !== undefined) return under(withoutZeros(only), carrier);
      return [...new Set(refs.map(withoutZeros))].flatMap((ref) => under(ref, carrier));
    },
    /** Reads the parts under many ids at once, where that saves time. */
    lookAhead: (refs: readonly CarrierRef[]): void => {
      ahead = refs.length > 1 ? readAhead?.(refs) : undefined;
    },
    /** Forgets what was read ahead, since a receipt has changed more than its own part. */
    forget: (): void => {
      ahead = undefined;
    },
  };
};
