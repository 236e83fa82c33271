import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answeredFields,
  forwardedFields,
  hasBody,
  pathOf,
} from '../../../../../src/http/server/forward/hops.ts';

/** Header fields as node gives them: what it joins in `headers` stands apart in `rawHeaders`. */
const fields = (...rawHeaders: string[]) => {
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = String(rawHeaders[at]).toLowerCase();
    headers[name] = [headers[name], rawHeaders[at + 1]].filter((one) => one !== undefined).join(', ');
  }
  return { headers, rawHeaders };
};

test('header fields of one connection stay on it, those that Connection names too', () => {
  const kept = answeredFields(
    fields(
      ...[
        'Connection',
        'close, X-Hop',
        'X-Hop',
        '1',
        'Keep-Alive',
        'timeout=72',
        'Transfer-Encoding',
        'chunked',
      ],
      ...['Trailer', 'x', 'Upgrade', 'h2c', 'TE', 'trailers', 'X-End', '2'],
    ),
  );
  expect(kept).toEqual(['X-End', '2']);
});

test('repeated header fields are forwarded as often as they came, in their order', () => {
  const kept = answeredFields(
    fields('Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X', 'y', 'Set-Cookie', 'c=3'),
  );
  expect(kept).toEqual(['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X', 'y', 'Set-Cookie', 'c=3']);
});

test('a client that names Host and Content-Length in Connection takes neither away', () => {
  const kept = forwardedFields(
    fields(
      'Host',
      'tocsin',
      'Content-Length',
      '3',
      'Connection',
      'host, content-length, cookie',
      'Cookie',
      'a=1',
    ),
    {},
  );
  expect(kept).toEqual(['Host', 'tocsin', 'Content-Length', '3', 'Connection', 'keep-alive']);
});

test('what a client says in the name of a node is replaced by what this node says, also if Connection names it', () => {
  const kept = forwardedFields(
    fields(
      ...['Tocsin-Client-Address', '127.0.0.1', 'TOCSIN-NODE-KEY', 'guessed', 'X-Request-Id', 'theirs'],
      ...[
        'Tocsin-Forwarded-By',
        'nobody',
        'Connection',
        'tocsin-client-address',
        'Tocsin-Client-Protocol',
        'https',
      ],
    ),
    { 'tocsin-client-address': '192.0.2.1', 'x-request-id': 'ours' },
  );
  expect(kept).toEqual([
    'tocsin-client-address',
    '192.0.2.1',
    'x-request-id',
    'ours',
    'Connection',
    'keep-alive',
  ]);
});

test('a body in chunks is forwarded in chunks, and an empty one is none', () => {
  expect(forwardedFields(fields('Transfer-Encoding', 'chunked', 'Expect', '100-continue'), {})).toEqual([
    'Transfer-Encoding',
    'chunked',
    'Connection',
    'keep-alive',
  ]);
  expect(hasBody({ headers: { 'transfer-encoding': 'chunked' } })).toBe(true);
  expect(hasBody({ headers: { 'content-length': '1' } })).toBe(true);
  expect(hasBody({ headers: { 'content-length': '0' } })).toBe(false);
  expect(hasBody({ headers: {} })).toBe(false);
});

test.each([
  ['/v1/alerts?limit=1', '/v1/alerts?limit=1'],
  ['//evil.example/v1/alerts', '//evil.example/v1/alerts'],
  ['/%2f%2fevil.example/..%2f', '/%2f%2fevil.example/..%2f'],
  ['http://evil.example:8080/v1/alerts?x=http://a/', '/v1/alerts?x=http://a/'],
  ['HTTPS://user@evil.example', '/'],
  ['http://evil.example?x=1', '/?x=1'],
  ['http://evil.example#/v1/alerts', '/#/v1/alerts'],
  ['*', '/*'],
])('the target %s is asked of the node as the path %s', (target, path) => {
  expect(pathOf(target)).toBe(path);
});

test('whatever a client sends as its target, the node is asked for a path', () => {
  const target = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string(), fc.webPath());
  fc.assert(fc.property(target, (text) => pathOf(text).startsWith('/')));
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const { pathname, search } = new URL(url);
      expect(new URL(`http://node${pathOf(url)}`)).toMatchObject({ host: 'node', pathname, search });
    }),
  );
});
