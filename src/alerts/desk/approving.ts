import type { HoldOf } from '../../domain/access/hold.ts';
import { type Alert, type AlertLogEntry, isAmong, type StepActor } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { PageAnswer } from '../../domain/alerts/approval.ts';
import type { AudienceMeaning } from '../../domain/people/audience.ts';
import { type DraftReview, type DraftReviewDeps, seeAlert } from '../preview/draft-review.ts';
import { type LaunchDeps, peopleOf, whyFallen, whyNotCovered } from './launching.ts';
import type { Step, Stepper } from './stepper.ts';
import { type StepVerdict, wrongState } from './verdict.ts';

/** Whoever took one of these steps is an author of the alert, and may not be its second person. */
const AUTHORSHIP: readonly AlertAction[] = ['create', 'edit', 'submit'];

/** The ids of those who wrote any part of the alert: somebody else must approve it. */
export const authorsOf = ({ authors }: Alert, log: readonly AlertLogEntry[]): readonly string[] => [
  ...authors,
  ...log.filter(({ action }) => AUTHORSHIP.includes(action)).map(({ actor }) => actor),
];

interface ApprovingDeps extends DraftReviewDeps {
  readonly repository: Pick<AlertRepository, 'alertLog'>;
  readonly holdOf: HoldOf;
}

interface Approver {
  readonly actor: StepActor;
  /** The version of the alert that was seen; undefined: any version. */
  readonly version?: number | undefined;
  /** The page that is answered by it. */
  readonly answers?: PageAnswer | undefined;
}

/**
 * Hands the alert in for approval. An approved alert is handed in again only if its approval doesn't cover any more
 * what would go out: a repeated request must not take a good approval back.
 */
export const submitAlert = (
  deps: LaunchDeps,
  stepper: Stepper,
  id: number,
  { launchOnApproval, ...by }: Approver & { readonly launchOnApproval: boolean },
): Promise<StepVerdict> =>
  stepper.take(id, { event: 'submit', ...by }, async (alert, now) => {
    const { approved } = alert;
    const review = await seeAlert(deps, alert.draft, now);
    if (alert.state === 'approved' && approved !== undefined) {
      if (whyNotCovered(approved, review, await whyFallen(deps, alert, by, now)) === undefined)
        return { refused: wrongState(alert, 'submit') };
    }
    return { set: { submitted: { people: review.people }, launchOnApproval, approvedHash: null } };
  });

interface Beforehand {
  readonly whyNot: (meant: AudienceMeaning) => string | undefined;
  /** When the approval was given, ms since the epoch. */
  readonly givenAt: number;
}

/** Approves a submitted alert. `hash` is that of what was seen; undefined: it is not compared. */
export const approveAlert = (
  deps: ApprovingDeps,
  stepper: Stepper,
  id: number,
  { actor, hash, version, answers }: Approver & { readonly hash: string | undefined },
): Promise<StepVerdict> =>
  approve(deps, stepper, id, { event: 'approve', actor, detail: hash, version, answers }, (review) =>
    hash === undefined || hash === review.hash
      ? undefined
      : { kind: 'changed', detail: 'what would go out is not what was seen', review },
  );

/**
 * Approves in the name of the person who approved the scenario that the alert was made of. Nobody has approved an edit
 * after the version. `whyNot` says why the approval does not cover what the audience means now; undefined: it does.
 */
export const approveBeforehand = (
  deps: ApprovingDeps,
  stepper: Stepper,
  id: number,
  { actor, version, whyNot, givenAt }: Approver & Beforehand,
): Promise<StepVerdict> =>
  approve(
    deps,
    stepper,
    id,
    { event: 'approve', actor, version },
    ({ count }) => {
      const detail = whyNot(count);
      return detail === undefined ? undefined : { kind: 'needsApproval', detail };
    },
    givenAt,
  );

const approve = (
  deps: ApprovingDeps,
  stepper: Stepper,
  id: number,
  step: Step,
  whyNot: (review: DraftReview) => StepVerdict | undefined,
  givenAt?: number,
): Promise<StepVerdict> =>
  stepper.take(id, step, async (alert, now) => {
    const persons = authorsOf(alert, await deps.repository.alertLog(id));
    if (isAmong(step.actor, persons)) return { refused: { kind: 'ownApproval' } };
    const through = givenAt !== undefined ? 'either' : step.answers === undefined ? 'token' : 'phone';
    const hold = await deps.holdOf({ actor: step.actor.id, persons, at: givenAt ?? now, now, through });
    if (hold !== undefined) return { refused: { kind: 'ownApproval', hold } };
    const review = await seeAlert(deps, alert.draft, now);
    const refused = whyNot(review);
    return refused === undefined
      ? { set: { approvedHash: review.hash, approvedPeople: peopleOf(review) } }
      : { refused };
  });
