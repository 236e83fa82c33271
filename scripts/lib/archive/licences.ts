import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from './packages.ts';

const TEXT = /^(?:licen[cs]e|copying|notice)/i;

/** What is inside a release under which licence, and where its text is. */
export const licencesOf = (folder: string, packages: readonly Package[], node: string): string => {
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
    '',
  ].join('\n');
};
