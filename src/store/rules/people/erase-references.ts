import type { TocsinEvent } from '../../../domain/operation/events.ts';
import type { Db } from '../../db.ts';

/** Erases the reference from deliveries of events about messages: a caller may have put the number into it. */
export const prepareEraseReferences = (db: Db) => {
  const find = db.prepare<[string], { id: number; data: string }>(`
    SELECT id, data FROM webhook_deliveries
    WHERE instr(type, 'message.') = 1 AND data ->> '$.id' IN (SELECT value FROM json_each(?))`);
  const keep = db.prepare('UPDATE webhook_deliveries SET data = ? WHERE id = ?');
  return (messages: readonly string[]): void => {
    for (const { id, data } of find.all(JSON.stringify(messages)))
      keep.run(JSON.stringify({ ...(JSON.parse(data) as TocsinEvent['data']), reference: null }), id);
  };
};
