import type { Alert } from '../domain/alert.ts';
import { type AlertEvent, possibleEvents } from '../domain/alert-state.ts';
import type { Blocker, Seen } from './seen.ts';

/** What became of something that was asked of the desk. */
export type Verdict =
  | { readonly kind: 'done'; readonly alert: Alert; readonly repeated?: boolean }
  | { readonly kind: 'unknown' }
  /** It can't happen to the alert as it stands. */
  | { readonly kind: 'wrongState'; readonly detail: string }
  /** Something else than was seen: its version, or its hash with the people of now. */
  | { readonly kind: 'changed'; readonly detail: string; readonly seen?: Seen }
  /** The same key for another launch. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'blocked'; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'needsApproval'; readonly detail: string }
  | { readonly kind: 'ownApproval' };

export const wrongState = ({ state }: Alert, event: AlertEvent): Verdict => {
  const possible = possibleEvents(state);
  const next =
    possible.length === 0 ? 'nothing can be done to it any more' : `possible: ${possible.join(', ')}`;
  return { kind: 'wrongState', detail: `${event}: the alert is ${state}; ${next}` };
};

export const otherVersion = (alert: Alert): Verdict => ({
  kind: 'changed',
  detail: `the alert has changed: its version is ${alert.version}`,
});
