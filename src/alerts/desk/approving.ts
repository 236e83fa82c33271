import type { Alert, AlertActor, AlertLogEntry } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AudienceMeaning } from '../../domain/people/audience.ts';
import { type DraftReview, type DraftReviewDeps, seeAlert } from '../preview/draft-review.ts';
import type { Step, Stepper } from './stepper.ts';
import type { StepVerdict } from './verdict.ts';

/** Whoever took one of these steps is an author of the alert, and may not be its second person. */
const AUTHORSHIP: readonly AlertAction[] = ['create', 'edit', 'submit'];

/** Whether the person `by` wrote any part of the alert: then somebody else must approve it. */
const isAuthor = (by: string, { authors }: Alert, log: readonly AlertLogEntry[]): boolean =>
  authors.includes(by) || log.some(({ actor, action }) => actor === by && AUTHORSHIP.includes(action));

interface ApprovingDeps extends DraftReviewDeps {
  readonly repository: Pick<AlertRepository, 'alertLog'>;
}

interface Approver {
  readonly actor: AlertActor;
  /** The version of the alert that was seen; undefined: any version. */
  readonly version?: number | undefined;
}

/** Approves a submitted alert. `hash` is that of what was seen; undefined: it is not compared. */
export const approveAlert = (
  deps: ApprovingDeps,
  stepper: Stepper,
  id: number,
  { actor, hash, version }: Approver & { readonly hash: string | undefined },
): Promise<StepVerdict> =>
  approve(deps, stepper, id, { event: 'approve', actor, detail: hash, version }, (review) =>
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
  { actor, version, whyNot }: Approver & { readonly whyNot: (meant: AudienceMeaning) => string | undefined },
): Promise<StepVerdict> =>
  approve(deps, stepper, id, { event: 'approve', actor, version }, ({ count }) => {
    const detail = whyNot(count);
    return detail === undefined ? undefined : { kind: 'needsApproval', detail };
  });

const approve = (
  deps: ApprovingDeps,
  stepper: Stepper,
  id: number,
  step: Step,
  whyNot: (review: DraftReview) => StepVerdict | undefined,
): Promise<StepVerdict> =>
  stepper.take(id, step, async (alert, now) => {
    const log = await deps.repository.alertLog(id);
    if (isAuthor(step.actor.id, alert, log)) return { refused: { kind: 'ownApproval' } };
    const review = await seeAlert(deps, alert.draft, now);
    const refused = whyNot(review);
    return refused === undefined ? { set: { approvedHash: review.hash } } : { refused };
  });
