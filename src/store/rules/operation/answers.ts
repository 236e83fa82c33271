import type { BeginAnswer, KeptAnswer } from '../../../domain/operation/answer-repository.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { IdempotencyKey } from '../../../kernel/idempotency-key.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from './audit.ts';

/** Tells which acts have changed something, by their serials. */
export interface ChangesOfActs {
  hasChanged(serial: number): boolean;
}

interface Row {
  readonly digest: string;
  readonly status: number | null;
  readonly location: string | null;
  readonly body: string | null;
  readonly created_at: number;
}

/** Finds or takes an idempotency key in one transaction, so that only one of two requests with the same key begins. */
export const prepareBeginAnswer = (db: Db) => {
  const find = db.prepare<[string, string], Row>(
    'SELECT digest, status, location, body, created_at FROM idempotent_answers WHERE owner = ? AND key = ?',
  );
  const take = db.prepare(
    'INSERT INTO idempotent_answers (owner, key, digest, created_at) VALUES (?, ?, ?, ?)',
  );
  return ({ owner, key, digest }: IdempotencyKey, nowMs: number): BeginAnswer => {
    const row = find.get(owner, key);
    if (row === undefined) {
      take.run(owner, key, digest, nowMs);
      return { kind: 'begun' };
    }
    if (row.digest !== digest) return { kind: 'conflict' };
    if (row.status === null) return { kind: 'underWay', at: row.created_at };
    return {
      kind: 'answered',
      answer: { status: row.status, location: row.location ?? undefined, body: row.body ?? 'null' },
    };
  };
};

/** Keeps the answer, and writes its note: an answer whose note were missing would be given again without it. */
export const prepareKeepAnswer = (db: Db) => {
  const audit = prepareAudit(db);
  const keep = db.prepare<[number, string | null, string, string, string]>(
    'UPDATE idempotent_answers SET status = ?, location = ?, body = ? WHERE owner = ? AND key = ?',
  );
  return (
    { owner, key }: IdempotencyKey,
    { status, location, body }: KeptAnswer,
    note: AuditNote | undefined,
  ): void => {
    keep.run(status, location ?? null, body, owner, key);
    if (note !== undefined) audit(note);
  };
};

/**
 * Frees the key of a request that was never answered. A request that failed may have changed something before: if it
 * has, its key stays taken, so that a retry does nothing a second time.
 */
export const prepareDropAnswer = (db: Db, acts: ChangesOfActs) => {
  const drop = db.prepare<[string, string]>(
    'DELETE FROM idempotent_answers WHERE owner = ? AND key = ? AND status IS NULL',
  );
  /** @param failed the act of the request; undefined: the request did nothing */
  return ({ owner, key }: IdempotencyKey, failed?: number): void => {
    if (failed === undefined || !acts.hasChanged(failed)) drop.run(owner, key);
  };
};
