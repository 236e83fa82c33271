import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundled } from './bundled.ts';
import type { Package } from './packages.ts';

/** The texts of what is in the console, which the gateway serves beside it. */
const TEXTS = 'build/console/about/licences.txt';
const TEXT = /^(?:licen[cs]e|copying|notice)/i;

/** What is inside a release under which licence, and where its text is. */
export const licencesOf = (
  folder: string,
  packages: readonly Package[],
  node: string,
  bundled: readonly Bundled[],
): string => {
  const lines = packages.map(({ path, name, version, license }) => {
    const texts = readdirSync(join(folder, path))
      .filter((file) => TEXT.test(file))
      .sort();
    const where =
      texts.length === 0 ? 'no text in the package' : texts.map((text) => `${path}/${text}`).join(', ');
    return `${name} ${version}: ${license} (${where})`;
  });
  return [
    'Tocsin: MIT (LICENSE)',
    `Node.js ${node}: MIT, and the licences of what it contains (bin/node.LICENSE)`,
    ...lines,
    ...bundled.map(
      ({ name, version, license }) => `${name} ${version}: ${license} (in the console: ${TEXTS})`,
    ),
    '',
  ].join('\n');
};
