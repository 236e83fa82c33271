import { writtenAs } from '../../../domain/people/written-number.ts';
import type { Db } from '../../db.ts';

interface Row {
  readonly id: number;
  readonly text: string;
}

/** Where officers write what they like, what finds the texts with digits in them, and what erases one of them. */
const PLACES = [
  {
    find: "SELECT id, detail AS text FROM alert_log WHERE glob('*[0-9]*[0-9]*[0-9]*', detail)",
    erase: 'UPDATE alert_log SET detail = NULL WHERE id = ?',
  },
  {
    find: "SELECT id, detail AS text FROM case_log WHERE glob('*[0-9]*[0-9]*[0-9]*', detail)",
    erase: "UPDATE case_log SET detail = '{}' WHERE id = ?",
  },
  // What was removed and names the person is not restored any more.
  {
    find: "SELECT id, name || ' ' || definition AS text FROM bin",
    erase: 'DELETE FROM bin WHERE id = ?',
  },
];

/**
 * Erases texts of people, such as notes, in which the number stands as people write it: `06 39 98 00 01`. SQL finds
 * only one way to write it.
 */
export const prepareEraseFromNotes = (db: Db) => {
  const places = PLACES.map(({ find, erase }) => ({
    find: db.prepare<[], Row>(find),
    erase: db.prepare<[number]>(erase),
  }));
  return (spellings: readonly string[]): void => {
    const number = writtenAs(spellings);
    for (const { find, erase } of places)
      for (const { id, text } of find.all()) if (number.test(text)) erase.run(id);
  };
};
