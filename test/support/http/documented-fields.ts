/** What a page says of fields: a table whose first column is called `field`, or an example in JSON. */
interface FieldsOfPage {
  /** The heading above it. */
  readonly heading: string;
  readonly fields: ReadonlySet<string>;
}

interface Example extends FieldsOfPage {
  /** The sentence below says that the example leaves fields out. */
  readonly shortened: boolean;
}

/** Query parameters that a page names for an operation. */
export interface QueryOfPage {
  readonly operation: string;
  readonly parameters: readonly string[];
  /** `?dryRun=true` is an example of one parameter; `?name=&list=` names all of them. */
  readonly all: boolean;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The paths of all fields of a JSON value, such as `refused[].line`. */
export const fieldsOfJson = (value: unknown, at = ''): ReadonlySet<string> => {
  const paths = new Set<string>();
  if (Array.isArray(value)) {
    for (const one of value) for (const path of fieldsOfJson(one, `${at}[]`)) paths.add(path);
  } else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) {
      const path = at === '' ? name : `${at}.${name}`;
      paths.add(path);
      for (const deeper of fieldsOfJson(one, path)) paths.add(deeper);
    }
  }
  return paths;
};

/** The paths of all fields of a JSON schema. @param schemas the components to which a `$ref` leads */
export const fieldsOfSchema = (
  schema: Json | undefined,
  schemas: Readonly<Record<string, Json>>,
  at = '',
): ReadonlySet<string> => {
  const paths = new Set<string>();
  if (!isObject(schema)) return paths;
  const follow = (next: Json | undefined, path: string): void => {
    for (const one of fieldsOfSchema(next, schemas, path)) paths.add(one);
  };
  const { $ref: reference, properties, items } = schema;
  if (typeof reference === 'string') follow(schemas[reference.split('/').at(-1) ?? ''], at);
  for (const word of ['anyOf', 'oneOf', 'allOf']) {
    const several = schema[word];
    if (Array.isArray(several)) for (const one of several) follow(one, at);
  }
  follow(items, `${at}[]`);
  for (const [name, one] of isObject(properties) ? Object.entries(properties) : []) {
    const path = at === '' ? name : `${at}.${name}`;
    paths.add(path);
    follow(one, path);
  }
  return paths;
};

/** Only the fields of the value itself, without those of what is in it. */
export const ownFields = (fields: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...fields].filter((field) => !/[.[]/.test(field)));

/** Which field is missing in which place, in sentences. */
export const missingFields = (places: Readonly<Record<string, ReadonlySet<string>>>): readonly string[] => {
  const all = new Set(Object.values(places).flatMap((fields) => [...fields]));
  return [...all].sort().flatMap((field) => {
    const names = Object.keys(places);
    const has = names.filter((name) => places[name]?.has(field));
    return names
      .filter((name) => !has.includes(name))
      .map((name) => `the field ${field} is missing in ${name}; it is in ${has.join(', ')}`);
  });
};

const names = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, one]) => one ?? '');

const cellsOf = (row: string): readonly string[] =>
  row
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);

/** The lines of a page, each with the heading above it. */
const linesOf = (page: string): readonly { readonly heading: string; readonly line: string }[] => {
  let heading = '';
  return page.split('\n').map((line) => {
    heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    return { heading, line };
  });
};

/** The tables of fields of a page. */
export const tablesOf = (page: string): readonly FieldsOfPage[] => {
  const lines = linesOf(page);
  return lines.flatMap(({ heading, line }, index) => {
    if (!line.startsWith('|') || cellsOf(line)[0] !== 'field') return [];
    const rows = lines.slice(index + 2).map((one) => one.line);
    const end = rows.findIndex((row) => !row.startsWith('|'));
    const fields = rows.slice(0, end).flatMap((row) => names(cellsOf(row)[0] ?? ''));
    return [{ heading, fields: new Set(fields) }];
  });
};

/** The examples in JSON of a page. */
export const examplesOf = (page: string): readonly Example[] =>
  [...page.matchAll(/^```json\n([\s\S]*?)^```\n+(\(Shortened: )?/gm)].map(
    ({ 1: json = '', 2: note, index }) => ({
      heading: linesOf(page.slice(0, index)).at(-1)?.heading ?? '',
      fields: fieldsOfJson(JSON.parse(json)),
      shortened: note !== undefined,
    }),
  );

/** The query parameters that the tables of methods and paths of a page name. */
export const queriesOf = (page: string): readonly QueryOfPage[] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((row) => {
      const [head = '', ...others] = cellsOf(row);
      const path = /\/v1\/[^`?,]*/.exec(head)?.[0] ?? '';
      return [head, ...others].flatMap((cell) =>
        names(cell)
          .filter((code) => code.includes('?'))
          .map((code) => {
            const query = code.slice(code.indexOf('?') + 1).split('&');
            const method = cell === head ? (code.split(' ')[0] ?? '') : 'GET';
            return {
              operation: `${method.toLowerCase()} ${path}`,
              parameters: query.map((one) => one.split('=')[0] ?? ''),
              all: query.every((one) => one.endsWith('=')),
            };
          }),
      );
    });
