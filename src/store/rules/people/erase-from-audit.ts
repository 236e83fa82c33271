import { GATEWAY } from '../../../domain/operation/audit.ts';
import { ERASED } from '../../../domain/operation/audit-chain.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';

/** How many rows one entry names. */
const NAMED = 500;

/**
 * Erases a person from the audit log. Of each row, the parts that name the person lose their values and their salt, so
 * that the seal can't be guessed; a new row says which rows these are, so that no other row can lose its salt unseen.
 */
export const prepareEraseFromAudit = (db: Db) => {
  const erased = (sql: string) => {
    const statement = db.prepare<(string | number)[], number>(`${sql} RETURNING id`).pluck();
    return (...values: readonly string[]): readonly number[] =>
      statement.all(...values).sort((a, b) => a - b);
  };
  const actors = erased(`
    UPDATE audit SET actor = 'phone:' || ?, actor_name = '', actor_salt = NULL WHERE actor = 'phone:' || ?`);
  const details = erased(`
    UPDATE audit SET detail = '{}', detail_salt = NULL WHERE subject = 'number:' || ? OR instr(detail, ?) > 0`);
  const subjects = erased(`
    UPDATE audit SET subject = 'number:' || ?, subject_salt = NULL WHERE subject = 'number:' || ?`);
  const note = prepareAudit(db);
  return (number: string, alias: string, at: number): void => {
    const actor = actors(alias, number);
    const detail = details(number, number);
    const subject = subjects(alias, number);
    for (let from = 0; from < Math.max(actor.length, detail.length, subject.length); from += NAMED) {
      const named = (ids: readonly number[]): readonly number[] => ids.slice(from, from + NAMED);
      note({
        at,
        actor: GATEWAY,
        action: ERASED,
        subject: `number:${alias}`,
        detail: { actor: named(actor), subject: named(subject), detail: named(detail) },
      });
    }
  };
};
