import type { Alert } from '../../domain/alerts/alert.ts';
import { type AlertEvent, possibleEvents } from '../../domain/alerts/alert-state.ts';
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
  /** It is their own, or counts as theirs: `detail` says why. */
  | { readonly kind: 'ownApproval'; readonly detail?: string }
  /** The same went out shortly before: an explicit `again` passes. */
  | { readonly kind: 'recentlyAlerted'; readonly earlier: EarlierAlert };

export type Refused = Exclude<StepVerdict, { readonly kind: 'done' }>;

export const wrongState = ({ state }: Alert, event: AlertEvent): Refused => {
  const possible = possibleEvents(state).flatMap((one) => words[one] ?? []);
  const next =
    possible.length === 0
      ? 'nothing can be done to it any more'
      : `what can be done now: ${[...new Set(possible)].join(', ')}`;
  return { kind: 'wrongState', detail: `${words[event]?.[0] ?? event}: the alert is ${state}; ${next}` };
};

/** What people do with an alert, in the words of the API. Steps that only the gateway takes have none. */
const words: Readonly<Partial<Record<AlertEvent, readonly string[]>>> = {
  edit: ['edit'],
  submit: ['submit'],
  approve: ['approve'],
  return: ['return'],
  reject: ['reject'],
  discard: ['discard'],
  schedule: ['launch'],
  launch: ['launch'],
  pause: ['pause'],
  resume: ['resume'],
  stop: ['stop'],
  followUp: ['update', 'resend'],
  cancel: ['cancel'],
  proposeUpdate: ['update'],
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
      return verdict.detail ?? 'nobody approves what is their own';
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
