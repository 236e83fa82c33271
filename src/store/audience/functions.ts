import type { Place } from '../../kernel/shape.ts';

/** A database that takes functions of ours. */
interface TakesFunctions {
  function(name: string, options: object, run: (...args: never[]) => unknown): unknown;
}

type SetPlaces = (places: readonly Place[]) => void;

// Given twice, the function would ask the places of whoever gave it last.
const given = new WeakMap<TakesFunctions, SetPlaces>();

/**
 * Gives a database the functions that compiled conditions call. Returns what sets the places that `in_place` asks by
 * their index, for the statements that follow: shapes are not sent through SQL for each row.
 */
export const giveFunctions = (db: TakesFunctions): SetPlaces => {
  const known = given.get(db);
  if (known !== undefined) return known;
  let current: readonly Place[] = [];
  db.function('in_place', { directOnly: true }, (index: number, lat: number, lon: number) =>
    current[index]?.contains(lat, lon) === true ? 1 : 0,
  );
  db.function('as_number', { directOnly: true, deterministic: true }, numberIn);
  const setPlaces: SetPlaces = (places) => {
    current = places;
  };
  given.set(db, setPlaces);
  return setPlaces;
};

const NUMERIC = /^\s*[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*$/;

/** What a text says as a number, with a point or a comma; null if it says none. */
const numberIn = (text: string | number | null): number | null => {
  if (typeof text !== 'string') return text;
  return NUMERIC.test(text) ? Number(text.replace(',', '.')) : null;
};
