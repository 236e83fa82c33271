// A carrier that repeats a receipt does so within seconds, or after a rebind.
const KEPT = 100_000;

/** References whose final receipt came lately: a repetition of it is known, and not taken for a stranger's. */
export class RecentRefs {
  #young = new Set<string>();
  #old = new Set<string>();

  add(carrier: string, ref: string): void {
    this.#young.add(`${carrier}\n${ref}`);
    if (this.#young.size < KEPT / 2) return;
    this.#old = this.#young;
    this.#young = new Set();
  }

  has(carrier: string, ref: string): boolean {
    const key = `${carrier}\n${ref}`;
    return this.#young.has(key) || this.#old.has(key);
  }
}
