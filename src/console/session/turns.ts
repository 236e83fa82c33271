/**
 * Puts answers in the order of their questions, since an answer to an old question may come after that to a newer one.
 */
export class Turns {
  #begun = 0;
  #taken = 0;

  /** A question is asked now. @returns its turn */
  begin(): number {
    this.#begun += 1;
    return this.#begun;
  }

  /** Whether no answer to a newer question has been taken. */
  isNews(turn: number): boolean {
    return turn > this.#taken;
  }

  /** Takes the answer to a question. @returns false if one to a newer question, or this one, was taken before */
  take(turn: number): boolean {
    if (!this.isNews(turn)) return false;
    this.#taken = turn;
    return true;
  }
}
