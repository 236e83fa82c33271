import type { PopulationRow } from '../../../domain/people/reach.ts';
import type { Db } from '../../db.ts';

/** Replaces the table of inhabitants, in one commit. */
export const prepareReplacePopulation = (db: Db) => {
  const clear = db.prepare('DELETE FROM population');
  const fill = db.prepare(`
    INSERT INTO population (kind, place, inhabitants, households)
    SELECT value ->> '$.kind', value ->> '$.place', CAST(value ->> '$.inhabitants' AS BIGINT),
      CAST(value ->> '$.households' AS BIGINT)
    FROM json_each(?)`);
  return (rows: readonly PopulationRow[]): void => {
    clear.run();
    fill.run(JSON.stringify(rows));
  };
};
