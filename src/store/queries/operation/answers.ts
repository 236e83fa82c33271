import type { KeptAnswer } from '../../../domain/operation/answer-repository.ts';
import type { IdempotencyKey } from '../../../kernel/idempotency-key.ts';
import type { Queries } from '../../tables/tables.ts';

export const keepAnswer = async (
  db: Queries,
  { owner, key }: IdempotencyKey,
  { status, location, body }: KeptAnswer,
): Promise<void> => {
  await db
    .updateTable('idempotent_answers')
    .set({ status, location: location ?? null, body })
    .where('owner', '=', owner)
    .where('key', '=', key)
    .execute();
};

/** Deletes the key only if its request was never answered. */
export const dropAnswer = async (db: Queries, { owner, key }: IdempotencyKey): Promise<void> => {
  await db
    .deleteFrom('idempotent_answers')
    .where('owner', '=', owner)
    .where('key', '=', key)
    .where('status', 'is', null)
    .execute();
};
