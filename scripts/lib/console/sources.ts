import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the build depends on: the console's own files, what runs in both, the packages' versions and the build itself. */
const SOURCES = ['src/console', 'src/domain', 'src/kernel', 'scripts/lib/console', 'docs/pictures/guide'];
const FILES = [
  'docs/operators-guide.md',
  'docs/operators-guide.fr.md',
  'src/access/permissions.ts',
  'package-lock.json',
  'tsconfig.json',
];

/** A digest of all sources of the console. Times of files would tell less: git, copies and archives change them. */
export const digestOfSources = (root: string): string => {
  const found = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );
  const hash = createHash('sha256');
  for (const file of [...found, ...FILES].sort()) {
    hash.update(`${file}\0`);
    hash.update(
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
};
