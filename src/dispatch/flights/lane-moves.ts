import type { FoundLane } from './return-lanes.ts';

/** Messages that go back into the queue once their new lane is on disk. */
export class LaneMoves {
  readonly #moving = new Set<Promise<void>>();

  /**
   * Calls `goOn` with the lane: at once if the lane is known, otherwise when it is on disk. If the write fails, `goOn`
   * gets the old lane.
   */
  into(found: FoundLane, old: number, goOn: (lane: number | undefined) => void): void {
    if (!(found instanceof Promise)) {
      goOn(found);
      return;
    }
    const moving = found.catch(() => old).then(goOn);
    this.#moving.add(moving);
    void moving.finally(() => this.#moving.delete(moving));
  }

  /** Resolves when every message that waits for its new lane has been put back. */
  async settled(): Promise<void> {
    await Promise.all(this.#moving);
  }
}
