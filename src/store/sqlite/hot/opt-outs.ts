import { EVERY_LIST, type OptOut } from '../../../domain/opt-out.ts';
import type { Db } from '../open.ts';

/** For whatever must be in one commit with an opt-out; `changed` says whether anything did. */
export const prepareOptOuts = (db: Db) => {
  const add = db.prepare(
    'INSERT OR IGNORE INTO opt_outs (number, list_id, source, evidence, at) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM opt_outs WHERE number = ? AND list_id = ?');
  const removeAll = db.prepare('DELETE FROM opt_outs WHERE number = ?');
  const find = db.prepare<[string, number], unknown>(
    `SELECT 1 FROM opt_outs WHERE number = ? AND list_id IN (${EVERY_LIST}, ?)`,
  );
  return {
    optOut: ({ number, listId, source, evidence, at }: OptOut): boolean =>
      add.run(number, listId, source, evidence, at).changes > 0,
    optIn: (number: string, listId: number): boolean =>
      (listId === EVERY_LIST ? removeAll.run(number) : remove.run(number, listId)).changes > 0,
    isOptedOut: (number: string, listId: number): boolean => find.get(number, listId) !== undefined,
  };
};
