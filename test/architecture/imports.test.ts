import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports-of.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** What each folder of src may import besides itself. Longer keys win: `routes/smpp` before `routes`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  domain: ['kernel'],
  config: ['kernel', 'domain'],
  secrets: [],
  access: ['kernel', 'domain', 'config', 'secrets'],
  store: ['kernel', 'domain', 'config'],
  intake: ['kernel', 'domain', 'config'],
  dispatch: ['kernel', 'domain', 'config'],
  receipts: ['kernel', 'domain', 'config'],
  people: ['kernel', 'domain', 'config'],
  alerts: ['kernel', 'domain', 'config', 'secrets'],
  drills: ['kernel', 'domain', 'config'],
  ops: ['kernel', 'domain', 'config', 'secrets'],
  notify: ['kernel', 'domain', 'config'],
  triggers: ['kernel', 'domain', 'config', 'secrets'],
  inbound: ['kernel', 'domain', 'config'],
  // Used by both sides of a connection.
  'protocols/smpp': ['kernel', 'domain'],
  'routes/smpp': ['kernel', 'domain', 'config', 'protocols/smpp'],
  'routes/modem': ['kernel', 'domain', 'config'],
  // The edge knows the services that it is given.
  http: ['kernel', 'domain', 'access', 'alerts', 'drills', 'intake', 'ops', 'people'],
  // The simulators share no codec with the routes, so that they check them.
  sim: ['domain/text', 'kernel/clock.ts', 'kernel/system-clock.ts'],
  // The screen in the browser: the gateway's schemas are its types, and the pure rules run in both.
  // The guide is built in, so that it can be read without the internet.
  console: ['kernel', 'domain', 'access/permissions.ts', 'http', '../docs'],
  // Puts the parts together, one file for each part, since app.ts would be too long.
  compose: ['*'],
  commands: ['*'],
  'app.ts': ['*'],
  'main.ts': ['*'],
};

