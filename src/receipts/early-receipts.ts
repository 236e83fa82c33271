import { withoutZeros } from '../domain/routes/carrier-ref.ts';
import type { ReceiptMatch, RouteReceipt } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { VainWaits } from './vain-waits.ts';

/**
 * How long a receipt waits for the answer of its message, ms: longer than a node takes to store an answer while it
 * sends many messages, and so short that the carrier does not miss the acknowledgement.
 */
const WAIT_MS = 250;
/** While so many receipts wait, or follow others, no more are asked whether they have to: they are a flood. */
const MOST = 1000;

interface WithReceipt {
  readonly receipt: RouteReceipt;
}

/** What becomes of receipts once it is known whether they wait. */
interface Ways<One> {
  /** Takes a receipt as if it had just come. */
  readonly takeAgain: (one: One) => void;
  /** Stores receipts that have waited long enough. */
  readonly store: (waited: readonly One[]) => void;
}

/**
 * Receipts whose id nobody knows yet. Another node may have the answer that names the id, and may still be storing it:
 * the carrier gives a receipt to whichever node it likes. To keep each such receipt as an unmatched one, and to find it
 * again for the answer, took ten times as many statements as to wait.
 *
 * A receipt that waits is not on disk, so it is not acknowledged to its carrier.
 */
export class EarlyReceipts<One extends WithReceipt> {
  readonly #clock: Clock;
  readonly #isShared: (route: string) => boolean;
  readonly #ways: Ways<One>;
  readonly #vain: VainWaits;
  /**
   * By the ids of receipts that wait, or of which the store is asked whether they have to: the later receipts of the
   * same id. They follow, so that receipts of one message are stored in the order in which they came.
   */
  readonly #followers = new Map<string, One[]>();
  /** How many wait, follow, or are asked about. */
  #held = 0;

  /** @param isShared whether other nodes send by this route too */
  constructor(clock: Clock, isShared: (route: string) => boolean, ways: Ways<One>) {
    this.#clock = clock;
    this.#isShared = isShared;
    this.#ways = ways;
    this.#vain = new VainWaits(clock);
  }

  /** Whether the receipt may wait, if nobody knows its id. */
  mayWait({ receipt: { route } }: One): boolean {
    return this.#held < MOST && this.#isShared(route) && !this.#vain.isLikely(route);
  }

  /** Lets the receipt follow an earlier one of the same id. Returns whether there is one. */
  follows(one: One): boolean {
    const followers = this.#followers.get(keyOf(one));
    if (followers === undefined) return false;
    followers.push(one);
    this.#held++;
    return true;
  }

  /** To be called before the store is asked whether somebody knows the id of this receipt, which follows no other. */
  asked(one: One): void {
    this.#held++;
    this.#followers.set(keyOf(one), []);
  }

  /** To be called with the store's answer about all receipts that it was asked about at once. */
  answered(known: readonly One[], unknown: readonly One[]): void {
    this.#held -= known.length;
    const held = new Set(unknown.map(keyOf));
    for (const key of new Set(known.map(keyOf))) if (!held.has(key)) this.#release(key);
    if (unknown.length === 0) return;
    this.#clock.after(WAIT_MS, () => this.#end(unknown, held));
  }

  /** To be called with what became of a receipt that has waited. */
  ended({ receipt: { route } }: One, kind: ReceiptMatch['kind']): void {
    // One that repeats another says nothing.
    if (kind !== 'repeated') this.#vain.count(route, kind !== 'kept' && kind !== 'counted');
  }

  /** Those that follow have waited with the first: they are stored behind it, and do not wait once more. */
  #end(unknown: readonly One[], held: ReadonlySet<string>): void {
    this.#held -= unknown.length;
    this.#ways.store([...unknown, ...[...held].flatMap((key) => this.#followersOf(key))]);
  }

  #release(key: string): void {
    for (const one of this.#followersOf(key)) this.#ways.takeAgain(one);
  }

  /** The receipts that follow those of this id, which follow no more. */
  #followersOf(key: string): readonly One[] {
    const followers = this.#followers.get(key) ?? [];
    this.#followers.delete(key);
    this.#held -= followers.length;
    return followers;
  }
}

/** A route may have learnt meanwhile how its carrier spells ids, so the id counts as it came. */
const keyOf = ({ receipt: { carrier, id, refs } }: WithReceipt): string =>
  `${carrier}\n${withoutZeros(id ?? refs[0]).toLowerCase()}`;
