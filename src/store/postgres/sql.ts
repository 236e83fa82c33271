/** A statement in PostgreSQL's words, and the parameter that each of its places takes. */
export interface PostgresSql {
  readonly text: string;
  /** The name of parameter N is element N - 1; undefined if the parameters are given by position. */
  readonly names: readonly string[] | undefined;
}

// What stands in a statement: texts and names in quotes, comments, parameters, hints for SQLite's planner, names of two
// or more words such as dueAt, and what `steady` puts around a parameter.
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\bifnull\(([?]|[:@][a-zA-Z]\w*), NULL\)|[?]|(?<![:\w])[:@][a-zA-Z]\w*|\s*\b(?:INDEXED BY \w+|NOT INDEXED)\b|\b[a-z_][a-z0-9_]*[A-Z]\w*\b/g;

/** Stands in each statement about the rows by the values of a JSON array. */
export const BY_VALUES_OF = '= ANY (ARRAY(';

/**
 * Rows by the values of a JSON array. PostgreSQL guesses that there are 200, and to join them it reads a whole table,
 * or all of a partial index with what is dead in it. Each value of an array it looks up in an index.
 */
const BY_VALUES =
  /(?<!\bNOT )\bIN \((SELECT (?:value|CAST\(value AS BIGINT\)) FROM json_each\((?:[^()]|\([^()]*\))*\))\)/g;

/** What only PostgreSQL's planner needs stands in a comment, which SQLite skips. */
const FOR_POSTGRES = /\/\* PostgreSQL: ([\s\S]*?) \*\//g;

/**
 * A statement of Tocsin for PostgreSQL. Statements are written in the words that SQLite and PostgreSQL share, and in
 * functions that `functions.ts` gives PostgreSQL. What differs for each statement is changed here: parameters are `$1`,
 * names with capitals stand in quotes, since PostgreSQL would read them as small letters, and hints for SQLite's
 * planner are left out, and those for PostgreSQL's are put in.
 */
export const toPostgres = (sql: string): PostgresSql => {
  const names: string[] = [];
  let positions = 0;
  const place = (parameter: string): string => {
    if (parameter === '?') return `$${++positions}`;
    const name = parameter.slice(1);
    const known = names.indexOf(name);
    return `$${known < 0 ? names.push(name) : known + 1}`;
  };
  const text = sql
    .replace(FOR_POSTGRES, '$1')
    .replace(TOKEN, (token: string, steadied: string | undefined) => {
      if (steadied !== undefined) return place(steadied);
      const [first] = token;
      if (first === "'" || first === '"' || token.startsWith('--') || token.startsWith('/*')) return token;
      if (first === '?' || first === ':' || first === '@') return place(token);
      return /INDEXED/.test(token) ? '' : `"${token}"`;
    });
  return {
    text: text.replace(BY_VALUES, `${BY_VALUES_OF}$1))`),
    names: names.length > 0 ? names : undefined,
  };
};
