import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  examplesOf,
  fieldsOfJson,
  fieldsOfSchema,
  missingFields,
  ownFields,
  queriesOf,
  tablesOf,
} from '../../../support/http/documented-fields.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { body } from '../../../support/store/every-field.ts';
import { EveryFieldRig } from '../../../support/store/every-field-rig.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

const PAGE = 'docs/api.md';
const DOCS = fileURLToPath(new URL('../../../../docs/', import.meta.url));
const read = (file: string): string => readFileSync(join(DOCS, file), 'utf8');
const page = read('api.md');

let openapi: Document;
/** What the API gave, by the request. */
const given = new Map<string, unknown>();
beforeAll(async () => {
  openapi = (await new HttpRig().app.inject('/openapi.json')).json();
  await using rig = await EveryFieldRig.open();
  const message = await rig.send(body, 'POST /v1/messages with an Idempotency-Key');
  given.set('POST /v1/messages', message);
  given.set('POST /v1/messages once more', await rig.send(body, 'POST /v1/messages with an Idempotency-Key'));
  given.set('GET /v1/messages/{id}', await rig.get(`/v1/messages/${message.id}`));
  given.set('GET /v1/messages', (await rig.get('/v1/messages')).items[0]);
  given.set('POST /v1/messages/{id}/cancel', await rig.ask('POST', `/v1/messages/${message.id}/cancel`));
  given.set('POST /v1/preview', await rig.ask('POST', '/v1/preview', { text: 'Montez à l’étage.' }));
  const unfilled = JSON.stringify({ ...body, text: 'Bonjour {name}' });
  const lines = `${JSON.stringify(body)}\n{"to":"none","text":"Montez."}\n${unfilled}\n`;
  const ndjson = { 'content-type': 'application/x-ndjson' };
  given.set('POST /v1/messages/batch', await rig.ask('POST', '/v1/messages/batch', lines, ndjson));
});

const schema = (name: string) => {
  const { schemas } = openapi.components;
  expect(schemas).toHaveProperty(name);
  return fieldsOfSchema(schemas[name], schemas);
};

/** The fields of the body that a POST takes. */
const bodyOf = (path: string) => {
  const content = openapi.paths[path]?.['post']?.requestBody?.content['application/json'];
  return ownFields(fieldsOfSchema(content?.schema, openapi.components.schemas));
};

const answerOf = (request: string) =>
  fieldsOfJson(given.get(request) ?? expect.fail(`nothing of ${request}`));
const without = (fields: ReadonlySet<string>, name: string) =>
  new Set([...fields].filter((field) => field !== name));

/** The tables of the page by their heading: all other places that have to have the same fields. */
const tables: Readonly<Record<string, () => Record<string, ReadonlySet<string>>>> = {
  'A message': () => ({
    'the OpenAPI document (the body of POST /v1/messages)': bodyOf('/v1/messages'),
    'a body that the API accepts': new Set(Object.keys(body)),
  }),
  'What became of it': () => ({
    'the OpenAPI document (MessageWithTimeline)': ownFields(schema('MessageWithTimeline')),
    'the JSON of GET /v1/messages/{id}': ownFields(answerOf('GET /v1/messages/{id}')),
  }),
  'The timeline': () => ({
    'the OpenAPI document (TimelineEntry)': schema('TimelineEntry'),
    'the JSON of GET /v1/messages/{id}': fieldsOfJson(
      (given.get('GET /v1/messages/{id}') as { readonly timeline: readonly unknown[] }).timeline[0],
    ),
  }),
};

/** The examples of the page by their heading: what else has to have their fields. */
const examples: Readonly<Record<string, () => Record<string, ReadonlySet<string>>>> = {
  'A batch': () => ({
    'the OpenAPI document (BatchResult)': schema('BatchResult'),
    'the JSON of POST /v1/messages/batch': answerOf('POST /v1/messages/batch'),
  }),
  'What a text costs': () => ({
    'the OpenAPI document (Preview)': schema('Preview'),
    'the JSON of POST /v1/preview': answerOf('POST /v1/preview'),
  }),
  'What became of it': () => ({
    'the OpenAPI document (MessageWithTimeline)': schema('MessageWithTimeline'),
    'the JSON of GET /v1/messages/{id}': answerOf('GET /v1/messages/{id}'),
  }),
  'Templates and scenarios': () => {
    const content = openapi.paths['/v1/templates/lint']?.['post']?.responses['200']?.content;
    return {
      'the OpenAPI document (the answer to POST /v1/templates/lint)': fieldsOfSchema(
        content?.['application/json']?.schema,
        openapi.components.schemas,
      ),
    };
  },
};

const sentences = (faults: readonly string[]) => expect(faults, faults.join('\n')).toEqual([]);

