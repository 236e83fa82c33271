import type { TokenStore } from '../domain/access/token.ts';
import type { Clock } from '../kernel/clock.ts';

/** How often a use of a token is noted at most, ms. */
const NOTED_EVERY_MS = 60_000;

/** Notes when tokens are used, for `token list`. */
export class TokenUses {
  readonly #store: Pick<TokenStore, 'tokenUsed'>;
  readonly #clock: Clock;
  /** When the use of each token was last noted. It holds only ids of tokens that were there. */
  readonly #noted = new Map<string, number>();

  constructor(store: Pick<TokenStore, 'tokenUsed'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  note(id: string): void {
    const now = this.#clock.now();
    if (now - (this.#noted.get(id) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY_MS) return;
    this.#noted.set(id, now);
    // A full disk keeps no note, and must not refuse the request.
    this.#store.tokenUsed(id, now).catch(() => {});
  }
}
