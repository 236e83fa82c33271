import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { brokenLinks, type Tree, unknownInComments, unknownNames, unknownPaths } from './page-links.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['src', 'test', 'scripts', 'docs', 'config', 'hardware', 'packaging', '.ci'];

const entries = [
  ...readdirSync(ROOT, { withFileTypes: true }).map((entry) => ({
    path: entry.name,
    isFile: entry.isFile(),
  })),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).map((entry) => ({
      path: join(entry.parentPath, entry.name).slice(ROOT.length),
      isFile: entry.isFile(),
    })),
  ),
];

const tree: Tree = {
  files: new Set(entries.filter(({ isFile }) => isFile).map(({ path }) => path)),
  folders: new Set(entries.filter(({ isFile }) => !isFile).map(({ path }) => path)),
  read: (file) => readFileSync(join(ROOT, file), 'utf8'),
};

const pages = [...tree.files].filter((file) => file.endsWith('.md')).sort();
const code = [...tree.files]
  .filter(
    (file) => /^(?:src|test|scripts)\/.*\.(?:ts|c)$/.test(file) && !file.startsWith('test/architecture/'),
  )
  .sort();

describe('the documentation', () => {
  test('has more than 20 pages, docs/architecture.md among them', () => {
    expect(pages).toContain('docs/architecture.md');
    expect(pages.length).toBeGreaterThan(20);
  });

  test.each(pages)('in %s links only to files, folders and sections that exist', (page) => {
    expect(brokenLinks(page, tree.read(page), tree)).toEqual([]);
  });

  test.each(pages)('in %s names only files and folders that exist', (page) => {
    expect(unknownPaths(page, tree.read(page), tree)).toEqual([]);
  });

  test.each(pages)('in %s names only identifiers and tests that the named file declares', (page) => {
    expect(unknownNames(page, tree.read(page), tree)).toEqual([]);
  });
});

test('the comments of the code name only files and sections that exist', () => {
  expect(code.flatMap((file) => unknownInComments(file, tree.read(file), tree))).toEqual([]);
});

test('docs/README.md links to every page of docs', () => {
  const index = tree.read('docs/README.md');
  const missing = pages
    .filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== 'docs/README.md')
    .filter((page) => !index.includes(`](${page.slice('docs/'.length)})`));
  expect(missing).toEqual([]);
});

test('the README has at most 200 lines, for a first reader', () => {
  expect(tree.read('README.md').split('\n').length).toBeLessThanOrEqual(200);
});

test('the walk of a message in docs/architecture.md goes through at most 79 files', () => {
  const text = tree.read('docs/architecture.md');
  const walk = text.slice(
    text.indexOf('## The walk of a message'),
    text.indexOf('**Which files run besides.**'),
  );
  const files = new Set([...walk.matchAll(/`(src\/[\w./-]+\.ts)`/g)].map(([, file]) => file));
  expect(files.size).toBeGreaterThan(50);
  expect(files.size).toBeLessThanOrEqual(79);
});

describe('the check of names and links in pages and comments', () => {
  const files = new Map([
    ['src/app.ts', 'export const startApp = 1;\nclass App {\n  async stop(): Promise<void> {}\n}\n'],
    ['docs/page.md', '# A page\n\n## Its `own` section, once\n'],
    ['test/unit/app.test.ts', "test('starts once', () => {});\n"],
  ]);
  const small: Tree = {
    files: new Set(files.keys()),
    folders: new Set(['src', 'docs', 'test', 'test/unit']),
    read: (file) => files.get(file) ?? '',
  };

  test.each([
    ['[gone](gone.md)', 'docs/x.md links to docs/gone.md, which does not exist'],
    ['[one](page.md#other)', 'docs/x.md links to the section #other, which docs/page.md does not have'],
  ])('finds the broken link %s of a page', (text, fault) => {
    expect(brokenLinks('docs/x.md', text, small)).toEqual([fault]);
  });

  test.each([
    ['`src/x.ts`', 'docs/x.md names src/x.ts, which does not exist'],
    ['```sh\nnode src/x.ts --config a.yaml\n```\n', 'docs/x.md names src/x.ts, which does not exist'],
    ['`other.ts`', 'docs/x.md names other.ts, and no file is called so'],
  ])('finds the unknown path %j of a page', (text, fault) => {
    expect(unknownPaths('docs/x.md', text, small)).toEqual([fault]);
  });

  test.each([
    ['`src/app.ts` (`endApp`)', 'docs/x.md names endApp of src/app.ts, which does not declare it'],
    [
      '`test/unit/app.test.ts`, "starts twice"',
      'docs/x.md names the test "starts twice" of test/unit/app.test.ts, which does not have it',
    ],
  ])('finds the unknown name %j of a page', (text, fault) => {
    expect(unknownNames('docs/x.md', text, small)).toEqual([fault]);
  });

  test.each([
    ['// See docs/gone.md.', 'a comment in src/a.ts names docs/gone.md, which does not exist'],
    [
      '/** As `unit/app.test.ts` has it. */',
      'a comment in src/a.ts names unit/app.test.ts, which does not exist',
    ],
    ['// lanes.ts has it.', 'a comment in src/a.ts names lanes.ts, which does not exist'],
    [
      '/**\n * See docs/page.md, "Its other\n * section".\n */',
      'a comment in src/a.ts names "Its other section" of docs/page.md, which has no such section',
    ],
  ])('finds the unknown name in the comment %j', (source, fault) => {
    expect(unknownInComments('src/a.ts', source, small)).toEqual([fault]);
  });

  test('finds nothing when all names and links exist', () => {
    const page =
      '[a](page.md#its-own-section-once) `src/app.ts` (`startApp`, `stop`) `app.ts` `test/unit/…` `/v1/src/a.ts`';
    expect(brokenLinks('docs/x.md', page, small)).toEqual([]);
    expect(unknownPaths('docs/x.md', page, small)).toEqual([]);
    expect(unknownNames('docs/x.md', page, small)).toEqual([]);
    expect(
      unknownInComments(
        'src/a.ts',
        "const url = 'http://x/y.ts'; // docs/page.md, test/unit/app.test.ts, app.ts",
        small,
      ),
    ).toEqual([]);
  });
});
