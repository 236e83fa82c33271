import { plainName } from '../../domain/people/plain-name.ts';
import type { Place } from '../../kernel/shape/shape.ts';

/** A database connection on which functions can be registered for SQL. */
interface TakesFunctions {
  function(name: string, options: object, run: (...args: never[]) => unknown): unknown;
}

type SetPlaces = (places: readonly Place[]) => void;

// The functions are registered once for each connection: a second registration would replace `in_place`, and the first
// setter would set places that the new `in_place` does not see.
const given = new WeakMap<TakesFunctions, SetPlaces>();

/**
 * Registers the functions that compiled conditions and lists of contacts call. Returns a function that sets the places
 * of the next statements: `in_place` looks up a place by its index, so no shape goes through SQL for each row.
 */
export const giveFunctions = (db: TakesFunctions): SetPlaces => {
  const known = given.get(db);
  if (known !== undefined) return known;
  let current: readonly Place[] = [];
  db.function('in_place', { directOnly: true }, (index: number, lat: number, lon: number) =>
    current[index]?.contains(lat, lon) === true ? 1 : 0,
  );
  db.function('as_number', { directOnly: true, deterministic: true }, numberIn);
  db.function('plain_name', { directOnly: true, deterministic: true }, plainName);
  const setPlaces: SetPlaces = (places) => {
    current = places;
  };
  given.set(db, setPlaces);
  return setPlaces;
};

const NUMERIC = /^\s*[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*$/;

/** The text as a number, with a decimal point or comma; null if it is no number. */
const numberIn = (text: string | number | null): number | null => {
  if (typeof text !== 'string') return text;
  return NUMERIC.test(text) ? Number(text.replace(',', '.')) : null;
};
