import type { Selectable } from 'kysely';
import type { Claimed, Identity } from '../../../domain/access/identity.ts';
import type { AccessTables } from '../../tables/access-tables.ts';
import type { Queries } from '../../tables/tables.ts';

const toIdentity = (row: Selectable<AccessTables['user_identities']>): Identity => ({
  userId: row.user_id,
  issuer: row.issuer,
  claim: row.claim,
  value: row.value,
  subject: row.subject ?? undefined,
  linkedAt: row.linked_at,
  firstUsedAt: row.first_used_at ?? undefined,
});

export const identityOf = async (db: Queries, userId: number): Promise<Identity | undefined> => {
  const row = await db
    .selectFrom('user_identities')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row === undefined ? undefined : toIdentity(row);
};

export const identityFor = async (
  db: Queries,
  { issuer, claim, value, subject }: Claimed,
): Promise<Identity | undefined> => {
  const ofIssuer = db.selectFrom('user_identities').selectAll().where('issuer', '=', issuer);
  const known = await ofIssuer.where('subject', '=', subject).executeTakeFirst();
  if (known !== undefined || value === undefined) return known === undefined ? undefined : toIdentity(known);
  const linked = await ofIssuer.where('claim', '=', claim).where('value', '=', value).executeTakeFirst();
  return linked === undefined ? undefined : toIdentity(linked);
};
