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
  /** How long the message is valid, in ms; undefined: one day. */
  readonly validForMs?: number | undefined;
  /** When the message is due, in ms since the epoch; undefined: now. */
  readonly sendAt?: number | undefined;
  readonly reference?: string | undefined;
  readonly onUncertain?: Uncertainty | undefined;
  readonly transliterate?: boolean | undefined;
  /** Whether phones show the message at once without storing it (class 0 of TS 23.038); undefined: no. */
  readonly flash?: boolean | undefined;
  readonly routes?: readonly string[] | undefined;
}

export interface FieldError {
  /** The field as the client wrote it, `to` or `routes[1]`. */
  readonly path: string;
  readonly message: string;
}
