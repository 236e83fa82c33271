import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Bundled } from './bundled.ts';
import type { NodeBinary } from './node-binary.ts';

interface Component {
  readonly name: string;
  readonly [key: string]: unknown;
}

interface Bom {
  readonly metadata: { readonly tools: { readonly components: readonly Component[] } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/**
 * The parts of a release, as CycloneDX 1.6 in JSON: the production packages by the lock, the packages in the scripts of
 * the console, Node, and the SQLite inside better-sqlite3, which a search for known weaknesses would not find by its
 * package.
 */
export const billOfMaterials = (
  root: string,
  node: NodeBinary,
  sqlite: string,
  bundled: readonly Bundled[],
): string => {
  const cli = join(root, 'node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js');
  const written = execFileSync(
    process.execPath,
    [
      ...[cli, '--omit', 'dev', '--package-lock-only', '--output-reproducible', '--validate'],
      ...['--spec-version', '1.6', '--output-format', 'JSON', '--output-file', '-'],
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const bom = JSON.parse(written) as Bom;
  const { metadata, components, dependencies } = bom;
  const more = [nodeComponent(node), sqliteComponent(sqlite), ...bundled.map(bundledComponent)];
  return `${JSON.stringify(
    {
      ...bom,
      metadata: {
        ...metadata,
        // The npm of the machine that builds must not show in the archive's octets.
        tools: { components: metadata.tools.components.filter(({ name }) => name !== 'npm') },
      },
      components: [...components, ...more],
      dependencies: [...dependencies, ...more.map(({ 'bom-ref': ref }) => ({ ref }))],
    },
    undefined,
    2,
  )}\n`;
};

const bundledComponent = ({ name, version, license, sha512 }: Bundled) => {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    name,
    version,
    // A package may be among those of the gateway as well.
    'bom-ref': `console/${name}@${version}`,
    ...(sha512 !== undefined && { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    licenses: [{ license: { id: license, acknowledgement: 'declared' } }],
    purl,
    properties: [{ name: 'tocsin:part', value: 'console' }],
  };
};

const nodeComponent = ({ version, sha256 }: NodeBinary) => ({
  type: 'application',
  name: 'node',
  version,
  'bom-ref': `node@${version}`,
  hashes: [{ alg: 'SHA-256', content: sha256 }],
  licenses: [{ license: { id: 'MIT', acknowledgement: 'declared' } }],
  cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
  purl: `pkg:generic/node@${version}`,
});

const sqliteComponent = (version: string) => ({
  type: 'library',
  name: 'sqlite',
  version,
  'bom-ref': `sqlite@${version}`,
  licenses: [{ license: { id: 'blessing', acknowledgement: 'declared' } }],
  cpe: `cpe:2.3:a:sqlite:sqlite:${version}:*:*:*:*:*:*:*`,
  purl: `pkg:generic/sqlite@${version}`,
});
