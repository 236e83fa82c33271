import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const CONSOLE = fileURLToPath(new URL('../../src/console/', import.meta.url));

/** What rooms may build upon: the frame of all pages. */
const FRAME = new Set(['shell']);

/** The room that a file of styles is of, or `shared`. */
const ownerOf = (file: string): string => /^rooms\/([^/]+)/.exec(file)?.[1] ?? 'shared';

/** The files of the console with such a name, and what stands in them without comments. */
const filesOf = (name: RegExp): (readonly [file: string, text: string])[] =>
  readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => [file, readFileSync(join(CONSOLE, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]);

/** Each line of these files that has one of the patterns. */
const linesWith = (files: ReturnType<typeof filesOf>, patterns: readonly RegExp[]): string[] =>
  files.flatMap(([file, text]) =>
    text
      .split('\n')
      .filter((line) => patterns.some((pattern) => pattern.test(line)))
      .map((line) => `${file}: ${line.trim()}`),
  );

/** The classes with which selectors of a style sheet begin. */
const classesIn = (css: string): string[] =>
  [...css.matchAll(/([^{}]+)\{/g)].flatMap(([, selectors = '']) =>
    selectors.split(',').flatMap((one) => /^\s*\.([\w-]+)/.exec(one)?.[1] ?? []),
  );

/*
 * The styles of a room stay in the page when one goes on to another room: a class that two rooms style looks different
 * after a visit to the other.
 */
test('no class is styled by two rooms of the console, or by a room and the parts that all share', () => {
  const owners = new Map<string, Set<string>>();
  for (const [file, css] of filesOf(/\.css$/))
    for (const name of classesIn(css)) owners.set(name, (owners.get(name) ?? new Set()).add(ownerOf(file)));
  expect(owners.size).toBeGreaterThan(100);
  const twice = [...owners].filter(
    ([name, of]) => of.size > 1 && !/^mantine-/.test(name) && !FRAME.has(name),
  );
  expect(twice.map(([name, of]) => `${name}: ${[...of].join(', ')}`)).toEqual([]);
});

test('nothing of the console is placed by left and right: where one writes from the right, it turns round', () => {
  // A menu of Mantine says in its attribute at which side it opened.
  expect(linesWith(filesOf(/\.css$/), [/(?<!="|[\w])(?:left|right)\b/])).toEqual([]);
  const inScripts = [
    /<[^>]*\s[mp][lr]=/,
    /^\s*[mp][lr]=/,
    /(?:margin|padding|border)(?:Left|Right)/,
    /\b(?:ta|textAlign)[=:]\s*["']?(?:left|right)/,
  ];
  expect(linesWith(filesOf(/\.tsx$/), inScripts)).toEqual([]);
});

/** What Firefox ESR 140 or Safari 18 lacks, and without which a page would not only look plainer. */
const TOO_NEW = [
  /@(?:scope|view-transition|function|custom-media|position-try)\b/,
  /(?:anchor|calc-size|contrast-color|if|shape|sibling-count|sibling-index|scroll-state)\(/,
  /(?:anchor-name|animation-timeline|field-sizing|interpolate-size|position-anchor|position-area|reading-flow):/,
  /::(?:details-content|picker|scroll-button|scroll-marker)/,
  /:(?:has-slotted|interest-source|target-current)\b/,
  /@container[^{]*style\(/,
];

// Of scripts, the compiler knows what is too new: `lib` of src/console/tsconfig.json; Vite rewrites their syntax.
test('no style of the console needs a browser newer than the target of its build', () => {
  const config = readFileSync(join(CONSOLE, 'vite.config.ts'), 'utf8');
  expect(config).toContain("target: ['firefox140', 'chrome140', 'safari18']");
  expect(linesWith(filesOf(/\.css$/), TOO_NEW)).toEqual([]);
});
