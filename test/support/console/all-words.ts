import { globSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

interface I18n {
  readonly store: { readonly data: Readonly<Record<string, Readonly<Record<string, Texts>>>> };
}
type Texts = Readonly<Record<string, string>>;

/**
 * Everything that the console says in a language, by the names of its rooms and words. The files are imported by
 * computed paths: those of the console need the types of a browser, which tests don't have.
 */
export const allWords = async (language: 'en' | 'fr'): Promise<Readonly<Record<string, Texts>>> => {
  const files = globSync('src/console/**/*{words,common}.ts', { cwd: ROOT });
  await Promise.all(files.map((file) => import(join(ROOT, file))));
  const { i18n } = (await import(join(ROOT, 'src/console/words/i18n.ts'))) as { i18n: I18n };
  return i18n.store.data[language] ?? {};
};
