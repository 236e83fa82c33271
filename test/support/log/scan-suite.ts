import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaksIn } from './find-leaks.ts';
import { knownOf } from './known.ts';

export const NAME = 'the log of the whole suite holds no number, text, token, code or password';

const read = (folder: string, kind: 'lines' | 'texts'): readonly string[] =>
  globSync(`*.${kind}`, { cwd: folder }).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8').split('\n'),
  );

/** The beginning of a secret and its length: enough to find its place, and not the secret. */
const masked = (found: string): string => `${found.slice(0, 3)}… (${found.length} characters)`;

/** Looks through the log that a run has left in the folder. @returns a line for each leak, with what leaked masked */
export const scanSuiteLog = (
  folder: string,
): { readonly lines: number; readonly leaks: readonly string[] } => {
  const submitted = read(folder, 'texts').flatMap((line) =>
    line === '' ? [] : [JSON.parse(line) as string],
  );
  const known = knownOf(submitted);
  const lines = new Set(read(folder, 'lines'));
  const leaks = [...lines].flatMap((line) => {
    const found = leaksIn(line, known);
    if (found.length === 0) return [];
    const shown = found.reduce((rest, leak) => rest.replaceAll(leak.found, masked(leak.found)), line);
    return [`${[...new Set(found.map(({ kind }) => kind))].join(', ')}: ${shown.slice(0, 400)}`];
  });
  return { lines: lines.size, leaks };
};
