import type { Comparison, Field, Scalar } from '../../domain/people/rule.ts';
import type { Place } from '../../kernel/shape/shape.ts';
import type { Condition, ListFacts } from './condition.ts';

export type Value = string | number | null;
/** A place becomes a value when a statement is run: see `giveFunctions`. */
export type Parameter = Value | Place;

/** A piece of SQL about the contact `c`, and the values for its question marks in their order. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/**
 * Which memberships of a list count:
 * - `member`: all
 * - `consenting`: those with the consent that the list needs: `given`, or any but `refused`
 * - `open`: those of `consenting` whose member has not opted out of the list
 */
export type Mode = 'member' | 'consenting' | 'open';

/**
 * The condition as SQL that is true or false, never NULL.
 * @param underNot which memberships count inside of a `not`
 */
export const compile = (condition: Condition, mode: Mode, underNot: Mode = 'member'): Sql => {
  switch (condition.kind) {
    case 'all':
      return joined(condition.of, 'AND', mode, underNot);
    case 'any':
      return joined(condition.of, 'OR', mode, underNot);
    case 'not': {
      // An exclusion leaves out every member of a list, also members who refused or opted out. A `not` inside of a
      // `not` includes people again, so `mode` applies there.
      const { text, parameters } = compile(condition.of, underNot, mode);
      return { text: `NOT (${text})`, parameters };
    }
    case 'list':
      return listSql(condition.id, condition, mode);
    case 'place':
      return placeSql(condition.place);
    case 'postalCodes':
      return oneOf('coalesce(c.postal_code', condition.codes);
    case 'numbers':
      return oneOf('coalesce(c.number', condition.numbers);
    case 'comparison':
      return comparisonSql(condition.comparison);
  }
};

const joined = (of: readonly Condition[], by: 'AND' | 'OR', mode: Mode, underNot: Mode): Sql => {
  // An empty `all` matches nobody, as an empty `any` does.
  if (of.length === 0) return { text: 'FALSE', parameters: [] };
  const parts = of.map((one) => compile(one, mode, underNot));
  return {
    text: parts.map(({ text }) => `(${text})`).join(` ${by} `),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
};

const listSql = (id: number, { consent, optOuts }: ListFacts, mode: Mode): Sql => {
  let where = 'm.list_id = ? AND m.number = c.number';
  const parameters: Parameter[] = [id];
  if (mode !== 'member' && consent !== 'any')
    where += consent === 'given' ? " AND m.consent = 'given'" : " AND m.consent <> 'refused'";
  if (mode === 'open' && optOuts) {
    where += ' AND NOT EXISTS (SELECT 1 FROM opt_outs o WHERE o.number = c.number AND o.list_id = ?)';
    parameters.push(id);
  }
  return { text: `EXISTS (SELECT 1 FROM list_members m WHERE ${where})`, parameters };
};

const placeSql = (place: Place): Sql => {
  const { south, north, west, east } = place.box;
  return {
    text:
      'c.lat IS NOT NULL AND c.lat BETWEEN ? AND ? AND c.lon BETWEEN ? AND ? ' +
      'AND in_place(?, c.lat, c.lon)',
    parameters: [south, north, west, east, place],
  };
};

const oneOf = (column: string, values: readonly string[]): Sql => ({
  text: `${column}, '') IN (SELECT value FROM json_each(?))`,
  parameters: [JSON.stringify(values)],
});

const columns: Readonly<Record<Exclude<Field, `attributes.${string}`>, string>> = {
  number: 'c.number',
  name: 'c.name',
  language: 'c.language',
  postalCode: 'c.postal_code',
  source: 'c.source',
  dead: "(SELECT 'true' FROM undelivered_numbers u WHERE u.number = c.number AND u.dead = 1)",
  position: "CASE WHEN c.lat IS NOT NULL THEN 'true' END",
};

const ATTRIBUTES = 'attributes.';

/** SQL for the field as text; NULL for a contact without the field. The booleans of JSON become `true` and `false`. */
const fieldSql = (field: Field): Sql => {
  if (!isAttribute(field)) return { text: columns[field], parameters: [] };
  const path = `$."${field.slice(ATTRIBUTES.length)}"`;
  return {
    text:
      "CASE json_type(c.attributes, ?) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' " +
      'ELSE CAST(c.attributes ->> ? AS TEXT) END',
    parameters: [path, path],
  };
};

const isAttribute = (field: Field): field is `attributes.${string}` => field.startsWith(ATTRIBUTES);

const comparisonSql = (comparison: Comparison): Sql => {
  const field = fieldSql(comparison.field);
  const test = (text: string, ...values: readonly Parameter[]): Sql => ({
    text: `coalesce(${text}, FALSE)`,
    parameters: [...field.parameters, ...values],
  });
  switch (comparison.op) {
    case 'exists':
      return { text: `(${field.text}) IS NOT NULL`, parameters: field.parameters };
    case 'contains':
      return test(`instr((${field.text}), ?) > 0`, comparison.value);
    case 'lt':
    case 'gt': {
      const { value } = comparison;
      const sign = comparison.op === 'lt' ? '<' : '>';
      return typeof value === 'number'
        ? test(`as_number((${field.text})) ${sign} ?`, value)
        : test(`(${field.text}) ${sign} ?`, value);
    }
    case 'eq':
      return equals(field, comparison.value);
    case 'ne': {
      const { text, parameters } = equals(field, comparison.value);
      return { text: `NOT (${text})`, parameters };
    }
    case 'in':
      return anyOf(field, comparison.value);
  }
};

/**
 * Binds all texts as one parameter and all numbers as another: SQLite allows 32,766 parameters, and there may be more
 * values.
 */
const anyOf = (field: Sql, values: readonly Scalar[]): Sql => {
  const numbers = values.filter((value) => typeof value === 'number');
  const texts = values.filter((value) => typeof value !== 'number').map(String);
  const parts: Sql[] = [];
  const among = (text: string, value: string, of: readonly Scalar[]): void => {
    if (of.length === 0) return;
    parts.push({
      text: `coalesce(${text} IN (SELECT ${value} FROM json_each(?)), FALSE)`,
      parameters: [...field.parameters, JSON.stringify(of)],
    });
  };
  among(`(${field.text})`, 'value', texts);
  among(`as_number((${field.text}))`, 'CAST(value AS DOUBLE PRECISION)', numbers);
  if (parts.length === 0) return { text: 'FALSE', parameters: [] };
  return {
    text: parts.map(({ text }) => text).join(' OR '),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
};

const equals = (field: Sql, value: Scalar): Sql => ({
  text:
    typeof value === 'number'
      ? `coalesce(as_number((${field.text})) = ?, FALSE)`
      : `coalesce((${field.text}) = ?, FALSE)`,
  parameters: [...field.parameters, typeof value === 'boolean' ? String(value) : value],
});
