import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { migrations } from '../../../src/store/schema/migrations.ts';
import { bundledIn } from './bundled.ts';
import { requiredGlibc } from './glibc.ts';
import { licencesOf } from './licences.ts';
import { copyNode } from './node-binary.ts';
import { copyPackages, type Origin } from './packages.ts';
import { billOfMaterials } from './sbom.ts';
import type { Sources } from './sources.ts';
import { filesIn, kilobytesOf, writeSums } from './sums.ts';

/** What the file RELEASE says, which the installer reads. */
export interface Release {
  /** The folder in the archive. */
  readonly name: string;
  readonly version: string;
  readonly commit: string;
  /** As Node calls it, such as `linux-x64`. */
  readonly arch: string;
  readonly node: string;
  readonly glibc: string;
  readonly schema: number;
}

/** As `uname -m` says it. */
const MACHINES: Readonly<Record<string, string>> = { 'linux-x64': 'x86_64', 'linux-arm64': 'aarch64' };

/**
 * Puts a release together in `folder`, for this machine's architecture: its compiled packages are loaded by its Node.
 * @throws Error if a part is missing or isn't what it should be
 */
export const stageRelease = async (sources: Sources, folder: string, origin: Origin): Promise<Release> => {
  const { root, commit } = sources;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const built = `${platform}-${arch}`;
  const machine = MACHINES[built];
  if (machine === undefined) throw new Error(`there is no archive for ${built}`);
  const name = `tocsin-${version}-${built}`;
  const to = join(folder, name);
  for (const path of sources.paths) {
    mkdirSync(join(to, dirname(path)), { recursive: true });
    cpSync(join(root, path), join(to, path), { recursive: true });
  }
  const scratch = join(folder, 'packages');
  const packages = copyPackages(root, to, built, origin, scratch);
  rmSync(scratch, { recursive: true, force: true });
  const node = copyNode(root, to, built);
  cpSync(join(to, 'packaging/offline/install'), join(to, 'install'));
  cpSync(join(to, 'packaging/offline/tocsin'), join(to, 'bin/tocsin'));
  const sqlite = execFileSync(join(to, 'bin/node'), ['packaging/offline/load-addons.cjs'], {
    cwd: to,
    encoding: 'utf8',
  });
  const bundled = bundledIn(root, join(to, 'build/console'));
  writeFileSync(join(to, 'sbom.cdx.json'), billOfMaterials(root, node, sqlite.trim(), bundled));
  writeFileSync(join(to, 'LICENCES.txt'), licencesOf(to, packages, node.version, bundled));
  const programs = filesIn(to).filter((path) => path === 'bin/node' || path.endsWith('.node'));
  const release = {
    ...{ name, version, commit, arch: built, node: node.version, schema: migrations.length },
    glibc: requiredGlibc(programs.map((path) => join(to, path))),
  };
  const { name: _, ...said } = release;
  const lines = Object.entries({ ...said, machine, kilobytes: kilobytesOf(to) });
  writeFileSync(join(to, 'RELEASE'), lines.map(([key, value]) => `${key} ${value}\n`).join(''));
  writeSums(to);
  return release;
};
