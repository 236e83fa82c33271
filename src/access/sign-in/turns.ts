/** Who asks for a turn. */
export interface Asker {
  /** The address that the request counts for. */
  readonly peer: string;
  /** Whether there is reason to believe that it is the user: these go first. */
  readonly isTrusted: boolean;
}

interface Waiting {
  readonly peer: string;
  readonly run: () => Promise<void>;
}

/** So many may wait of those who are trusted, of all others, and of these from one address. */
const MOST = { trusted: 16, others: 16, ofPeer: 2 } as const;

/** Does costly work one piece at a time. A flood waits behind those who are trusted, and its rest is refused. */
export class Turns {
  readonly #trusted: Waiting[] = [];
  readonly #others: Waiting[] = [];
  #isBusy = false;

  /** Does `work` when its turn comes. Undefined: too many wait already, and it is not done. */
  take<T>({ peer, isTrusted }: Asker, work: () => Promise<T>): Promise<T> | undefined {
    const queue = isTrusted ? this.#trusted : this.#others;
    if (queue.length >= (isTrusted ? MOST.trusted : MOST.others)) return undefined;
    if (!isTrusted && queue.filter((one) => one.peer === peer).length >= MOST.ofPeer) return undefined;
    return new Promise((resolve, reject) => {
      queue.push({ peer, run: () => work().then(resolve, reject) });
      this.#next();
    });
  }

  #next(): void {
    if (this.#isBusy) return;
    const one = this.#trusted.shift() ?? this.#others.shift();
    if (one === undefined) return;
    this.#isBusy = true;
    void one.run().finally(() => {
      this.#isBusy = false;
      this.#next();
    });
  }
}
