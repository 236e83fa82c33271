import type { Alert } from '../../domain/alerts/alert.ts';
import type { ApprovalPage, ApprovalWait, PageAnswer, WaitSubject } from '../../domain/alerts/approval.ts';
import { untilText } from '../../domain/duty/until-text.ts';
import type { StepVerdict } from '../desk/verdict.ts';
import type { Answered, NotDone } from './answer-replies.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { delegatePage } from './delegate-page.ts';
import { type Launched, launchApproved } from './launch-approved.ts';
import type { AskedAnswer } from './read-answer.ts';
import { isWaitOf } from './waiting.ts';

type By = Omit<PageAnswer, 'end' | 'detail'>;

const NO_REASON = '(no reason, by SMS)';
const SETTLED: Answered = { kind: 'settledCode' };

/** Does what an officer answered with a right code. The page ends in one commit with the step of the alert. */
export const answerPage = async (
  deps: ApprovalDeps,
  page: ApprovalPage,
  asked: AskedAnswer,
  by: By,
): Promise<Answered> => {
  const { repository, alerts, clock, count } = deps;
  const wait = (await repository.openWaits()).find(({ id }) => id === page.wait);
  const alert = await alerts.getAlert(page.alert);
  if (wait === undefined || alert === undefined || !isWaitOf(wait, alert)) {
    count('settledCode');
    return SETTLED;
  }
  if (asked.verb === 'delegate') return delegatePage(deps, { page, wait, alert }, asked.rest, by);
  const isApproval = asked.verb === 'approve';
  const verdict = isApproval
    ? await approve(deps, page, alert, by)
    : await giveBack(deps, page, wait, alert, asked.rest || NO_REASON, by);
  if (verdict.kind === 'done') {
    count(isApproval ? 'approved' : 'returned');
    return isApproval ? approvedOf(deps, alert.id, wait.subject) : returnedOf(alert.id, wait.subject);
  }
  if (verdict.kind === 'ownApproval' && verdict.hold !== undefined) {
    count('held');
    const { what, of, by: giver, until } = verdict.hold;
    return { kind: 'held', what, of, by: giver, until: untilText(deps.timeZone, until, clock.now()) };
  }
  const why = whyNot(verdict);
  count(why);
  // The recipients are others than those that were paged: the officer gets a new code for what it is now.
  if (why === 'changed') {
    const answer = { ...by, end: 'changed', detail: 'OK by SMS, but the recipients have changed' } as const;
    await repository.endPage(answer, alert.id, clock.now());
  }
  return { kind: why };
};

/** The answer to a text that is handled again after a crash: what it did is on disk, and its reply is not. */
export const repeated = async (deps: ApprovalDeps, page: ApprovalPage): Promise<Answered> => {
  const { repository } = deps;
  const { end, alert, wait } = page;
  if (end === 'approved') return approvedOf(deps, alert, (await repository.subjectOf(wait)) ?? 'alert');
  if (end === 'returned') return returnedOf(alert, (await repository.subjectOf(wait)) ?? 'alert');
  if (end !== 'delegated') return { kind: end === 'changed' ? 'changed' : 'settledCode' };
  const pages = await repository.pagesOf(wait);
  const to = pages.find(({ at, step }) => at === page.endedAt && step > page.step);
  return to === undefined ? SETTLED : { kind: 'delegated', alert, to: to.name };
};

/** Launches what its approval launches before the officer is told so. */
const approvedOf = async (deps: ApprovalDeps, id: number, subject: WaitSubject): Promise<Answered> => {
  if (subject !== 'alert') return { kind: 'sent', what: subject, alert: id };
  const alert = await deps.alerts.getAlert(id);
  const launched: Launched = alert === undefined ? { kind: 'open' } : await launchApproved(deps, alert);
  if (launched.kind === 'held') return { kind: 'notLaunched', alert: id, reason: launched.reason };
  if (launched.kind !== 'open') return { kind: 'approved', alert: id, goesOut: launched.kind };
  if (alert?.launchOnApproval === true) return { kind: 'approved', alert: id, goesOut: 'soon' };
  const { submitted, draft } = alert ?? {};
  const isOfPerson =
    draft?.source === 'api' || (submitted && (await deps.officers.byId(submitted.id))) !== undefined;
  return { kind: 'approved', alert: id, goesOut: isOfPerson ? 'byAuthor' : 'byHand' };
};

const returnedOf = (alert: number, subject: WaitSubject): Answered =>
  subject === 'alert' ? { kind: 'returned', alert } : { kind: 'rejected', what: subject, alert };

/** Approves exactly what was paged: the hash of the page, and the version of the alert that waits. */
const approve = (
  { service }: ApprovalDeps,
  { id, hash }: ApprovalPage,
  alert: Alert,
  by: By,
): Promise<StepVerdict> => {
  const answer = { ...by, page: id, end: 'approved', detail: 'OK by SMS' } as const;
  return service.approve(alert.id, by.by, hash, alert.version, answer);
};

const giveBack = (
  { service }: ApprovalDeps,
  { id, hash }: ApprovalPage,
  { subject }: ApprovalWait,
  alert: Alert,
  reason: string,
  by: By,
): Promise<StepVerdict> => {
  const answers = { ...by, page: id, end: 'returned', detail: 'NO by SMS' } as const;
  const { version } = alert;
  return subject === 'alert'
    ? service.returnToAuthor(alert.id, by.by, reason, version, answers)
    : service.reject(alert.id, by.by, reason, { hash, version, answers });
};

const whyNot = (verdict: StepVerdict): NotDone => {
  if (verdict.kind === 'ownApproval') return 'ownAlert';
  if (verdict.kind === 'changed') return verdict.review === undefined ? 'settledCode' : 'changed';
  return verdict.kind === 'wrongState' || verdict.kind === 'unknown' ? 'settledCode' : 'refused';
};
