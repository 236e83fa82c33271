// A carrier that repeats a receipt does so within seconds, or after a rebind.
const KEPT = 100_000;

/**
 * The final receipts that came lately: a repetition is known, and not taken for a stranger's. It is one only if it says
 * the same in the same words: a reference comes again (TP-MR after 256, TS 23.040 9.2.3.6; a carrier's counter after a
 * restart), and then its receipt may be on the way before its answer.
 *
 * What a transaction adds is known from its commit on: a receipt that was rolled back was not kept, and comes again.
 */
export class RecentRefs {
  #young = new Set<string>();
  #old = new Set<string>();
  readonly #uncommitted = new Set<string>();

  add(carrier: string, ref: string, evidence: string): void {
    this.#uncommitted.add(`${carrier}\n${ref}\n${evidence}`);
  }

  has(carrier: string, ref: string, evidence: string): boolean {
    const key = `${carrier}\n${ref}\n${evidence}`;
    return this.#young.has(key) || this.#old.has(key) || this.#uncommitted.has(key);
  }

  /** Where a savepoint began: what `backTo` forgets what came after. */
  mark(): number {
    return this.#uncommitted.size;
  }

  backTo(mark: number): void {
    for (const key of [...this.#uncommitted].slice(mark)) this.#uncommitted.delete(key);
  }

  committed(): void {
    for (const key of this.#uncommitted) this.#remember(key);
    this.#uncommitted.clear();
  }

  #remember(key: string): void {
    this.#young.add(key);
    if (this.#young.size < KEPT / 2) return;
    this.#old = this.#young;
    this.#young = new Set();
  }
}
