import type { Content } from '../../domain/alerts/template.ts';
import type { AudienceTerm } from '../../domain/people/audience.ts';
import type { AlertStanding } from '../../domain/triggers/alert-maker.ts';
import { cancelContent } from './cancel-content.ts';
import type { CapAlert } from './cap-alert.ts';
import { type CapDraft, type CapDrafts, kindOf } from './cap-drafts.ts';

/** An alert that a message refers to, as it stands. */
export interface CapTarget {
  readonly alert: number;
  readonly standing: AlertStanding;
}

interface CapFollowUp extends CapTarget {
  readonly what: 'update' | 'cancel' | 'withdraw';
  /** For those who were reached; of a withdrawal there is none. */
  readonly content: Content | undefined;
  /** Undefined: as long as the messages of the alert. */
  readonly validForMs: number | undefined;
  /** Of an update: from when it is over. */
  readonly expiresAt?: number | undefined;
}

/** What is to be done about a message. Nothing at all: `reason` says why. */
export interface CapPlan {
  readonly make: readonly CapDraft[];
  readonly followUps: readonly CapFollowUp[];
  readonly reason: string | undefined;
}

const nothing = (reason: string): CapPlan => ({ make: [], followUps: [], reason });

/** An alert that was updated or cancelled by a message that came first is history. */
export const planAlert = ({ drafts, reason }: CapDrafts, supersededBy: string | undefined): CapPlan =>
  supersededBy === undefined
    ? { make: drafts, followUps: [], reason }
    : nothing(`${supersededBy} updated or cancelled it, and came before it`);

/** To those whom the alerts reached, what is new; to who is in its area only now, an alert of its own. */
export const planUpdate = (
  alert: CapAlert,
  { drafts, reason }: CapDrafts,
  targets: readonly CapTarget[],
): CapPlan => {
  if (drafts.length === 0) return nothing(reason ?? 'there is nothing to say');
  const live = targets.filter(({ standing }) => standing.phase !== 'over');
  if (live.length === 0) {
    const hold = 'it updates what is not known here, or never went out: look before it goes out';
    return { make: drafts.map((one) => held(one, hold)), followUps: [], reason: hold };
  }
  const other = otherKind(alert, live);
  if (other !== undefined) return nothing(other);
  const withdrawals = live
    .filter(({ standing }) => standing.phase === 'before')
    .map(
      (target): CapFollowUp => ({
        ...target,
        what: 'withdraw',
        content: undefined,
        validForMs: undefined,
      }),
    );
  const out = live.filter(({ standing }) => standing.phase === 'out');
  if (out.length === 0) return { make: drafts, followUps: withdrawals, reason: undefined };
  const [only] = drafts;
  if (drafts.length > 1 || only === undefined) {
    const hold = 'it says different things for different places: choose which is for whom';
    return { make: drafts.map((one) => held(one, hold)), followUps: withdrawals, reason: hold };
  }
  const updates = out.map(
    (target): CapFollowUp => ({
      ...target,
      what: 'update',
      content: only.draft.content,
      validForMs: only.draft.validForMs,
      expiresAt: only.draft.expiresAt,
    }),
  );
  return { make: newlyInside(only, out), followUps: [...withdrawals, ...updates], reason: undefined };
};

/** To those whom the alerts reached; what isn't out yet never goes out. */
export const planCancel = (
  alert: CapAlert,
  { drafts }: CapDrafts,
  targets: readonly CapTarget[],
): CapPlan => {
  const live = targets.filter(({ standing }) => standing.phase !== 'over');
  if (live.length === 0) return nothing('nothing that it cancels is known here, or it never went out');
  const other = otherKind(alert, live);
  if (other !== undefined) return nothing(other);
  const said = drafts.length === 1 ? drafts[0]?.draft : undefined;
  const followUps = live.map(({ alert: id, standing }): CapFollowUp => {
    if (standing.phase === 'before')
      return { alert: id, standing, what: 'withdraw', content: undefined, validForMs: undefined };
    const content = said?.content ?? cancelContent(standing.draft.title, standing.draft.content);
    return { alert: id, standing, what: 'cancel', content, validForMs: said?.validForMs };
  });
  return { make: [], followUps, reason: undefined };
};

const held = (one: CapDraft, hold: string): CapDraft => ({ ...one, holds: [hold, ...one.holds] });

/** An exercise must not end a real alert, nor a real message continue an exercise. */
const otherKind = (alert: CapAlert, targets: readonly CapTarget[]): string | undefined =>
  targets.every(({ standing }) => standing.draft.kind === kindOf(alert))
    ? undefined
    : `its status is ${alert.status}, and that of what it refers to is not`;

const keys = (terms: readonly AudienceTerm[]): ReadonlySet<string> =>
  new Set(terms.map((term) => JSON.stringify(term)));

const newlyInside = (update: CapDraft, out: readonly CapTarget[]): readonly CapDraft[] => {
  const before = out.flatMap(({ standing }) => standing.draft.audience.include);
  const known = keys(before);
  const include = update.draft.audience.include.filter((term) => !known.has(JSON.stringify(term)));
  if (include.length === 0) return [];
  return [{ ...update, draft: { ...update.draft, audience: { include, exclude: before } } }];
};
