import type { NamedRepository } from '../../kernel/named.ts';

/** A word that is answered automatically, unless the message is an opt-out, an opt-in or an answer. */
export interface Keyword {
  /** The word as the operator wrote it. */
  readonly word: string;
  readonly reply: string;
}

export interface KeywordRepositories {
  /** The name of each is its word in the form in which words are compared: lower case, without accents. */
  readonly keywords: NamedRepository<Keyword>;
}
