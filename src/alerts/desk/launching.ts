import type { AlertsConfig } from '../../config/alerts.ts';
import { type HoldOf, whyHeld } from '../../domain/access/hold.ts';
import type { Alert, AlertActor } from '../../domain/alerts/alert.ts';
import { stepAlert } from '../../domain/alerts/alert-state.ts';
import { beginEscalation } from '../../domain/alerts/escalation.ts';
import { withEndings } from '../corrections/endings.ts';
import { type DraftReview, type DraftReviewDeps, isSameThing, seeAlert } from '../preview/draft-review.ts';
import { likenessOf } from './likeness.ts';
import { type GlassBreaker, hasOutgrown, needsSecondPerson, whyTooManyToTry } from './policy.ts';
import type { Decision } from './stepper.ts';
import { type StepVerdict, wrongState } from './verdict.ts';

export interface Launch {
  /** The hash of the preview that was seen; undefined only if nobody looks at one, as at a scheduled time. */
  readonly hash: string | undefined;
  /** The version of the alert that the caller looked at; undefined: any version. */
  readonly version?: number | undefined;
  /** The idempotency key, by which a retry is recognised. */
  readonly key?: string | undefined;
  /** Why it is launched without the second person that the policy asks for. */
  readonly breakGlass?: string | undefined;
  /** The same may go out again, however recently it went out before. */
  readonly again?: boolean | undefined;
  readonly actor: Pick<AlertActor, 'name'> & GlassBreaker;
}

/** Whether this launch is a retry of the launch that the alert had: a client that got no answer repeats its request. */
export const repeatedLaunch = (
  { launched }: Alert,
  { key, hash }: Launch,
): 'no' | 'repeated' | 'conflict' => {
  if (key === undefined || launched?.key !== key) return 'no';
  return launched.hash === hash ? 'repeated' : 'conflict';
};

export interface LaunchDeps extends DraftReviewDeps {
  /** Whether what this actor approved still counts: see `src/access/standing.ts`. */
  readonly stands: (actor: string) => Promise<boolean>;
  readonly holdOf: HoldOf;
}

/** Decides whether the alert may go out now, and what its launch changes. */
export const decideLaunch = async (
  deps: LaunchDeps,
  alert: Alert,
  launch: Launch,
  nowMs: number,
): Promise<Decision> => {
  if (stepAlert(alert.state, 'launch') === undefined) return { refused: wrongState(alert, 'launch') };
  // A late retry of the request that scheduled the alert must not launch it before its time.
  if (alert.state === 'scheduled' && launch.hash !== undefined) {
    const detail = 'launch: the alert is scheduled, and goes out by itself at its time';
    return { refused: { kind: 'wrongState', detail } };
  }
  const review = await seeAlert(deps, alert.draft, nowMs);
  const fallen = await whyFallen(deps, alert, launch, nowMs);
  const unapproved = whyNotYet(deps.policy, alert, launch, { review, fallen });
  if (unapproved !== undefined) return { refused: unapproved };
  if (launch.hash !== undefined && launch.hash !== review.hash) return { refused: changed(review) };
  if (review.blockers.length > 0) return { refused: { kind: 'blocked', blockers: review.blockers } };
  // At the scheduled time nobody looks at a preview: only what was seen when the alert was scheduled may go out. The
  // members of lists may differ.
  const { launched } = alert;
  if (alert.state === 'scheduled' && !isSameThing(launched?.hash ?? '', review)) {
    const detail = 'a list, segment or area of its audience was changed since it was scheduled';
    return { refused: { kind: 'changed', detail, review } };
  }
  const { draft } = alert;
  const { content, values, question, escalation, validForMs, expiresAt } = draft;
  const { recentlyAlerted } = deps.policy;
  const validUntil = Math.min(nowMs + validForMs, expiresAt ?? Number.POSITIVE_INFINITY);
  const questionUntil = question === undefined ? undefined : nowMs + question.openForMs;
  const isSeenByTwo = alert.approved !== undefined && isSameThing(alert.approved.hash, review);
  return {
    set: {
      // The launch is signed by the person who scheduled it: at its time only the gateway acts.
      launched: { hash: review.hash, key: launched?.key ?? launch.key, by: launched ?? launch.actor },
      draft: withEndings(draft, isSeenByTwo || !needsSecondPerson(deps.policy, draft)),
      endsAt: expiresAt ?? Math.max(validUntil, questionUntil ?? 0),
      ...(questionUntil !== undefined && { questionUntil }),
      ...(escalation !== undefined && { escalation: beginEscalation(escalation, nowMs) }),
    },
    wave: {
      kind: 'first',
      target: 'audience',
      content,
      values,
      expected: review.count.people,
      replaces: false,
      // No message stays valid longer than the danger that it warns of.
      validUntil,
      // What the audience means is kept as it was previewed: an edit of a segment changes later alerts only.
      meaning: review.count.meaning,
    },
    guard: {
      like: likenessOf(draft),
      since: recentlyAlerted === 0 ? undefined : nowMs - recentlyAlerted,
      again: launch.again === true,
    },
  };
};

