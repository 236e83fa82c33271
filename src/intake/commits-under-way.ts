/** How many commits may be under way at once. */
const MOST = 2;

/**
 * The commits of one batch, of which a few may be under way while more of it is read. None begins after one is known to
 * have failed.
 */
export class CommitsUnderWay {
  readonly #commits: Promise<void>[] = [];
  #failed: { readonly error: unknown } | undefined;

  /** @throws the error of the first commit that is known to have failed */
  check(): void {
    if (this.#failed !== undefined) throw this.#failed.error;
  }

  /** Resolves when another commit may begin. Rejects with the error of one that has failed. */
  async room(): Promise<void> {
    if (this.#commits.length === MOST) await this.#commits.shift();
    this.check();
  }

  add(commit: Promise<void>): void {
    this.#commits.push(
      commit.catch((error: unknown) => {
        this.#failed ??= { error };
      }),
    );
  }

  /** Resolves when none is under way any more. Rejects with the error of one that has failed. */
  async ended(): Promise<void> {
    await Promise.all(this.#commits);
    this.check();
  }
}
