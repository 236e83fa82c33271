/** How phones join a list: they write one of its words. */
export interface OptInByWord {
  /** The words as the operator wrote them. */
  readonly words: readonly string[];
  /** The same words in the form in which words are compared: lower case, without accents. */
  readonly folded: readonly string[];
  /**
   * Whether a phone becomes a member only when it has sent back the code that it was asked for. Otherwise anybody who
   * can forge a sender's number could enrol somebody else.
   */
  readonly double: boolean;
  /** The message to a new member, in place of the usual one; `{list}` and `{sender}` are filled in. */
  readonly welcome?: string | undefined;
}

/**
 * `emergency`: people are on it for their safety, and get its messages unless they refused or opted out. `information`:
 * only people who agreed get its messages.
 */
export interface ListDefinition {
  readonly kind: 'emergency' | 'information';
  /** Left out: nobody joins by SMS. */
  readonly optIn?: OptInByWord | undefined;
}
