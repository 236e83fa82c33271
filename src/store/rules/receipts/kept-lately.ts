/** By how many ms a clock may be set back, or differ between nodes, with no harm to a receipt before its answer. */
export const CLOCK_SET_BACK_MS = 10_000;
/** How many phones, receipts and attempts are remembered. */
const MOST = 10_000;

interface Last {
  /** How many receipts had been kept. The numbers of their rows are used again. */
  readonly count: number;
  /** Ms since the epoch. */
  readonly at: number;
}

/**
 * Knows which attempts began after a kept receipt that names their phone: it is not for them, whatever the clock says.
 * Older receipts than a clock may be wrong by are told by their time. Only what this process has kept and claimed is
 * known.
 */
export class KeptLately {
  #count = 0;
  readonly #byPhone = new Map<string, Last>();
  readonly #receipts = new Map<number, number>();
  readonly #attempts = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#byPhone.size === 0;
  }

  /**
   * To be called when a receipt is kept.
   * @param receipt the id of its row
   * @param at ms since the epoch
   */
  kept(receipt: number, phone: string | undefined, at: number): void {
    this.#count++;
    put(this.#receipts, receipt, this.#count);
    for (const [other, last] of this.#byPhone) {
      if (Math.abs(at - last.at) <= CLOCK_SET_BACK_MS) break;
      this.#byPhone.delete(other);
    }
    if (phone !== undefined) put(this.#byPhone, phone, { count: this.#count, at });
  }

  /** To be called when an attempt at a message begins. */
  claimed(phone: string, messageId: number, attempt: number): void {
    const last = this.#byPhone.get(phone);
    if (last !== undefined) put(this.#attempts, keyOf(messageId, attempt), last.count);
  }

  /** Whether the receipt was kept before the attempt began, as far as is known. */
  isBefore(receipt: number, messageId: number, attempt: number): boolean {
    const before = this.#attempts.get(keyOf(messageId, attempt));
    return before !== undefined && (this.#receipts.get(receipt) ?? before + 1) <= before;
  }
}

const keyOf = (messageId: number, attempt: number): string => `${messageId}/${attempt}`;

/** Makes it the newest entry, and drops the oldest one of too many. */
const put = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
};
