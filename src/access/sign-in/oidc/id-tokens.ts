const MOST = 1000;
const LONGEST = 16 * 1024;

/**
 * The ID tokens of sessions, by which a provider knows whose session to end. They are only in memory: after a restart,
 * the provider may ask the person.
 */
export class IdTokens {
  readonly #tokens = new Map<string, string>();

  keep(idHash: Uint8Array, token: string): void {
    if (token.length > LONGEST) return;
    this.#tokens.set(keyOf(idHash), token);
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > MOST && oldest !== undefined) this.#tokens.delete(oldest);
  }

  take(idHash: Uint8Array): string | undefined {
    const token = this.#tokens.get(keyOf(idHash));
    this.#tokens.delete(keyOf(idHash));
    return token;
  }
}

const keyOf = (idHash: Uint8Array): string => Buffer.from(idHash).toString('base64url');
