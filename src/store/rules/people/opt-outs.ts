import { boundEvidence } from '../../../domain/messages/evidence.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { EVERY_LIST_ID, type OptOut } from '../../../domain/people/opt-out.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { prepareWithdrawOptedOut } from './withdraw-opted-out.ts';

/** Adds, removes and finds opt-outs, also for callers that need this in their own commit. */
export const prepareOptOuts = (db: Db) => {
  const add = db.prepare(`
    INSERT INTO opt_outs (number, list_id, source, evidence, at)
    VALUES (:number, :listId, :source, :evidence, :at) ON CONFLICT DO NOTHING`);
  const remove = db.prepare('DELETE FROM opt_outs WHERE number = ? AND list_id = ?');
  const removeAll = db.prepare('DELETE FROM opt_outs WHERE number = ?');
  const find = db.prepare<[string, number], unknown>(
    `SELECT 1 FROM opt_outs WHERE number = ? AND list_id IN (${EVERY_LIST_ID}, ?)`,
  );
  const among = db
    .prepare<[string], Msisdn>(
      `SELECT number FROM opt_outs WHERE list_id = ${EVERY_LIST_ID} AND number IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const log = db.prepare(`
    INSERT INTO opt_out_log (at, action, number, list_id, source, evidence)
    VALUES (:at, 'optOut', :number, :listId, :source, :evidence)`);
  const amongHeld = db
    .prepare<[string], Msisdn>(
      steady(`SELECT DISTINCT h.number FROM json_each(?) j JOIN held_opt_outs h ON h.number = j.value
              WHERE h.state = 'held' AND EXISTS (SELECT 1 FROM json_each(h.lists) WHERE CAST(value AS BIGINT) = ${EVERY_LIST_ID})`),
    )
    .pluck();
  const { withdraw } = prepareWithdrawOptedOut(db);
  return {
    withdraw,
    /**
     * Adds the opt-out, and withdraws the queued messages to the number that it forbids. False if the opt-out was
     * there already.
     */
    optOut: ({ number, listId, source, evidence: whole, at }: OptOut): boolean => {
      const row = { number, listId, source, evidence: boundEvidence(whole), at };
      const added = add.run(row).changes > 0;
      if (added) log.run(row);
      withdraw(number, at);
      return added;
    },
    optIn: (number: string, listId: number): boolean =>
      (listId === EVERY_LIST_ID ? removeAll.run(number) : remove.run(number, listId)).changes > 0,
    optedOut: (numbers: readonly Msisdn[], orHeld: readonly Msisdn[] = []): readonly Msisdn[] => [
      ...among.all(JSON.stringify(numbers)),
      ...(orHeld.length === 0 ? [] : amongHeld.all(JSON.stringify(orHeld))),
    ],
    isOptedOut: (number: string, listId: number): boolean => find.get(number, listId) !== undefined,
  };
};
