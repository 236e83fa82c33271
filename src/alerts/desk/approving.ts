import { type Alert, type AlertLogEntry, isAmong, type StepActor } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import { type DraftReview, type DraftReviewDeps, seeAlert } from './draft-review.ts';
import type { Step, Stepper } from './stepper.ts';
import type { StepVerdict } from './verdict.ts';

/** Whoever took one of these steps is an author of the alert, and may not be its second person. */
const AUTHORSHIP: readonly AlertAction[] = ['create', 'edit', 'submit'];

/** Whether the person `by` wrote any part of the alert: then somebody else must approve it. */
export const isAuthor = (by: StepActor, { authors }: Alert, log: readonly AlertLogEntry[]): boolean => {
  const writers = log.filter(({ action }) => AUTHORSHIP.includes(action)).map(({ actor }) => actor);
  return isAmong(by, [...authors, ...writers]);
};

/** Approves the alert as it is now, unless its author does it. @param whyNot says why the review is not approved */
export const approveAlert = (
  deps: DraftReviewDeps & { readonly repository: Pick<AlertRepository, 'alertLog'> },
  stepper: Stepper,
  id: number,
  step: Step,
  whyNot: (review: DraftReview) => StepVerdict | undefined,
): Promise<StepVerdict> =>
  stepper.take(id, step, async (alert, now) => {
    const log = await deps.repository.alertLog(id);
    if (isAuthor(step.actor, alert, log)) return { refused: { kind: 'ownApproval' } };
    const review = await seeAlert(deps, alert.draft, now);
    const refused = whyNot(review);
    return refused === undefined ? { set: { approvedHash: review.hash } } : { refused };
  });
