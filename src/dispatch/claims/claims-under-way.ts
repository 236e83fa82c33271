/** The claims that the store has not answered yet, by class and route. */
export class ClaimsUnderWay {
  /** How many parts each of them may bring. */
  readonly #parts = new Map<string, readonly number[]>();
  #idle: (() => void)[] = [];

  of(key: string): number {
    return this.#parts.get(key)?.length ?? 0;
  }

  /** How many parts they may bring together. */
  partsOf(key: string): number {
    return (this.#parts.get(key) ?? []).reduce((sum, parts) => sum + parts, 0);
  }

  begin(key: string, parts: number): void {
    this.#parts.set(key, [...(this.#parts.get(key) ?? []), parts]);
  }

  /** @param parts as given to `begin` */
  end(key: string, parts: number): void {
    const left = [...(this.#parts.get(key) ?? [])];
    left.splice(left.indexOf(parts), 1);
    if (left.length > 0) this.#parts.set(key, left);
    else this.#parts.delete(key);
    if (this.#parts.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Resolves once no claim is under way. */
  ended(): Promise<void> {
    return this.#parts.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }
}
