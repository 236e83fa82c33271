import type { Uncertainty } from '../domain/messages/outcome.ts';
import type { Priority } from '../domain/messages/priority.ts';

/**
 * A message as a client sends it. The HTTP layer has checked the shape of each field; `check.ts` checks its meaning.
 */
export interface MessageInput {
  readonly to: string;
  readonly text: string;
  readonly from?: string | undefined;
  readonly priority?: Priority | undefined;
  /** Milliseconds; undefined: one day. */
  readonly validForMs?: number | undefined;
  /** ms since the epoch; undefined: now. */
  readonly sendAt?: number | undefined;
  readonly reference?: string | undefined;
  readonly onUncertain?: Uncertainty | undefined;
  readonly transliterate?: boolean | undefined;
  /** Undefined: false. */
  readonly flash?: boolean | undefined;
  readonly routes?: readonly string[] | undefined;
}

export interface FieldError {
  /** The field as the client wrote it, `to` or `routes[1]`. */
  readonly path: string;
  readonly message: string;
}
