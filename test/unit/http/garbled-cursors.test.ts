import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpRig } from '../../support/http/http-rig.ts';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
}

const rig = new HttpRig();
let operations: (readonly [string, Operation])[];
beforeAll(async () => {
  const response = await rig.app.inject('/openapi.json');
  const { paths } = response.json<{ paths: Record<string, { get?: Operation }> }>();
  operations = Object.entries(paths).flatMap(([path, { get }]) => (get === undefined ? [] : [[path, get]]));
});
afterAll(() => rig.app.close());

const takesCursor = ({ parameters = [] }: Operation): boolean =>
  parameters.some(({ name, in: where }) => name === 'cursor' && where === 'query');

/** Whether the answer is a page: it has `items`, and `next` with the cursor of the next page. */
const answersPage = ({ responses }: Operation): boolean => {
  const { properties = {} } = (responses['200']?.content?.['application/json']?.schema ?? {}) as {
    readonly properties?: object;
  };
  return 'items' in properties && 'next' in properties;
};

test('every path of the API that answers with a page takes a cursor', () => {
  const lists = operations.filter(([, operation]) => answersPage(operation));
  expect(lists.length).toBeGreaterThan(20);
  // The library and the routes are always one page.
  expect(lists.filter(([, operation]) => !takesCursor(operation)).map(([path]) => path)).toEqual([
    '/v1/routes',
    '/v1/templates/library',
  ]);
});

test.each([
  ['empty', ''],
  ['a word', 'next'],
  ['not a number', 'NaN'],
  ['a number below zero', '-1'],
  ['a number with an exponent', '1e3'],
  ['a fraction', '1.5'],
  ['a number that is too large', '99999999999999999999'],
  ['SQL', "1' OR '1"],
])('a cursor that is %s is refused with 422 by every list of the API', async (_what, cursor) => {
  const answers: Record<string, unknown> = {};
  const lists = operations.filter(([, operation]) => takesCursor(operation));
  for (const [path] of lists) {
    const response = await rig.app.inject({
      url: `${path.replaceAll(/\{\w+\}/g, '1')}?cursor=${encodeURIComponent(cursor)}`,
      headers: { authorization: 'Bearer admin' },
    });
    const { errors = [] } = response.json<{ errors?: readonly { readonly path: string }[] }>();
    answers[path] = { status: response.statusCode, isNamed: errors.some((error) => error.path === 'cursor') };
  }
  expect(answers).toEqual(Object.fromEntries(lists.map(([path]) => [path, { status: 422, isNamed: true }])));
});
