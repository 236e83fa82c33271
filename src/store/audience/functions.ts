import { plainName } from '../../domain/people/plain-name.ts';
import type { Place } from '../../kernel/shape/shape.ts';
import type { Db } from '../db.ts';
import type { Parameter, Value } from './compile.ts';
import { placeNumbers } from './place-numbers.ts';

/** A connection to a file, on which functions can be registered for SQL. PostgreSQL has them in its schema. */
interface TakesFunctions {
  function(name: string, options: object, run: (...args: never[]) => unknown): unknown;
}

/** The values of a statement. It must be run before those of another one are asked for. */
type Bind = (parameters: readonly Parameter[]) => readonly Value[];

// The functions are registered once for each connection: a second registration would replace `in_place`, and the first
// `Bind` would set places that the new `in_place` does not see.
const given = new WeakMap<Db, Bind>();

/**
 * Sees to it that the connection has the functions that compiled conditions and lists of contacts call. Returns what
 * gives a statement its values: it says how `in_place` gets a place.
 */
export const giveFunctions = (db: Db): Bind => {
  const known = given.get(db);
  if (known !== undefined) return known;
  const bind = takesFunctions(db) ? register(db) : bindNumbers;
  given.set(db, bind);
  return bind;
};

const takesFunctions = (db: object): db is TakesFunctions => 'function' in db;

/** SQLite looks up a place by its index, so no shape goes through SQL for each row. */
const register = (db: TakesFunctions): Bind => {
  let current: readonly Place[] = [];
  db.function('in_place', { directOnly: true }, (index: number, lat: number, lon: number) =>
    current[index]?.contains(lat, lon) === true ? 1 : 0,
  );
  db.function('as_number', { directOnly: true, deterministic: true }, numberIn);
  db.function('plain_name', { directOnly: true, deterministic: true }, plainName);
  return (parameters) => {
    const places: Place[] = [];
    const values = parameters.map((one) => (isPlace(one) ? places.push(one) - 1 : one));
    current = places;
    return values;
  };
};

/** A place may have ten thousand corners, and is looked up for many recipients one after another. */
const numbers = new WeakMap<Place, string>();

/** PostgreSQL gets the numbers of a place, once for each statement. */
const bindNumbers: Bind = (parameters) =>
  parameters.map((one) => {
    if (!isPlace(one)) return one;
    const text = numbers.get(one) ?? `{${placeNumbers(one).join(',')}}`;
    numbers.set(one, text);
    return text;
  });

const isPlace = (one: Parameter): one is Place => typeof one === 'object' && one !== null;

const NUMERIC = /^\s*[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*$/;

/** The text as a number, with a decimal point or comma; null if it is no number. */
const numberIn = (text: string | number | null): number | null => {
  if (typeof text !== 'string') return text;
  return NUMERIC.test(text) ? Number(text.replace(',', '.')) : null;
};
