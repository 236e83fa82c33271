import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditActor } from '../operation/audit.ts';

/**
 * - `held`: it waits for a person, since too many came by one route
 * - `carriedOut`: the person gets no more messages; also an opt-out below the limit that came while an alert went out
 * - `thrownAway`: a person found that it was forged
 * - `undone`: it was carried out, and was taken back
 */
export const heldStates = ['held', 'carriedOut', 'thrownAway', 'undone'] as const;
export type HeldState = (typeof heldStates)[number];

/** An opt-out by SMS that came while an alert went out. */
export interface HeldOptOut {
  readonly id: number;
  /** When it was handled, ms since the epoch. */
  readonly at: number;
  readonly route: string;
  readonly number: Msisdn;
  /** Ids of lists, of which `EVERY_LIST_ID` stands for all; carried out: those that had no opt-out before. */
  readonly lists: readonly number[];
  readonly inboxId: number;
  readonly state: HeldState;
}

export const heldDecisions = ['carryOut', 'throwAway', 'undo'] as const;
export type HeldDecision = (typeof heldDecisions)[number];

/** Which ones: these, or all of a route. */
export type HeldChoice = { readonly ids: readonly number[] } | { readonly route: string };

export interface SettledHeld {
  readonly done: number;
  /** More of the route are left for another request: each commit takes a bounded number. */
  readonly more: boolean;
}

export interface HeldOptOutRepository {
  /** Whether an alert is going out or is paused. */
  isAlertOut(): Promise<boolean>;
  /** Newest first. */
  heldOptOuts(
    filter: { readonly state: HeldState | undefined; readonly route: string | undefined },
    page: Page,
  ): Promise<Paged<HeldOptOut>>;
  /** Carries out, throws away or takes back, in one commit with the entry of the audit log. */
  settleHeld(decision: HeldDecision, choice: HeldChoice, by: AuditActor, nowMs: number): Promise<SettledHeld>;
}

/** What the brake says of an opt-out: it waits for review, or it is carried out and can be taken back in bulk. */
export type OptOutBrakeVerdict = 'held' | 'noted';
