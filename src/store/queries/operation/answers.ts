import type { IdempotencyKey } from '../../../kernel/idempotency-key.ts';
import type { Queries } from '../../tables/tables.ts';

/** Deletes the key only if its request was never answered. */
export const dropAnswer = async (db: Queries, { owner, key }: IdempotencyKey): Promise<void> => {
  await db
    .deleteFrom('idempotent_answers')
    .where('owner', '=', owner)
    .where('key', '=', key)
    .where('status', 'is', null)
    .execute();
};
