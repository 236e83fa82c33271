import { type Roster, withoutPhone } from '../../../domain/duty/roster.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

/** Takes a number, and the person of a roster who has it, out of all rosters, and deletes its hand-overs. */
export const prepareEraseFromRosters = (db: Db) => {
  const holding = db.prepare<[string], { readonly id: number; readonly definition: string }>(
    steady('SELECT id, definition FROM rosters WHERE instr(definition, ?) > 0'),
  );
  const replace = db.prepare('UPDATE rosters SET definition = ?, version = version + 1 WHERE id = ?');
  const dropHandOvers = db.prepare('DELETE FROM hand_overs WHERE giver_phone = ? OR taker_phone = ?');
  return (number: string): void => {
    for (const { id, definition } of holding.all(JSON.stringify(number)))
      replace.run(JSON.stringify(withoutPhone(JSON.parse(definition) as Roster, number)), id);
    dropHandOvers.run(number, number);
  };
};
