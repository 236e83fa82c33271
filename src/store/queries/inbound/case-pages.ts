import { sql } from 'kysely';
import {
  type CaseCode,
  type HashedCode,
  type PhoneCodes,
  WRONG_SPAN_MS,
} from '../../../domain/inbound/case-codes.ts';
import type { PageOutcome } from '../../../domain/inbound/duty-pages.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { type State, stateCode } from '../../../domain/messages/state.ts';
import type { Queries } from '../../tables/tables.ts';

/** The newest codes that are read: of a case and a phone, and of a phone. */
const CODES_OF_CASE = 20;
const CODES_OF_PHONE = 100;
/** How many pages are looked at in one go. */
const PAGES = 500;

const codes = (...states: readonly State[]): readonly number[] => states.map(stateCode);
const LEFT = codes('sent', 'delivered', 'unconfirmed', 'uncertain');
const LOST = codes('failed', 'expired', 'undelivered', 'suppressed', 'cancelled');
const OPEN = codes('queued', 'sending', 'sent');

const hashed = (row: {
  readonly code_salt: Uint8Array | null;
  readonly code_hash: Uint8Array | null;
}): HashedCode | undefined =>
  row.code_salt === null || row.code_hash === null ? undefined : { salt: row.code_salt, hash: row.code_hash };

export const codesOf = async (
  db: Queries,
  caseId: number,
  phone: Msisdn,
  nowMs: number,
): Promise<PhoneCodes> => {
  const rows = await db
    .selectFrom('case_pages as p')
    .leftJoin('messages as m', 'm.id', 'p.message_id')
    .selectAll('p')
    .select('m.state')
    .where('p.case_id', '=', caseId)
    .where('p.phone', '=', phone)
    .orderBy('p.id', 'desc')
    .limit(CODES_OF_CASE)
    .execute();
  const tries = await db
    .selectFrom('case_wrong_codes')
    .select(({ fn }) => fn.countAll<number>().as('wrong'))
    .where('phone', '=', phone)
    .where('at', '>', nowMs - WRONG_SPAN_MS)
    .executeTakeFirst();
  return {
    codes: rows.map((row) => ({
      id: row.id,
      code: hashed(row),
      until: row.until,
      end: row.ended_at === null ? undefined : ((row.ended_as ?? 'closed') as CaseCode['end']),
      isLost: row.state !== null && LOST.includes(row.state),
      usedBy: row.used_by ?? undefined,
    })),
    wrong: tries?.wrong ?? 0,
  };
};

export const hashesTo = async (db: Queries, phone: Msisdn): Promise<readonly Pick<CaseCode, 'code'>[]> => {
  const rows = await db
    .selectFrom('case_pages')
    .select(['code_salt', 'code_hash'])
    .where('phone', '=', phone)
    .where('code_hash', 'is not', null)
    .orderBy('id', 'desc')
    .limit(CODES_OF_PHONE)
    .execute();
  return rows.map((row) => ({ code: hashed(row) }));
};

export const isCaseCodeOpen = async (
  db: Queries,
  phone: Msisdn | undefined,
  nowMs: number,
): Promise<boolean> => {
  const row = await db
    .selectFrom('case_pages')
    .select('id')
    .where('until', '>', nowMs)
    .where('ended_at', 'is', null)
    .where('code_hash', 'is not', null)
    .$if(phone !== undefined, (query) => query.where('phone', '=', phone ?? ''))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};

/** A message that was deleted for its age counts as one that left: nothing is known against it. */
export const pageOutcomes = async (db: Queries): Promise<readonly PageOutcome[]> => {
  const rows = await db
    .selectFrom('case_pages as p')
    .leftJoin('messages as m', 'm.id', 'p.message_id')
    .select(['p.case_id', 'p.at'])
    .select([
      sql<number>`sum(CASE WHEN m.id IS NULL OR m.state IN (${sql.join(LEFT)}) THEN 1 ELSE 0 END)`.as('left'),
      sql<number>`sum(CASE WHEN m.state IN (${sql.join(OPEN)}) THEN 1 ELSE 0 END)`.as('open'),
    ])
    .where('p.settled', '=', sql.lit(0))
    .groupBy(['p.case_id', 'p.at'])
    .orderBy('p.at', 'desc')
    .orderBy('p.case_id')
    .limit(PAGES)
    .execute();
  if (rows.length === 0) return [];
  const waiting = await db
    .selectFrom('cases')
    .select('id')
    .where('unpaged_since', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return rows.flatMap(({ case_id, at, left, open }) => {
    const ended = left > 0 ? 'settled' : 'failed';
    const kind = open === 0 ? ended : left > 0 && waiting !== undefined ? 'left' : undefined;
    return kind === undefined ? [] : [{ case: case_id, at, kind }];
  });
};
