import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Priority } from '../../domain/messages/priority.ts';
import type { Lane } from './plan.ts';

/** A lane as the store has it, as JSON. */
export interface StoredLane extends Lane {
  /** The fingerprint of the plan that the lane was made for. */
  readonly plan: string;
}

/** What a message has to be planned anew. */
export interface Unplanned {
  readonly to: Msisdn;
  readonly priority: Priority;
  readonly routes: readonly string[] | undefined;
  readonly keptFor: string | undefined;
}

/**
 * The lane of a message that was accepted under an earlier plan and that no rule of this plan matches: the message
 * waits, and is shown as queued.
 */
export const UNPLANNED: Lane = {
  tiers: [],
  spillAfterMs: { critical: null, high: null, normal: null, low: null },
};
