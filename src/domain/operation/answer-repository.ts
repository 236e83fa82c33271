import type { IdempotencyKey } from '../../kernel/idempotency-key.ts';

/** What a POST was answered, to be answered again. */
export interface KeptAnswer {
  readonly status: number;
  /** Where what it made can be followed. */
  readonly location: string | undefined;
  /** JSON. */
  readonly body: string;
}

/**
 * `begun`: nobody has used the key, and now it is taken. `underWay`: it was taken then, ms since the epoch, and no answer
 * was kept since.
 * `conflict`: taken by another request.
 */
export type BeginAnswer =
  | { readonly kind: 'begun' }
  | { readonly kind: 'underWay'; readonly at: number }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'conflict' };

/** Remembers answers by Idempotency-Key, so that a retry does nothing twice. */
export interface AnswerRepository {
  beginAnswer(key: IdempotencyKey): Promise<BeginAnswer>;
  keepAnswer(key: IdempotencyKey, answer: KeptAnswer): Promise<void>;
  /** Nothing was done: the key is free again. */
  dropAnswer(key: IdempotencyKey): Promise<void>;
}
