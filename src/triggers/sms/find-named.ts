import type { ReadyScenario, ReadyScenarios } from '../../domain/triggers/ready-scenarios.ts';
import { foldWord } from './given-values.ts';

export interface NamedAtStart {
  readonly scenario: ReadyScenario;
  /** What follows the name. */
  readonly rest: string;
}

const MOST_WORDS = 12;

/**
 * Finds the scenario that a text begins with: by one of the configured words, by its whole name, by its number, or by a
 * word that the name of no other scenario has.
 */
export const findNamed = async (
  scenarios: ReadyScenarios,
  words: Readonly<Record<string, string>>,
  text: string,
): Promise<NamedAtStart | { readonly names: readonly string[] }> => {
  const typed = text.trim().split(/\s+/);
  const [first = ''] = typed;
  const after = (taken: number): string => typed.slice(taken).join(' ');
  const names = await scenarios.names();
  const found = async (named: string, taken: number): Promise<NamedAtStart | undefined> => {
    const scenario = await scenarios.find(named);
    return scenario === undefined ? undefined : { scenario, rest: after(taken) };
  };
  const alias = Object.entries(words).find(([word]) => foldWord(word) === foldWord(first))?.[1];
  const byAlias = alias === undefined ? undefined : await found(alias, 1);
  if (byAlias !== undefined) return byAlias;
  for (let taken = Math.min(MOST_WORDS, typed.length); taken > 0; taken--) {
    const wanted = foldWord(typed.slice(0, taken).join(' '));
    const same = names.filter((name) => foldWord(name) === wanted);
    const one = same.length === 1 && same[0] !== undefined ? await found(same[0], taken) : undefined;
    if (one !== undefined) return one;
  }
  const byNumber = /^[1-9][0-9]{0,14}$/.test(first) ? await found(first, 1) : undefined;
  if (byNumber !== undefined) return byNumber;
  const like = names.filter((name) => foldWord(name).split(' ').includes(foldWord(first)));
  const byWord = like.length === 1 && like[0] !== undefined ? await found(like[0], 1) : undefined;
  return byWord ?? { names };
};
