/** Who asks for a turn. */
export interface Asker {
  /** What the request counts for: the address, or the user whom there is reason to believe. */
  readonly peer: string;
  /** Whether there is reason to believe that it is the user: these go first. */
  readonly isTrusted: boolean;
}

interface Waiting {
  readonly peer: string;
  readonly run: () => Promise<void>;
}

/** So many may wait of those who are trusted, of all others, and of either with one `peer`. */
const MOST = { trusted: 16, others: 16, ofPeer: 2 } as const;
/** After so many turns of those who are trusted one of the others has its turn: one user can't keep them all out. */
const TRUSTED_IN_A_ROW = 4;

/** Does costly work one piece at a time. A flood waits behind those who are trusted, and its rest is refused. */
export class Turns {
  readonly #trusted: Waiting[] = [];
  readonly #others: Waiting[] = [];
  #isBusy = false;
  #inARow = 0;

  /** Does `work` when its turn comes. Undefined: too many wait already, and it is not done. */
  take<T>({ peer, isTrusted }: Asker, work: () => Promise<T>): Promise<T> | undefined {
    const queue = isTrusted ? this.#trusted : this.#others;
    if (queue.length >= (isTrusted ? MOST.trusted : MOST.others)) return undefined;
    if (queue.filter((one) => one.peer === peer).length >= MOST.ofPeer) return undefined;
    return new Promise((resolve, reject) => {
      queue.push({ peer, run: () => work().then(resolve, reject) });
      this.#next();
    });
  }

  #next(): void {
    if (this.#isBusy) return;
    const other = this.#inARow < TRUSTED_IN_A_ROW ? undefined : this.#others.shift();
    const trusted = other === undefined ? this.#trusted.shift() : undefined;
    const one = other ?? trusted ?? this.#others.shift();
    if (one === undefined) return;
    this.#inARow = trusted === undefined ? 0 : this.#inARow + 1;
    this.#isBusy = true;
    void one.run().finally(() => {
      this.#isBusy = false;
      this.#next();
    });
  }
}
