import type { NamedRepository } from '../../kernel/named.ts';

/** A word that is answered automatically, unless the message is an opt-out, an opt-in or an answer. */
export interface Keyword {
  /** As it was written. */
  readonly word: string;
  readonly reply: string;
}

export interface KeywordRepositories {
  /** By the word in the form in which it is compared: lower case, without accents. */
  readonly keywords: NamedRepository<Keyword>;
}
