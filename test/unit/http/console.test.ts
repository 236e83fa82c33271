import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpRig } from '../../support/http/http-rig.ts';

const PAGE =
  '<!doctype html><meta property="csp-nonce" nonce="{{nonce}}"><script type="module" src="/console/assets/index-abc.js"></script>';
const SCRIPT = 'export const one = 1;';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-console-'));
  for (const part of ['assets', 'icons', 'about']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'packages.json'), '[]');
  writeFileSync(join(folder, 'assets/index-abc.js'), SCRIPT);
  writeFileSync(join(folder, 'assets/index-abc.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, 'assets/index-abc.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(folder, 'icons/live.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'about/licences.txt'), 'react: MIT');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rigs = new Map<string, HttpRig>();
afterAll(async () => {
  for (const rig of rigs.values()) await rig.app.close();
});

/** A gateway that serves this folder; it is made once. */
const serving = (consoleFolder: string): HttpRig => {
  const rig = rigs.get(consoleFolder) ?? new HttpRig(undefined, { consoleFolder });
  rigs.set(consoleFolder, rig);
  return rig;
};

interface Asked {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly consoleFolder?: string;
}

/** What a stranger gets, without a token and without a session. */
const ask = (url: string, { method = 'GET', headers = {}, consoleFolder = folder }: Asked = {}) =>
  serving(consoleFolder).app.inject({ method, url, headers });

test('the root and /console lead to the console', async () => {
  for (const url of ['/', '/console']) {
    const answer = await ask(url);
    expect([answer.statusCode, answer.headers['location']]).toEqual([302, '/console/']);
  }
});

test('without a build, the root says in words where the API is and how to build the console, and the console is 404', async () => {
  const root = await ask('/', { consoleFolder: '/nowhere' });
  expect(root.statusCode).toBe(200);
  expect(root.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(root.body).toContain('/docs');
  expect(root.body).toContain('scripts/build-console');
  expect((await ask('/console/', { consoleFolder: '/nowhere' })).statusCode).toBe(404);
  expect((await ask('/console/assets/x.js', { consoleFolder: '/nowhere' })).statusCode).toBe(404);
});

test('a console that is built while the gateway runs is there without a restart', async () => {
  const later = mkdtempSync(join(tmpdir(), 'tocsin-console-'));
  const rig = serving(join(later, 'built'));
  expect((await rig.app.inject('/console/')).statusCode).toBe(404);
  mkdirSync(join(later, 'built/assets'), { recursive: true });
  writeFileSync(join(later, 'built/index.html'), PAGE);
  writeFileSync(join(later, 'built/assets/a.js'), SCRIPT);
  expect((await rig.app.inject('/console/')).statusCode).toBe(200);
  expect((await rig.app.inject('/console/assets/a.js')).body).toBe(SCRIPT);
  rmSync(later, { recursive: true });
});

test.each(['/console/', '/console/alerts/17', '/console/people/+33639980001', '/console/no/such/room'])(
  '%s is the page of the console, which the browser keeps nowhere',
  async (url) => {
    const answer = await ask(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
  },
);

test('each page has a nonce of its own, for its script and for the styles that the script writes', async () => {
  const nonces = new Set<string>();
  for (let turn = 0; turn < 3; turn++) {
    const { body, headers } = await ask('/console/');
    const [, nonce = ''] = /'nonce-([\w-]{22})'/.exec(String(headers['content-security-policy'])) ?? [];
    expect(body).toContain(`<script nonce="${nonce}" `);
    expect(body).toContain(`nonce="${nonce}">`);
    expect(body).not.toContain('{{nonce}}');
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test('the page may load and ask only the gateway, run no script in the page, and be in no frame', async () => {
  const { headers } = await ask('/console/');
  const policy = String(headers['content-security-policy']).replaceAll(/'nonce-[\w-]+'/g, "'nonce'");
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self' 'nonce'",
    "style-src 'self' 'nonce'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ]);
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test.each([
  ['br', 'br', brotliCompressSync(SCRIPT)],
  ['gzip, deflate', 'gzip', gzipSync(SCRIPT)],
  ['gzip, br', 'br', brotliCompressSync(SCRIPT)],
  ['identity', undefined, Buffer.from(SCRIPT)],
])('a browser that takes %s gets the file that was compressed before', async (accepted, encoding, octets) => {
  const answer = await ask('/console/assets/index-abc.js', { headers: { 'accept-encoding': accepted } });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-encoding']).toBe(encoding);
  expect(answer.headers['content-type']).toBe('application/javascript; charset=utf-8');
  if (encoding !== undefined) expect(answer.headers['vary']).toMatch(/accept-encoding/i);
  expect(answer.rawPayload).toEqual(octets);
});

test('files with a hash in their name are kept for a year, and icons and licences are asked for by their ETag', async () => {
  const script = await ask('/console/assets/index-abc.js');
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  for (const url of ['/console/icons/live.svg', '/console/about/licences.txt']) {
    const { headers, statusCode } = await ask(url);
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-cache']);
    const again = await ask(url, { headers: { 'if-none-match': String(headers['etag']) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  }
});

test.each([
  '/console/assets/index-old.js',
  '/console/assets/',
  '/console/icons/none.svg',
  '/console/assets/../index.html',
  '/console/assets/%2e%2e/packages.json',
  '/console/assets/..%2fpackages.json',
  '/console/assets/..%5cpackages.json',
  '/console/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/console/icons/%00',
  '/console/about/../../package.json',
])('%s gives no file: a problem, or the page', async (url) => {
  const answer = await ask(url);
  const isPage = answer.statusCode === 200 && answer.body.startsWith('<!doctype html>');
  expect(isPage ? 'page' : answer.statusCode, answer.body).toSatisfy(
    (outcome) => outcome === 'page' || [400, 403, 404].includes(outcome),
  );
  if (!isPage) expect(answer.headers['content-type']).toBe('application/problem+json');
});

test('an asset of another version of the console is answered 404 as a problem, not by the page', async () => {
  const answer = await ask('/console/assets/index-old.js');
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ type: 'urn:tocsin:problem:not-found' });
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('HEAD has the headers of GET and no body; other methods are answered 405', async () => {
  for (const url of ['/console/', '/console/assets/index-abc.js', '/console/icons/live.svg']) {
    const [head, get] = [await ask(url, { method: 'HEAD' }), await ask(url)];
    expect([head.statusCode, head.body]).toEqual([200, '']);
    for (const name of ['content-type', 'content-length', 'cache-control'])
      expect(head.headers[name]).toBe(get.headers[name]);
    const post = await ask(url, { method: 'POST' });
    expect([post.statusCode, post.headers['allow']]).toEqual([405, 'GET, HEAD']);
  }
});

test('over TLS the console is the same, and tells browsers to come by TLS from now on', async () => {
  const pem = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));
  const tls = { cert: pem('carrier.pem'), key: pem('carrier.key') };
  const rig = new HttpRig(tls, { consoleFolder: folder });
  rigs.set('tls', rig);
  const answer = await rig.app.inject('/console/');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['strict-transport-security']).toBe('max-age=15552000');
});

test('what strangers get of the console has nothing of this gateway in it: neither its version nor its packages', async () => {
  for (const url of [
    '/console/',
    '/console/packages.json',
    '/console/manifest.json',
    '/console/built-from',
  ]) {
    const { body } = await ask(url);
    expect(body).toContain('<!doctype html>');
    expect(body).not.toContain('1.2.3');
  }
});
