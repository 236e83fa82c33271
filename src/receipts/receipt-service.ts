import type { ReceiptRepository } from '../domain/messages/receipt-repository.ts';
import type { ReceiptMatch, RouteReceipt } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { TocsinError } from '../kernel/errors.ts';
import { EarlyReceipts } from './early-receipts.ts';

interface Waiting {
  readonly receipt: RouteReceipt;
  readonly resolve: (match: ReceiptMatch) => void;
  readonly reject: (error: unknown) => void;
}

const oneOf = ([, one]: readonly [number, Waiting]): Waiting => one;
const receiptOf = ({ receipt }: Waiting): RouteReceipt => receipt;

/**
 * Stores the receipts of all routes. Receipts that come in one turn of the event loop are stored in one call; each
 * promise resolves after the commit.
 */
export class ReceiptService {
  readonly #repository: ReceiptRepository;
  readonly #clock: Clock;
  readonly #taken: (route: string, match: ReceiptMatch['kind']) => void;
  readonly #early: EarlyReceipts<Waiting> | undefined;
  #waiting: Waiting[] = [];

  /**
   * @param taken called for each receipt after its commit, with its route and what became of it
   * @param isShared whether other nodes send by this route too: one may still be storing the answer that a receipt
   * overtook. Left out: this process alone has the store
   */
  constructor(
    repository: ReceiptRepository,
    clock: Clock,
    taken: (route: string, match: ReceiptMatch['kind']) => void = () => {},
    isShared?: (route: string) => boolean,
  ) {
    this.#repository = repository;
    this.#clock = clock;
    this.#taken = taken;
    if (isShared === undefined) return;
    this.#early = new EarlyReceipts<Waiting>(clock, isShared, {
      takeAgain: (one) => this.#take(one),
      store: (waited) => this.#write(waited, (one, kind) => this.#early?.ended(one, kind)),
    });
  }

  /**
   * Resolves when the receipt is on disk. Rejects with `storeUnavailable` if it cannot be stored; the route must not
   * acknowledge it then.
   */
  take(receipt: RouteReceipt): Promise<ReceiptMatch> {
    return new Promise((resolve, reject) => this.#take({ receipt, resolve, reject }));
  }

  #take(one: Waiting): void {
    if (this.#early?.follows(one) === true) return;
    // At the end of this turn of the event loop, the answers that came before or with the receipts are already on their
    // way to the store. So a receipt is rarely taken for an early one when its answer has come.
    if (this.#waiting.length === 0) setImmediate(() => this.#record());
    this.#waiting.push(one);
  }

  #record(): void {
    const taken = this.#waiting;
    this.#waiting = [];
    const early = this.#early;
    const mayWait: Waiting[] = [];
    const mustNot: Waiting[] = [];
    for (const one of taken) {
      // An earlier receipt of this turn may have the same id, by a route whose receipts may wait.
      if (early?.follows(one) === true) continue;
      if (early?.mayWait(one) !== true) mustNot.push(one);
      else {
        early.asked(one);
        mayWait.push(one);
      }
    }
    if (mustNot.length > 0) this.#write(mustNot);
    if (early !== undefined && mayWait.length > 0) this.#writeKnown(mayWait, early);
  }

  #write(
    taken: readonly Waiting[],
    stored: (one: Waiting, kind: ReceiptMatch['kind']) => void = () => {},
  ): void {
    this.#repository.record(taken.map(receiptOf), this.#clock.now()).then(
      (matches) => {
        for (const [index, one] of taken.entries()) {
          const match = matches[index];
          if (match === undefined)
            one.reject(new Error('the store answered for fewer receipts than it was given'));
          else {
            stored(one, match.kind);
            this.#stored(one, match);
          }
        }
      },
      (error: unknown) => this.#refused(taken, error),
    );
  }

  /** The receipts whose ids nobody knows wait for the answers of other nodes. */
  #writeKnown(taken: readonly Waiting[], early: EarlyReceipts<Waiting>): void {
    this.#repository.recordKnown(taken.map(receiptOf), this.#clock.now()).then(
      (matches) => {
        const { known = [], unknown = [] } = Object.groupBy(taken.entries(), ([index]) =>
          matches[index] === undefined ? 'unknown' : 'known',
        );
        early.answered(known.map(oneOf), unknown.map(oneOf));
        for (const [index, one] of known) {
          const match = matches[index];
          if (match !== undefined) this.#stored(one, match);
        }
      },
      (error: unknown) => {
        this.#refused(taken, error);
        early.answered(taken, []);
      },
    );
  }

  #stored({ receipt: { route }, resolve }: Waiting, match: ReceiptMatch): void {
    this.#taken(route, match.kind);
    resolve(match);
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
