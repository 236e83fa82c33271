import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { HttpRig } from '../../support/http/http-rig.ts';

const CONSOLE = fileURLToPath(new URL('../../../src/console/', import.meta.url));

interface Call {
  readonly file: string;
  readonly method: string;
  readonly path: string;
}

const CONSTANT = /const (\w+) = '(\/v1\/[^']*)'/g;
const LITERAL = /'(\/v1\/[^'\n]*)'|`(\/v1\/(?:\$\{(?:[^{}]|\{[^{}]*\})*\}|[^`$])*)`/g;
const VALUE = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;
const VALUE_BETWEEN = /\/\$\{(?:[^{}]|\{[^{}]*\})*\}/g;
/** Where the method of a call is known. Elsewhere a path is only named, such as by a helper or a link. */
const ASKS = /\b(?:ask|list|send)(?:<[^(]*>)?\(\s*$/;

/** The rest of a call from here on, up to the bracket that ends it. */
const restOfCall = (text: string, from: number): string => {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text[at] ?? '')) depth++;
    if (')]}'.includes(text[at] ?? '') && --depth < 0) return text.slice(from, at);
  }
  return '';
};

/** What a file asks the gateway for. A value within a path is written as `*`; one that is the query is left out. */
const callsIn = (file: string, source: string): readonly Call[] => {
  const constants = new Map([...source.matchAll(CONSTANT)].map(([, name = '', path = '']) => [name, path]));
  const text = source
    .replaceAll(CONSTANT, '')
    .replaceAll(/\$\{(\w+)\}/g, (all, name) => constants.get(name) ?? all)
    .replaceAll(/\b(ask|list|send)(<[^(]*>)?\(([A-Z_]+)/g, (all, verb, _type, name) =>
      constants.has(name) ? `${verb}('${constants.get(name)}'` : all,
    );
  return [...text.matchAll(LITERAL)].map((match) => {
    const [all, plain, template] = match;
    const path = plain ?? template ?? '';
    const isCall = ASKS.test(text.slice(0, match.index));
    const [, method = 'GET'] = /method: '(\w+)'/.exec(restOfCall(text, match.index + all.length)) ?? [];
    return {
      file,
      method: isCall ? method : 'any',
      path: path.replaceAll(VALUE_BETWEEN, '/*').replaceAll(VALUE, '').split('?', 1)[0] ?? '',
    };
  });
};

const fits = (called: string, known: string): boolean => {
  const [mine, theirs] = [called.split('/'), known.split('/')];
  return (
    mine.length === theirs.length &&
    mine.every((part, at) => {
      const other = theirs[at] ?? '';
      // A part may be a value in part: `/v1/${kind}s`.
      const isLike = new RegExp(`^${part.replaceAll('*', '.+')}$`).test(other);
      return isLike || other.startsWith('{');
    })
  );
};

test('the console asks only for operations that the description of the API has', async () => {
  const rig = new HttpRig();
  const { paths } = (await rig.app.inject('/openapi.json')).json() as { paths: Record<string, object> };
  await rig.app.close();
  const calls = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => callsIn(file, readFileSync(join(CONSOLE, file), 'utf8')));
  const unknown = calls.filter(
    ({ method, path }) =>
      !Object.entries(paths).some(
        ([known, operations]) =>
          fits(path, known) && (method === 'any' || method.toLowerCase() in operations),
      ),
  );
  expect(unknown).toEqual([]);
  expect(calls.length).toBeGreaterThan(10);
});

test('a call of an operation that is not there is found, whatever way its path is written', () => {
  const source = [
    "const PATH = '/v1/things';",
    'ask(`#{PATH}/#{id}/stop`, {',
    "  method: 'POST', body: { a: 1 } });",
    'list<typeof view>(`/v1/things#{query({ state, limit: 5 })}`, { signal });',
    "ask(PATH, { method: 'DELETE' });",
    "helped('/v1/things/help');",
  ]
    .join('\n')
    .replaceAll('#', '$');
  expect(callsIn('a', source)).toEqual([
    { file: 'a', method: 'POST', path: '/v1/things/*/stop' },
    { file: 'a', method: 'GET', path: '/v1/things' },
    { file: 'a', method: 'DELETE', path: '/v1/things' },
    { file: 'a', method: 'any', path: '/v1/things/help' },
  ]);
});