/** Whether the alert may be scheduled. The checks are those of `decideLaunch`; the step begins no wave. */
export const decideSchedule = async (
  deps: LaunchDeps,
  alert: Alert,
  launch: Launch,
  nowMs: number,
): Promise<Decision> => {
  if (launch.breakGlass !== undefined) {
    const detail = 'there is time for a second person to approve what goes out later';
    return { refused: { kind: 'needsApproval', detail } };
  }
  const decision = await decideLaunch(deps, alert, launch, nowMs);
  if ('refused' in decision) return decision;
  // `launched` is kept, since it holds the idempotency key: a client that got no answer repeats its request, and must
  // not be refused as a launch before the scheduled time.
  const { launched } = decision.set ?? {};
  return { set: { launched: launched ?? null } };
};

/** Why the approval, though given, doesn't count for this launch; undefined: it does, or there is none. */
export const whyFallen = async (
  { stands, holdOf }: LaunchDeps,
  { approved, launched }: Alert,
  { actor }: Pick<Launch, 'actor'>,
  now: number,
): Promise<string | undefined> => {
  if (approved === undefined) return undefined;
  if (!(await stands(approved.id)))
    return 'the user who approved this alert has been disabled since, or may approve no more: it needs a new approval';
  // Whoever launches is one of the two persons too, also where the program of another wrote the alert.
  const persons = [actor.id, ...(actor.also ?? []), ...(launched === undefined ? [] : [launched.id])];
  const hold = await holdOf({ actor: approved.id, persons, at: approved.at, now, through: 'either' });
  return hold === undefined ? undefined : whyHeld(hold);
};

const changed = (review: DraftReview): StepVerdict => ({
  kind: 'changed',
  detail: `what would go out is not what was seen: it is for ${review.people} people now`,
  review,
});

/** Of an alert: the people who would get it, those of each step of its escalation too. */
export const peopleOf = ({ people, steps }: Pick<DraftReview, 'people' | 'steps'>): number =>
  // People of several steps count more than once: nobody shall reach many by many small audiences.
  steps.reduce((sum, step) => sum + step.people, people);

/** Why the approval of the alert doesn't cover it as it is now; undefined: it does. */
export const whyNotCovered = (
  approved: Alert['approved'],
  review: DraftReview,
  fallen: string | undefined,
): string | undefined => {
  if (approved === undefined) return 'a second person must approve this alert first';
  if (fallen !== undefined) return fallen;
  if (!isSameThing(approved.hash, review)) {
    return 'a list, segment or area of its audience was changed since it was approved: it needs a new approval';
  }
  const people = peopleOf(review);
  return approved.people !== undefined && hasOutgrown(approved.people, people)
    ? `it was approved for ${approved.people} people, and is for ${people} now: submit it again, so that a second person approves it for these`
    : undefined;
};

const whyNotYet = (
  policy: AlertsConfig,
  { draft, state, approved }: Alert,
  { breakGlass }: Launch,
  { review, fallen }: { readonly review: DraftReview; readonly fallen: string | undefined },
): StepVerdict | undefined => {
  const detail = whyNotCovered(approved, review, fallen);
  if (detail === undefined) return undefined;
  // A submitted alert waits for its approval, even where the policy asks for none: its author wanted one.
  const handedIn = state === 'pendingApproval' || state === 'returned' || approved !== undefined;
  const tooMany = whyTooManyToTry(policy, draft, peopleOf(review));
  if (!handedIn && tooMany === undefined && !needsSecondPerson(policy, draft)) return undefined;
  if (draft.overrideOptOut && approved === undefined) {
    return { kind: 'needsApproval', detail: 'an alert to people who opted out always needs a second person' };
  }
  // An exercise can wait for the second person.
  if (tooMany !== undefined) {
    return { kind: 'needsApproval', detail: approved === undefined ? tooMany : detail };
  }
  if (breakGlass !== undefined && !draft.overrideOptOut) return undefined;
  return { kind: 'needsApproval', detail };
};
