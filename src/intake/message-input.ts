import type { Uncertainty } from '../domain/messages/outcome.ts';
import type { Priority } from '../domain/messages/priority.ts';

/** A message as a client asks for it: shapes are checked by the edge, meanings by `check.ts`. */
export interface MessageInput {
  readonly to: string;
  readonly text: string;
  readonly from?: string | undefined;
  readonly priority?: Priority | undefined;
  /** Left out: a day. */
  readonly validForMs?: number | undefined;
  /** ms since the epoch; left out: now. */
  readonly sendAt?: number | undefined;
  readonly reference?: string | undefined;
  readonly onUncertain?: Uncertainty | undefined;
  readonly transliterate?: boolean | undefined;
  /** Left out: an ordinary message. */
  readonly flash?: boolean | undefined;
  readonly routes?: readonly string[] | undefined;
}

export interface FieldError {
  /** The field as the client wrote it, `to` or `routes[1]`. */
  readonly path: string;
  readonly message: string;
}
