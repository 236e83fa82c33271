import type { ReceiptRepository } from '../domain/messages/queue.ts';
import type { ReceiptMatch, RouteReceipt } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { TocsinError } from '../kernel/errors.ts';

interface Waiting {
  readonly receipt: RouteReceipt;
  readonly resolve: (match: ReceiptMatch) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes the receipts of all routes to disk, those of one turn in one call; each answer comes after the commit. */
export class ReceiptService {
  readonly #repository: ReceiptRepository;
  readonly #clock: Clock;
  readonly #counted: (route: string) => void;
  #waiting: Waiting[] = [];

  /** @param counted told of each receipt that was not kept, since so many others belong to no message either */
  constructor(repository: ReceiptRepository, clock: Clock, counted: (route: string) => void = () => {}) {
    this.#repository = repository;
    this.#clock = clock;
    this.#counted = counted;
  }

  /** Resolves when the receipt is on disk; rejects with `storeUnavailable` if it can't be: don't acknowledge it then. */
  take(receipt: RouteReceipt): Promise<ReceiptMatch> {
    // At the end of the turn: by then the answers that came with the receipts, and before them, are under way to
    // the store, so that a receipt seldom has to be kept for an answer that is only a promise away.
    if (this.#waiting.length === 0) setImmediate(() => this.#record());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ receipt, resolve, reject });
    });
  }

  #record(): void {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#write(taken);
  }

  #write(taken: readonly Waiting[]): void {
    const receipts = taken.map(({ receipt }) => receipt);
    this.#repository.record(receipts, this.#clock.now()).then(
      (matches) => {
        for (const [index, { receipt, resolve, reject }] of taken.entries()) {
          const match = matches[index];
          if (match?.kind === 'counted') this.#counted(receipt.route);
          if (match === undefined)
            reject(new Error('the store answered for fewer receipts than it was given'));
          else resolve(match);
        }
      },
      (error: unknown) => this.#refused(taken, error),
    );
  }

  /** Where not the disk but one of them is at fault, it alone is refused: the carrier repeats them together, for ever. */
  #refused(taken: readonly Waiting[], error: unknown): void {
    const isDisk = error instanceof TocsinError && error.code === 'storeUnavailable';
    if (isDisk || taken.length === 1) for (const { reject } of taken) reject(error);
    else for (const one of taken) this.#write([one]);
  }
}
