import type { DrillDefinition } from '../../../domain/operation/drill.ts';
import type { Db } from '../../db.ts';

interface Row {
  readonly id: number;
  readonly definition: string;
}

/** Erases a number from the drills that would write to it again, also from those in the bin. */
export const prepareEraseFromDrills = (db: Db) => {
  const places = [
    {
      find: db.prepare<[string], Row>('SELECT id, definition FROM drills WHERE instr(definition, ?) > 0'),
      keep: db.prepare('UPDATE drills SET version = version + 1, definition = ? WHERE id = ?'),
    },
    {
      find: db.prepare<[string], Row>(
        "SELECT id, definition FROM bin WHERE kind = 'drill' AND instr(definition, ?) > 0",
      ),
      keep: db.prepare('UPDATE bin SET definition = ? WHERE id = ?'),
    },
  ];
  return (number: string): void => {
    for (const { find, keep } of places)
      for (const { id, definition } of find.all(JSON.stringify(number))) {
        const drill = JSON.parse(definition) as DrillDefinition;
        const numbers = drill.numbers.filter((one) => one !== number);
        keep.run(JSON.stringify({ ...drill, numbers }), id);
      }
  };
};
