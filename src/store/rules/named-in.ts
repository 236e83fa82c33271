/**
 * Says once more that only the messages with these ids are meant, for PostgreSQL: to join rows of JSON it would read
 * all of an index of a state, with what is dead in it (src/store/postgres/sql.ts). A statement with this asks for
 * `state + 0`, so that PostgreSQL does not take the index of the state either. SQLite looks each id up by itself.
 * @param rows the parameter: JSON, an array of objects with `id`
 */
export const namedIn = (rows: string): string =>
  `/* PostgreSQL: AND id = ANY (ARRAY(SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each(${rows}))) */`;
