import type { NamedRepository } from '../../kernel/named.ts';

/** A word that is answered by itself, unless it opts out or in or answers a question. */
export interface Keyword {
  /** As it was written. */
  readonly word: string;
  readonly reply: string;
}

export interface KeywordRepositories {
  /** By the word as it is compared: lower case, without accents. */
  readonly keywords: NamedRepository<Keyword>;
}
