import type { Selectable } from 'kysely';
import type { Passkey } from '../../../domain/access/passkey.ts';
import type { PasskeysTable } from '../../tables/access-tables.ts';
import type { Queries } from '../../tables/tables.ts';

const toPasskey = (row: Selectable<PasskeysTable>): Passkey => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  credentialId: row.credential_id,
  handle: row.handle,
  publicKey: row.public_key,
  counter: row.counter,
  transports: JSON.parse(row.transports) as readonly string[],
  createdAt: row.created_at,
  usedAt: row.used_at ?? undefined,
  clonedAt: row.cloned_at ?? undefined,
});

export const passkeysOf = async (db: Queries, userId: number): Promise<readonly Passkey[]> => {
  const rows = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute();
  return rows.map(toPasskey);
};

export const findPasskey = async (db: Queries, credentialId: Uint8Array): Promise<Passkey | undefined> => {
  const row = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row === undefined ? undefined : toPasskey(row);
};