/** Packages that only one folder may import, or two folders that speak the same protocol. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  smpp: ['routes/smpp', 'protocols/smpp'],
  serialport: ['routes/modem'],
  '@serialport/parser-readline': ['routes/modem'],
  'dbus-native': ['routes/modem/manager'],
  'better-sqlite3': ['store/sqlite'],
  pg: ['store/postgres'],
  kysely: ['store'],
  '@simplewebauthn/server': ['access/sign-in/passkeys'],
  fastify: ['http'],
  helmet: ['http'],
  'libphonenumber-js': ['intake'],
  croner: ['kernel'],
  '@lydell/node-pty': ['sim'],
  'prom-client': ['ops'],
  '@opentelemetry/api': ['ops/traces'],
  '@opentelemetry/core': ['ops/traces'],
  '@opentelemetry/exporter-trace-otlp-proto': ['ops/traces'],
  '@opentelemetry/resources': ['ops/traces'],
  '@opentelemetry/sdk-trace': ['ops/traces'],
  'csv-parse': ['people'],
  chardet: ['people'],
  '@rapideditor/country-coder': ['people'],
  '@exodus/bytes': ['kernel'],
  'ical.js': ['people/calendar'],
  'openid-client': ['access/sign-in/oidc'],
  // Only tests sign in at a provider of their own.
  'oidc-provider': [],
  yaml: ['config'],
  'ipaddr.js': ['notify'],
  '@xmldom/xmldom': ['triggers/xml'],
  'xml-crypto': ['triggers/cap'],
  // Only tests read alerting rules by the grammar of Prometheus.
  '@prometheus-io/lezer-promql': [],
  '@lezer/lr': [],
  '@lezer/highlight': [],
  // The gateway loads nothing of what the browser runs, nor what builds it.
  ...Object.fromEntries(
    [
      ...['react', 'react-dom', 'react-i18next', 'i18next', 'wouter', 'react-markdown', 'remark-gfm'],
      ...['@mantine/core', '@mantine/hooks', '@mantine/notifications', '@tabler/icons-react'],
      ...[
        '@tanstack/react-query',
        'uplot',
        'd3-geo',
        'pmtiles',
        'pbf',
        'qrcode.react',
        'vite',
        '@vitejs/plugin-react',
      ],
    ].map((name) => [name, ['console']]),
  ),
  '@fastify/static': ['http'],
  // Only tests look at pages by a browser.
  '@sparticuz/chromium': [],
  'playwright-core': [],
  jsqr: [],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .sort();

const importsIn = (file: string): readonly string[] => importsOf(readFileSync(join(SRC, file), 'utf8'));

const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const layerOf = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .filter((layer) => within(path, layer))
    .sort((a, b) => b.length - a.length)[0];

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

describe('the layers of src (which folder may import which)', () => {
  test('include every file of src', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  test('let a folder import only what the table allows', () => {
    const crossings = files.flatMap((file) => {
      const layer = layerOf(file) ?? '';
      const allowed = [...(MAY_IMPORT[layer] ?? []), layer];
      return importsIn(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => relative(SRC, join(SRC, dirname(file), specifier)))
        .filter((target) => !allowed.includes('*') && !allowed.some((folder) => within(target, folder)))
        .map((target) => `${file} imports ${target}`);
    });
    expect(crossings).toEqual([]);
  });

  test('let the domain import neither packages nor node modules, and the kernel only what follows a request', () => {
    const foreign = files
      .filter((file) => within(file, 'domain'))
      .flatMap((file) => importsIn(file).filter((specifier) => !specifier.startsWith('.')));
    const ofNode = files
      .filter((file) => within(file, 'kernel'))
      .flatMap((file) => importsIn(file).filter((specifier) => specifier.startsWith('node:')))
      // AsyncLocalStorage, by which the store knows on whose behalf a call is made.
      .filter((specifier) => specifier !== 'node:async_hooks');
    expect([...foreign, ...ofNode]).toEqual([]);
  });

  test('let each package with a home folder be imported in that folder only', () => {
    const strays = files.flatMap((file) =>
      importsIn(file)
        .filter((specifier) => {
          const homes = ONLY_IN[packageOf(specifier)];
          return homes !== undefined && !homes.some((home) => within(file, home));
        })
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(strays).toEqual([]);
  });

  test('let the console take only types from the edge: the browser would get the gateway’s code otherwise', () => {
    const taken = files
      .filter((file) => within(file, 'console'))
      .flatMap((file) =>
        [
          ...code(file).matchAll(
            /(?:import|export)\s+(?!type\b)[^;'"]*?from\s+['"]([^'"]*\/http\/[^'"]+)['"]/g,
          ),
        ].map(([, target]) => `${file} imports ${target}`),
      );
    expect(taken).toEqual([]);
  });

  test('let nothing outside the console import it', () => {
    const users = files.filter(
      (file) =>
        !within(file, 'console') &&
        importsIn(file).some((specifier) =>
          within(relative(SRC, join(SRC, dirname(file), specifier)), 'console'),
        ),
    );
    expect(users).toEqual([]);
  });

  test('let no rule and no query know the database, and no database a rule but for its old files and backups', () => {
    const importsOfFolders = (folders: readonly string[]) =>
      files
        .filter((file) => folders.some((folder) => within(file, `store/${folder}`)))
        .flatMap((file) =>
          importsIn(file).map((specifier) => ({
            file,
            target: relative(SRC, join(SRC, dirname(file), specifier)),
          })),
        );
    const said = (of: ReturnType<typeof importsOfFolders>) =>
      of.map((one) => `${one.file} imports ${one.target}`);
    const shared = ['rules', 'queries', 'audience', 'rows', 'repositories', 'erasure', 'tables'];
    const ofShared = importsOfFolders(shared);
    expect(ofShared.length).toBeGreaterThan(500);
    expect(said(ofShared.filter(({ target }) => /^store\/(?:sqlite|postgres)\//.test(target)))).toEqual([]);
    const ofDatabases = importsOfFolders(['sqlite', 'postgres']);
    const rules = ofDatabases.filter(
      ({ file, target }) =>
        /^store\/(?:rules|queries|audience)\//.test(target) &&
        !/^store\/sqlite\/(?:backup|chain)\//.test(file),
    );
    expect(said(rules)).toEqual([]);
    // What a state means is decided in the domain and in the rules alone; `doctor` and a backup count the unsent.
    const states = ofDatabases.filter(({ target }) => target === 'domain/messages/state.ts');
    expect(states.map(({ file }) => file)).toEqual([
      'store/postgres/look-at-nodes.ts',
      'store/postgres/look.ts',
      'store/sqlite/backup/snapshot.ts',
    ]);
  });

  test('let store/store.ts, which joins all ports of the store, be imported only where a whole store is put together', () => {
    const users = files.filter(
      (file) =>
        importsIn(file).some((specifier) => specifier.endsWith('/store/store.ts')) &&
        !['app.ts', 'compose', 'commands', 'store'].some((home) => within(file, home)),
    );
    expect(users).toEqual([]);
  });

  test('let the current time be read in kernel/system-clock.ts only', () => {
    const direct = files
      .filter((file) => file !== 'kernel/system-clock.ts' && !within(file, 'sim') && !within(file, 'console'))
      .filter((file) =>
        /\bDate\.now\(|\bnew Date\(\)|(?<![.\w])set(Timeout|Interval)\(|\bperformance\.now\(/.test(
          code(file),
        ),
      );
    expect(direct).toEqual([]);
  });

  test('let dispatch and alerts ask a route for its capabilities, never for its type', () => {
    const asking = files
      .filter((file) => within(file, 'dispatch') || within(file, 'alerts'))
      .filter((file) => /['"`](smpp|modem)['"`]|\bsmpp: /.test(code(file)));
    expect(asking).toEqual([]);
  });
});

/** The source without its comments, which may name what the code must not do. */
const code = (file: string): string =>
  readFileSync(join(SRC, file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\/\/.*$/gm, '');
