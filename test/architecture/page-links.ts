import { posix } from 'node:path';

/** The files of the project and their contents; paths from the root of the project. */
export interface Tree {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  read(file: string): string;
}

/** The folders with which a path from the root of the project begins. */
const ROOTS = ['src', 'test', 'scripts', 'docs', 'config', 'hardware', 'packaging', '.ci'];
const FENCE = /^ *(```|~~~)[\s\S]*?^ *\1/gm;
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const SPAN = /`([^`\n]+)`/g;
/** A file, then names that are declared in it: `` `src/app.ts` (`startApp`, which opens every part) ``. */
const FILE_WITH_NAMES = /`([\w./-]+\.ts)`\s+\(((?:[^()`]|`[^`]+`)*)\)/g;
/** A file of tests, then the name of one of them. */
const FILE_WITH_TEST = /`(test\/[\w./-]+\.test\.ts)`(?:,|\s\()\s*"([^"]+)"/g;
const SECTION = /\b(docs\/[\w/-]+\.md), "([^"]+)"/g;

const within = (tree: Tree, path: string): boolean =>
  tree.files.has(path) || tree.folders.has(path.replace(/\/$/, ''));

/** The anchor that GitHub gives a heading: lower case, spaces as hyphens, only letters, digits and hyphens. */
const slugOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const headingsOf = (text: string): readonly string[] =>
  [...text.replaceAll(FENCE, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);

/** A fault for each link of a page to a file, folder or heading that doesn't exist. */
export const brokenLinks = (page: string, text: string, tree: Tree): readonly string[] =>
  [...text.replaceAll(FENCE, '').matchAll(LINK)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path));
    if (!within(tree, file)) return [`${page} links to ${file}, which does not exist`];
    if (anchor === undefined || !tree.files.has(file)) return [];
    const slugs = headingsOf(file === page ? text : tree.read(file)).map(slugOf);
    return slugs.includes(anchor)
      ? []
      : [`${page} links to the section #${anchor}, which ${file} does not have`];
  });

/** Why a word that looks like a path is none; undefined if the path exists, or the word doesn't look like a path. */
const whyNoPath = (word: string, tree: Tree): string | undefined => {
  const path = word
    .replaceAll(/^["'(]+|[,;:)"']+$/g, '')
    .replace(/(?:…|\.\.\.).*$/, '')
    .replace(/\/$/, '');
  // A pattern, or a placeholder for a name.
  if (/[*?<>{}$=|]|\bNAME\b/.test(path)) return undefined;
  const [first = ''] = path.split('/');
  if (path.includes('/') && ROOTS.includes(first))
    return within(tree, path) ? undefined : `${path}, which does not exist`;
  if (!/^[\w-]+(?:[./][\w-]+)*\.ts$/.test(path)) return undefined;
  // The end of a path, as a page may write it beside the whole path.
  return [...tree.files].some((file) => file.endsWith(`/${path}`))
    ? undefined
    : `${path}, and no file is called so`;
};

const wordsOf = (text: string): readonly string[] => text.split(/\s+/);

/** A fault for each path in the code spans and code blocks of a page that doesn't exist. */
export const unknownPaths = (page: string, text: string, tree: Tree): readonly string[] => {
  const fences = [...text.matchAll(FENCE)].map(([fence]) => fence);
  const spans = [...text.replaceAll(FENCE, '').matchAll(SPAN)].map(([, span = '']) => span);
  return [...fences, ...spans]
    .flatMap(wordsOf)
    .flatMap((word) => whyNoPath(word, tree) ?? [])
    .map((why) => `${page} names ${why}`);
};

const declares = (source: string, name: string): boolean =>
  new RegExp(
    `(?:\\b(?:class|const|let|function|interface|type)\\s+${name}\\b)|(?:^\\s*(?:(?:async|static|readonly|get|set)\\s+)*[#*]?${name}\\s*(?:<|\\(|\\??:|=|,$))`,
    'm',
  ).test(source);

/** A fault for each identifier or test that a page names in a file, and that the file doesn't have. */
export const unknownNames = (page: string, text: string, tree: Tree): readonly string[] => {
  const names = [...text.matchAll(FILE_WITH_NAMES)].flatMap(([, file = '', words = '']) =>
    tree.files.has(file)
      ? [...words.matchAll(/`(\w+)`/g)]
          .filter(([, name = '']) => !declares(tree.read(file), name))
          .map(([, name = '']) => `${page} names ${name} of ${file}, which does not declare it`)
      : [],
  );
  const tests = [...text.matchAll(FILE_WITH_TEST)]
    .filter(([, file = '', name = '']) => tree.files.has(file) && !tree.read(file).includes(name))
    .map(([, file = '', name = '']) => `${page} names the test "${name}" of ${file}, which does not have it`);
  return [...names, ...tests];
};

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(,])\/\/.*$/gm;
/** A path with a folder and an extension, or the name of a TypeScript file without a folder. */
const COMMENTED_PATH =
  /(?<![\w./@:-])(?:[\w-]+\/)+[\w.-]+\.(?:ts|md|yaml|json)\b|(?<![\w./@:-])[\w-]+\.ts\b/g;

/** A fault for each file, and each section of a page, that a comment names and that doesn't exist. */
export const unknownInComments = (file: string, source: string, tree: Tree): readonly string[] => {
  const comments = [...source.matchAll(COMMENT)].map(([comment]) =>
    comment.replaceAll(/\n\s*(?:\*|\/\/) ?/g, ' '),
  );
  const paths = comments
    .flatMap((comment) => comment.match(COMMENTED_PATH) ?? [])
    // A path with a folder must be whole, so that a search finds it when the file is moved.
    .filter((path) => !tree.files.has(path))
    .filter((path) => path.includes('/') || ![...tree.files].some((one) => one.endsWith(`/${path}`)))
    .map((path) => `a comment in ${file} names ${path}, which does not exist`);
  const sections = comments
    .flatMap((comment) => [...comment.matchAll(SECTION)])
    .filter(
      ([, page = '', section = '']) => tree.files.has(page) && !headingsOf(tree.read(page)).includes(section),
    )
    .map(
      ([, page = '', section = '']) =>
        `a comment in ${file} names "${section}" of ${page}, which has no such section`,
    );
  return [...paths, ...sections];
};
