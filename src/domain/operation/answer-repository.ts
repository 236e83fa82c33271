import type { IdempotencyKey } from '../../kernel/idempotency-key.ts';
import type { AuditNote } from './audit.ts';

/** The answer to a POST, kept to be given again to a repeated request. */
export interface KeptAnswer {
  readonly status: number;
  /** The URL of what the request made. */
  readonly location: string | undefined;
  /** The body of the answer, in JSON. */
  readonly body: string;
}

/**
 * `begun`: the key was unused, and is taken now. `underWay`: the key was taken at `at` (ms since the epoch), and no
 * answer has been kept. `conflict`: another request has taken the key.
 */
export type BeginAnswer =
  | { readonly kind: 'begun' }
  | { readonly kind: 'underWay'; readonly at: number }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'conflict' };

/** Keeps answers by Idempotency-Key, so that a repeated request does nothing twice. */
export interface AnswerRepository {
  beginAnswer(key: IdempotencyKey): Promise<BeginAnswer>;
  /** @param note for the audit log, in one commit with the answer */
  keepAnswer(key: IdempotencyKey, answer: KeptAnswer, note?: Omit<AuditNote, 'at'>): Promise<void>;
  /** Frees the key of a request that did nothing and got no answer. */
  dropAnswer(key: IdempotencyKey): Promise<void>;
  /**
   * Frees the key of a request that failed, unless what was done on its behalf has changed something: then its outcome
   * stays in doubt.
   *
   * @param act the serial of its act
   */
  dropUnlessChanged(key: IdempotencyKey, act: number): Promise<void>;
}
