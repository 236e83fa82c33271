import type { ReceiptRepository } from '../domain/messages/queue.ts';
import type { ReceiptMatch, RouteReceipt } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { TocsinError } from '../kernel/errors.ts';

interface Waiting {
  readonly receipt: RouteReceipt;
  readonly resolve: (match: ReceiptMatch) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores the receipts of all routes. Receipts that come in one turn of the event loop are stored in one call; each
 * promise resolves after the commit.
 */
export class ReceiptService {
  readonly #repository: ReceiptRepository;
  readonly #clock: Clock;
  readonly #taken: (route: string, match: ReceiptMatch['kind']) => void;
  #waiting: Waiting[] = [];

  /** @param taken called for each receipt after its commit, with its route and what became of it */
  constructor(
    repository: ReceiptRepository,
    clock: Clock,
    taken: (route: string, match: ReceiptMatch['kind']) => void = () => {},
  ) {
    this.#repository = repository;
    this.#clock = clock;
    this.#taken = taken;
  }

  /**
   * Resolves when the receipt is on disk. Rejects with `storeUnavailable` if it cannot be stored; the route must not
   * acknowledge it then.
   */
  take(receipt: RouteReceipt): Promise<ReceiptMatch> {
    // At the end of this turn of the event loop, the answers that came before or with the receipts are already on their
    // way to the store. So a receipt is rarely taken for an early one when its answer has come.
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
          if (match === undefined) {
            reject(new Error('the store answered for fewer receipts than it was given'));
            continue;
          }
          this.#taken(receipt.route, match.kind);
          resolve(match);
        }
      },
      (error: unknown) => this.#refused(taken, error),
    );
  }

  /**
   * If the disk works and one receipt cannot be stored, only that one is refused. Otherwise the carrier would repeat
   * all of them together for ever.
   */
  #refused(taken: readonly Waiting[], error: unknown): void {
    const isDisk = error instanceof TocsinError && error.code === 'storeUnavailable';
    if (isDisk || taken.length === 1) for (const { reject } of taken) reject(error);
    else for (const one of taken) this.#write([one]);
  }
}
