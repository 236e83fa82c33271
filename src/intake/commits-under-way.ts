/** How many commits of one batch may be under way at once. */
const MOST = 2;
/**
 * While so many commits of all batches are under way, none has a second one: a message that comes alone waits for the
 * transaction that has begun, which may have the chunks of all.
 */
const MANY = 4;

/** The commits of all batches that are under way. */
export interface CommitsOfAll {
  underWay: number;
}

/** The commits of one batch. A few may be under way while more of it is read, and none begins after one has failed. */
export class CommitsUnderWay {
  readonly #all: CommitsOfAll;
  readonly #commits: Promise<void>[] = [];
  #failed: { readonly error: unknown } | undefined;

  constructor(all: CommitsOfAll) {
    this.#all = all;
  }

  /** @throws the error of the first commit that is known to have failed */
  check(): void {
    if (this.#failed !== undefined) throw this.#failed.error;
  }

  /**
   * Begins a commit once there is room for it, and resolves then. Rejects with the error of the first commit that is
   * known to have failed; no other one begins after it.
   */
  async begin(start: () => Promise<void>): Promise<void> {
    while (this.#commits.length >= (this.#all.underWay < MANY ? MOST : 1)) await this.#commits.shift();
    this.check();
    this.#commits.push(this.#run(start));
  }

  /** Resolves when none is under way any more. Rejects with the error of the first that has failed. */
  async end(): Promise<void> {
    await Promise.all(this.#commits);
    this.check();
  }

  async #run(start: () => Promise<void>): Promise<void> {
    this.#all.underWay++;
    try {
      await start();
    } catch (error) {
      this.#failed ??= { error };
    } finally {
      this.#all.underWay--;
    }
  }
}
