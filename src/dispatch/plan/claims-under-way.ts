/** Counts the claims that the store has not answered yet, by class and route. */
export class ClaimsUnderWay {
  readonly #counts = new Map<string, number>();
  #idle: (() => void)[] = [];

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  begin(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  end(key: string): void {
    const left = this.of(key) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
    if (this.#counts.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Resolves once no claim is under way. */
  ended(): Promise<void> {
    return this.#counts.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }
}
