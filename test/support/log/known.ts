import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threes } from './find-leaks.ts';

/** What the tests use and no log may hold. */
export interface Known {
  /** Three words in a row of a text of a message. */
  readonly texts: ReadonlySet<string>;
  readonly passwords: ReadonlySet<string>;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const STRING = /(?<quote>['"`])(?<text>(?:\\.|(?!\k<quote>)[^\\\n])*)\k<quote>/g;

const sources = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));

const stringsIn = (source: string): readonly string[] =>
  [...source.matchAll(STRING)].map(({ groups }) => groups?.['text'] ?? '');

/**
 * The texts and passwords of the tests' own sources, and `submitted`: texts that tests sent by HTTP. What the product's
 * own sources have too is no secret: those are the words of its log.
 */
export const knownOf = (submitted: Iterable<string>): Known => {
  const ours = new Set(sources('src/**/*.ts').flatMap(stringsIn).flatMap(threes));
  const texts = new Set<string>();
  const passwords = new Set<string>();
  for (const source of sources('test/{unit,integration,chaos,support}/**/*.ts')) {
    for (const { groups } of source.matchAll(
      /\b(texts?|body|answer|long|short)(:| =) \[?(?=['"`])(?<rest>.*)/gi,
    )) {
      for (const three of stringsIn(groups?.['rest'] ?? '').flatMap(threes)) texts.add(three);
    }
    for (const { groups } of source.matchAll(/\b(password|pin|passphrase|secret): '(?<value>[\w-]{4,})'/g)) {
      passwords.add(groups?.['value'] ?? '');
    }
  }
  for (const text of submitted) for (const three of threes(text)) texts.add(three);
  for (const three of ours) texts.delete(three);
  return { texts, passwords };
};
