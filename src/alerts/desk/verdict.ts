import { type Hold, whyHeld } from '../../domain/access/hold.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { type AlertEvent, type AlertState, possibleEvents } from '../../domain/alerts/alert-state.ts';
import type { EarlierAlert } from '../../domain/alerts/launch-guard.ts';
import type { Blocker, DraftReview } from '../preview/draft-review.ts';

/** What became of a step that somebody asked the alert service to take. */
export type StepVerdict =
  | { readonly kind: 'done'; readonly alert: Alert; readonly repeated?: boolean }
  | { readonly kind: 'unknown' }
  /** The alert's state doesn't allow the step. */
  | { readonly kind: 'wrongState'; readonly detail: string }
  /** The alert is not the one that was seen: its version or its hash differs. `review` is how it looks now. */
  | { readonly kind: 'changed'; readonly detail: string; readonly review?: DraftReview }
  /** A waiting update must be named by its hash, since another may have replaced it. */
  | { readonly kind: 'needsHash' }
  /** The idempotency key was used for another launch. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'blocked'; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'needsApproval'; readonly detail: string }
  /** The policy lets this person not send without a second one. */
  | { readonly kind: 'glassForbidden'; readonly detail: string }
  /** It is their own, or counts as theirs for a time: `hold` says why. */
  | { readonly kind: 'ownApproval'; readonly hold?: Hold }
  /** The same went out shortly before: an explicit `again` passes. */
  | { readonly kind: 'recentlyAlerted'; readonly earlier: EarlierAlert };

export type Refused = Exclude<StepVerdict, { readonly kind: 'done' }>;

export const wrongState = ({ state }: Alert, event: AlertEvent): Refused => {
  const possible = possibleEvents(state).flatMap((one) => STEPS[one].next);
  const next =
    possible.length === 0
      ? 'nothing can be done to it any more'
      : `what can be done now: ${[...new Set(possible)].join(', ')}`;
  return { kind: 'wrongState', detail: `${STEPS[event].name}: the alert is ${stateWords[state]}; ${next}` };
};

/** The states of an alert as people read them. */
export const stateWords: Readonly<Record<AlertState, string>> = {
  draft: 'a draft',
  pendingApproval: 'waiting for its approval',
  returned: 'returned to its author',
  approved: 'approved',
  scheduled: 'scheduled',
  sending: 'going out',
  paused: 'paused',
  completed: 'completed',
  stopped: 'stopped',
  rejected: 'rejected',
  expired: 'expired',
};

interface StepWords {
  /** The step that was refused. */
  readonly name: string;
  /** What people can do, where this step is possible. Steps that only the gateway takes have nothing here. */
  readonly next: readonly string[];
}

const step = (name: string, next: readonly string[] = [name]): StepWords => ({ name, next });

/** The steps of an alert as people read them. */
const STEPS: Readonly<Record<AlertEvent, StepWords>> = {
  edit: step('edit'),
  submit: step('submit'),
  approve: step('approve'),
  return: step('return'),
  reject: step('reject'),
  discard: step('discard'),
  schedule: step('launch'),
  launch: step('launch'),
  pause: step('pause'),
  resume: step('resume'),
  stop: step('stop'),
  complete: step('complete', []),
  followUp: step('update or resend', ['update', 'resend']),
  cancel: step('cancel'),
  proposeUpdate: step('update'),
  // Only where something waits.
  rejectUpdate: step('reject the waiting text', []),
  shorten: step('shorten'),
  escalate: step('next step of the escalation', []),
  proposeCancel: step('cancel'),
  end: step('end'),
  offerEnd: step('offer its end', []),
  expire: step('expire', []),
};

export const otherVersion = (alert: Alert): Refused => ({
  kind: 'changed',
  detail: `the alert has changed: its version is ${alert.version}`,
});

export const whyRecent = ({ id, title, launchedAt, launchedBy }: EarlierAlert): string =>
  `the same went out as alert ${id} ("${title}") at ${new Date(launchedAt).toISOString()}, launched by ${launchedBy}`;

/** The refusal in words, such as for a log. */
export const reasonOf = (verdict: Refused): string => {
  switch (verdict.kind) {
    case 'unknown':
      return 'the alert is gone';
    case 'conflict':
      return 'it was launched otherwise';
    case 'ownApproval':
      return verdict.hold === undefined ? 'nobody approves what is their own' : whyHeld(verdict.hold);
    case 'needsHash':
      return 'the hash of what was seen is missing';
    case 'blocked':
      return verdict.blockers.map(({ path, message }) => `${path} ${message}`).join('; ');
    case 'recentlyAlerted':
      return whyRecent(verdict.earlier);
    case 'wrongState':
    case 'changed':
    case 'needsApproval':
    case 'glassForbidden':
      return verdict.detail;
  }
};
