import type { Selectable } from 'kysely';
import type { HandOver } from '../../../domain/duty/hand-over.ts';
import type { DutyPerson } from '../../../domain/duty/roster.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { HandOversTable } from '../../tables/duty-tables.ts';
import type { Queries } from '../../tables/tables.ts';

const toHandOver = (row: Selectable<HandOversTable>): HandOver => ({
  id: row.id,
  roster: row.roster_id,
  from: JSON.parse(row.giver) as DutyPerson,
  to: JSON.parse(row.taker) as DutyPerson,
  code:
    row.code_salt === null || row.code_hash === null
      ? undefined
      : { salt: row.code_salt, hash: row.code_hash },
  until: row.until,
  askedAt: row.asked_at,
  expiresAt: row.expires_at,
  reference: row.reference,
  state: row.state as HandOver['state'],
  answeredBy: row.answered_by ?? undefined,
});

export const handOversTo = async (
  db: Queries,
  phone: Msisdn,
  reference: string,
  nowMs: number,
): Promise<readonly HandOver[]> => {
  const rows = await db
    .selectFrom('hand_overs')
    .selectAll()
    .where('taker_phone', '=', phone)
    .where(({ or, and, eb }) =>
      or([eb('answered_by', '=', reference), and([eb('state', '=', 'asked'), eb('expires_at', '>', nowMs)])]),
    )
    .orderBy('id')
    .limit(20)
    .execute();
  return rows.map(toHandOver);
};

export const overdueHandOvers = async (db: Queries, nowMs: number): Promise<readonly HandOver[]> => {
  const rows = await db
    .selectFrom('hand_overs')
    .selectAll()
    .where('state', '=', 'asked')
    .where('expires_at', '<=', nowMs)
    .orderBy('expires_at')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map(toHandOver);
};