describe(`the page ${PAGE}`, () => {
  test('has no table of fields and no example that this test does not compare, and has all that it compares', () => {
    expect(tablesOf(page).map(({ heading }) => heading)).toEqual(Object.keys(tables));
    expect(examplesOf(page).map(({ heading }) => heading)).toEqual(Object.keys(examples));
  });

  test.each(tablesOf(page))(
    'has in the table "$heading" the fields that the API and its description have',
    (one) => {
      sentences(missingFields({ [`${PAGE} ("${one.heading}")`]: one.fields, ...tables[one.heading]?.() }));
    },
  );

  test.each(examplesOf(page))(
    'has in the example of "$heading" the fields that the API and its description have',
    (one) => {
      const places = Object.entries(examples[one.heading]?.() ?? {}).map(([name, fields]) => [
        name,
        one.shortened ? new Set([...fields].filter((field) => one.fields.has(field))) : fields,
      ]);
      sentences(missingFields({ [`${PAGE} ("${one.heading}")`]: one.fields, ...Object.fromEntries(places) }));
    },
  );

  test('names for each list the query parameters that its description has', () => {
    const queries = queriesOf(page);
    expect(queries.length).toBeGreaterThan(5);
    const faults = queries.flatMap(({ operation, parameters, all }) => {
      const [method = '', path = ''] = operation.split(' ');
      const described = (openapi.paths[path]?.[method]?.parameters ?? [])
        .filter((one) => one.in === 'query')
        .map(({ name }) => name);
      // Every list has these two; the page names them for messages alone.
      const usual = (name: string) => parameters.includes(name) || (name !== 'limit' && name !== 'cursor');
      const expected = described.filter(all ? usual : (name) => parameters.includes(name));
      const places = { [PAGE]: new Set(parameters), 'the OpenAPI document': new Set(expected) };
      return missingFields(places).map((fault) => `${operation}: ${fault}`);
    });
    sentences(faults);
  });
});

test.each([
  ['drills.md', '/v1/drills'],
  ['duty.md', '/v1/rosters'],
])('the table of docs/%s has the fields of the body of POST %s', (file, path) => {
  const [table, ...others] = tablesOf(read(file));
  expect(others).toEqual([]);
  const documented = table?.fields ?? expect.fail(`docs/${file} has no table of fields`);
  sentences(
    missingFields({
      [`docs/${file}`]: documented,
      [`the OpenAPI document (the body of POST ${path})`]: bodyOf(path),
    }),
  );
});

test('no other page of docs has a table of fields, which no test would compare', () => {
  const pages = readdirSync(DOCS).filter((file) => file.endsWith('.md'));
  expect(pages.filter((file) => tablesOf(read(file)).length > 0)).toEqual(['api.md', 'drills.md', 'duty.md']);
});

test('every answer of the API that shows a message has the fields of Message in the OpenAPI description', () => {
  sentences(
    missingFields({
      'the OpenAPI document (Message)': ownFields(schema('Message')),
      'the OpenAPI document (MessageWithTimeline)': without(
        ownFields(schema('MessageWithTimeline')),
        'timeline',
      ),
      'the JSON of POST /v1/messages': ownFields(answerOf('POST /v1/messages')),
      'the JSON of a repeated POST /v1/messages': ownFields(answerOf('POST /v1/messages once more')),
      'the JSON of GET /v1/messages': ownFields(answerOf('GET /v1/messages')),
      'the JSON of GET /v1/messages/{id}': without(ownFields(answerOf('GET /v1/messages/{id}')), 'timeline'),
      'the JSON of POST /v1/messages/{id}/cancel': ownFields(answerOf('POST /v1/messages/{id}/cancel')),
    }),
  );
});

describe('the comparison of fields', () => {
  test('names each field that is missing, where it is missing and where it is', () => {
    const faults = missingFields({
      page: new Set(['a', 'b']),
      schema: new Set(['a', 'c']),
      answer: new Set(['a', 'c']),
    });
    expect(faults).toEqual([
      'the field b is missing in schema; it is in page',
      'the field b is missing in answer; it is in page',
      'the field c is missing in page; it is in schema, answer',
    ]);
  });

  test('reads tables, examples and query parameters of a page', () => {
    const small =
      '## One\n\n| field | says |\n| --- | --- |\n| `a`, `b` | `c` |\n\n## Two\n\n```json\n{"x":[{"y":1}]}\n```\n\n(Shortened: so.)\n\n' +
      '| method and path | does |\n| --- | --- |\n| `GET`, `POST /v1/x`; `…/{id}` | `?p=&q=` |\n| `POST /v1/y?r=true` | d |\n';
    expect(tablesOf(small)).toEqual([{ heading: 'One', fields: new Set(['a', 'b']) }]);
    expect(examplesOf(small)).toEqual([{ heading: 'Two', fields: new Set(['x', 'x[].y']), shortened: true }]);
    expect(queriesOf(small)).toEqual([
      { operation: 'get /v1/x', parameters: ['p', 'q'], all: true },
      { operation: 'post /v1/y', parameters: ['r'], all: false },
    ]);
  });

  test('reads the fields of a schema through references, lists and alternatives', () => {
    const schemas = { Line: { properties: { n: { type: 'integer' } } } };
    const one: Json = {
      properties: {
        lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
        none: { anyOf: [{ type: 'null' }, { properties: { deep: {} } }] },
      },
    };
    expect([...fieldsOfSchema(one, schemas)]).toEqual(['lines', 'lines[].n', 'none', 'none.deep']);
  });
});
