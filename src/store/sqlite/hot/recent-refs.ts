// A carrier that repeats a receipt does so within seconds, or after a rebind.
const KEPT = 100_000;

/**
 * The final receipts that came lately, so that a repetition is not taken for a stranger's. It is one only if it says
 * the same in the same words: a reference comes again (TP-MR after 256, TS 23.040 9.2.3.6; a carrier's counter after a
 * restart), and then its receipt may be on the way before its answer.
 *
 * What a transaction adds is known from its commit on: a receipt that was rolled back was not kept, and comes again.
 */
export class RecentRefs {
  /** By carrier and reference: what the receipt said. */
  #young = new Map<string, string>();
  #old = new Map<string, string>();
  readonly #uncommitted = new Map<string, string>();

  add(carrier: string, ref: string, evidence: string): void {
    this.#uncommitted.set(keyOf(carrier, ref), evidence);
  }

  /** Whether this very receipt came lately. */
  has(carrier: string, ref: string, evidence: string): boolean {
    return this.#evidence(carrier, ref) === evidence;
  }

  /** Whether a part of this reference had its receipt lately, whatever it said. */
  knows(carrier: string, ref: string): boolean {
    return this.#evidence(carrier, ref) !== undefined;
  }

  /** Where a savepoint began: `backTo` forgets what came after. */
  mark(): number {
    return this.#uncommitted.size;
  }

  backTo(mark: number): void {
    for (const key of [...this.#uncommitted.keys()].slice(mark)) this.#uncommitted.delete(key);
  }

  committed(): void {
    for (const [key, evidence] of this.#uncommitted) this.#remember(key, evidence);
    this.#uncommitted.clear();
  }

  #evidence(carrier: string, ref: string): string | undefined {
    const key = keyOf(carrier, ref);
    return this.#uncommitted.get(key) ?? this.#young.get(key) ?? this.#old.get(key);
  }

  #remember(key: string, evidence: string): void {
    this.#young.set(key, evidence);
    if (this.#young.size < KEPT / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}

const keyOf = (carrier: string, ref: string): string => `${carrier}\n${ref}`;
