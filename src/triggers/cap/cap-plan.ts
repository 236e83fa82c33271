import { isDeepStrictEqual } from 'node:util';
import type { AudienceTerm } from '../../domain/people/audience.ts';
import type { Content } from '../../domain/templates/template.ts';
import type { TriggeredAlert } from '../../domain/triggers/alert-maker.ts';
import { cancelContent } from './cancel-content.ts';
import type { CapAlert } from './cap-alert.ts';
import { type CapDraft, type CapDrafts, kindOf } from './cap-drafts.ts';

/** An alert that a message refers to, with its present state. */
export interface CapTarget {
  readonly alert: number;
  readonly overview: TriggeredAlert;
}

interface CapFollowUp extends CapTarget {
  readonly what: 'update' | 'cancel' | 'withdraw';
  /** The text for the recipients who were reached; undefined for a withdrawal. */
  readonly content: Content | undefined;
  /** How long the messages are valid, in ms; undefined for the validity of the alert's messages. */
  readonly validForMs: number | undefined;
  /** For an update, the time when the danger is over, in ms since the epoch. */
  readonly expiresAt?: number | undefined;
  /** Whether the message has no text of its own, so that the content is our standard one. */
  readonly isStandard?: boolean;
}

/** The steps for a message. If there are none, `reason` says why. */
export interface CapPlan {
  readonly make: readonly CapDraft[];
  readonly followUps: readonly CapFollowUp[];
  readonly reason: string | undefined;
}

const nothing = (reason: string): CapPlan => ({ make: [], followUps: [], reason });

/** Plans a new alert. If a message that came earlier already updated or cancelled it, nothing is done. */
export const planAlert = ({ drafts, reason }: CapDrafts, supersededBy: string | undefined): CapPlan =>
  supersededBy === undefined
    ? { make: drafts, followUps: [], reason }
    : nothing(`${supersededBy} updated or cancelled it, and came before it`);

/**
 * Plans an update: the recipients whom the alert reached get the new text, and people who are only now in its area
 * get an alert of their own.
 */
export const planUpdate = (
  alert: CapAlert,
  { drafts, reason }: CapDrafts,
  targets: readonly CapTarget[],
): CapPlan => {
  if (drafts.length === 0) return nothing(reason ?? 'there is nothing to say');
  const live = targets.filter(({ overview }) => overview.phase !== 'over');
  if (live.length === 0) {
    const hold =
      'the alert that it updates is unknown here or was never sent: check this one before it is launched';
    return { make: drafts.map((one) => withHold(one, hold)), followUps: [], reason: hold };
  }
  const other = otherKind(alert, live);
  if (other !== undefined) return nothing(other);
  const withdrawals = live
    .filter(({ overview }) => overview.phase === 'before')
    .map(
      (target): CapFollowUp => ({
        ...target,
        what: 'withdraw',
        content: undefined,
        validForMs: undefined,
      }),
    );
  const out = live.filter(({ overview }) => overview.phase === 'out');
  if (out.length === 0) return { make: drafts, followUps: withdrawals, reason: undefined };
  const [only] = drafts;
  if (drafts.length > 1 || only === undefined) {
    const hold = 'it says different things for different places: choose which is for whom';
    return { make: drafts.map((one) => withHold(one, hold)), followUps: withdrawals, reason: hold };
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

/** Plans a cancel: the recipients whom the alert reached are told, and an alert that wasn't sent yet is withdrawn. */
export const planCancel = (
  alert: CapAlert,
  { drafts }: CapDrafts,
  targets: readonly CapTarget[],
): CapPlan => {
  const live = targets.filter(({ overview }) => overview.phase !== 'over');
  if (live.length === 0) return nothing('the alert that it cancels is unknown here or was never sent');
  const other = otherKind(alert, live);
  if (other !== undefined) return nothing(other);
  const said = drafts.length === 1 ? drafts[0]?.draft : undefined;
  const followUps = live.map(({ alert: id, overview }): CapFollowUp => {
    if (overview.phase === 'before')
      return { alert: id, overview, what: 'withdraw', content: undefined, validForMs: undefined };
    const content = said?.content ?? cancelContent(overview.draft.title, overview.draft.content);
    const isStandard = said === undefined;
    return { alert: id, overview, what: 'cancel', content, validForMs: said?.validForMs, isStandard };
  });
  return { make: [], followUps, reason: undefined };
};

const withHold = (one: CapDraft, hold: string): CapDraft => ({ ...one, holds: [hold, ...one.holds] });

/**
 * The reason against a message whose kind differs: an exercise must not end a real alert, nor a real message continue
 * an exercise.
 */
const otherKind = (alert: CapAlert, targets: readonly CapTarget[]): string | undefined =>
  targets.every(({ overview }) => overview.draft.kind === kindOf(alert))
    ? undefined
    : `its status is ${alert.status}, and the alert that it refers to is not of that kind`;

const keys = (terms: readonly AudienceTerm[]): ReadonlySet<string> =>
  new Set(terms.map((term) => JSON.stringify(term)));

const newlyInside = (update: CapDraft, out: readonly CapTarget[]): readonly CapDraft[] => {
  const before = out.flatMap(({ overview }) => overview.draft.audience.include);
  const known = keys(before);
  const include = update.draft.audience.include.filter((term) => !known.has(JSON.stringify(term)));
  if (include.length === 0) return [];
  return [{ ...update, draft: { ...update.draft, audience: { include, exclude: before } } }];
};

/**
 * Whether the wave is the correction with this content. Waves of people, such as a resend, may have come between: the
 * correction isn't sent by them.
 */
export const isWaveOf = (
  { kind, content }: TriggeredAlert['waves'][number],
  said: Content | undefined,
): boolean =>
  (kind === 'update' || kind === 'cancel') &&
  said !== undefined &&
  isDeepStrictEqual(stored(content), stored(said));

/** A value as the store gives it back: without what is undefined. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
