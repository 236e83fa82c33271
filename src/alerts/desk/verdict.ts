import type { Alert } from '../../domain/alerts/alert.ts';
import { type AlertEvent, possibleEvents } from '../../domain/alerts/alert-state.ts';
import type { Blocker, DraftReview } from './draft-review.ts';

/** What became of something that was asked of the service of alerts. */
export type StepVerdict =
  | { readonly kind: 'done'; readonly alert: Alert; readonly repeated?: boolean }
  | { readonly kind: 'unknown' }
  /** It can't happen to the alert as it stands. */
  | { readonly kind: 'wrongState'; readonly detail: string }
  /** Something else than was seen: its version, or its hash with the people of now. */
  | { readonly kind: 'changed'; readonly detail: string; readonly review?: DraftReview }
  /** What is refused must be named, since another may stand in its place. */
  | { readonly kind: 'needsHash' }
  /** The same key for another launch. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'blocked'; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'needsApproval'; readonly detail: string }
  | { readonly kind: 'ownApproval' };

export type Refused = Exclude<StepVerdict, { readonly kind: 'done' }>;

export const wrongState = ({ state }: Alert, event: AlertEvent): Refused => {
  const possible = possibleEvents(state);
  const next =
    possible.length === 0 ? 'nothing can be done to it any more' : `possible: ${possible.join(', ')}`;
  return { kind: 'wrongState', detail: `${event}: the alert is ${state}; ${next}` };
};

export const otherVersion = (alert: Alert): Refused => ({
  kind: 'changed',
  detail: `the alert has changed: its version is ${alert.version}`,
});

/** In words, for who is not shown the verdict itself. */
export const reasonOf = (verdict: Refused): string => {
  switch (verdict.kind) {
    case 'unknown':
      return 'the alert is gone';
    case 'conflict':
      return 'it was launched otherwise';
    case 'ownApproval':
      return 'nobody approves what is their own';
    case 'needsHash':
      return 'the hash of what was seen is missing';
    case 'blocked':
      return verdict.blockers.map(({ path, message }) => `${path} ${message}`).join('; ');
    case 'wrongState':
    case 'changed':
    case 'needsApproval':
      return verdict.detail;
  }
};
