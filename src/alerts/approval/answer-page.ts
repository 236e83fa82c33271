import type { Alert } from '../../domain/alerts/alert.ts';
import type { ApprovalPage, ApprovalWait, PageAnswer } from '../../domain/alerts/approval.ts';
import type { StepVerdict } from '../desk/verdict.ts';
import type { Answered, NotDone } from './answer-replies.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { hasPagesLeft } from './next-page.ts';
import { Pager } from './pager.ts';
import type { AskedAnswer } from './read-answer.ts';
import { isWaitOf, writersOf } from './waiting.ts';

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
  if (asked.verb === 'delegate') return delegate(deps, { page, wait, alert }, asked.rest, by);
  const isApproval = asked.verb === 'approve';
  const verdict = isApproval
    ? await approve(deps, page, alert, by)
    : await giveBack(deps, page, wait, alert, asked.rest || NO_REASON, by);
  if (verdict.kind === 'done') {
    count(isApproval ? 'approved' : 'returned');
    if (!isApproval) return { kind: 'returned', alert: alert.id };
    if (wait.subject === 'update') return { kind: 'updateSent', alert: alert.id };
    return { kind: 'approved', alert: alert.id, goesOut: alert.launchOnApproval === true ? 'now' : 'later' };
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
  if (verdict.kind === 'ownApproval') return verdict.detail === undefined ? 'ownAlert' : 'held';
  if (verdict.kind === 'changed') return verdict.review === undefined ? 'settledCode' : 'changed';
  return verdict.kind === 'wrongState' || verdict.kind === 'unknown' ? 'settledCode' : 'refused';
};

/** Passes the page on to another officer, who gets a code of their own. */
const delegate = async (
  deps: ApprovalDeps,
  { page, wait, alert }: { readonly page: ApprovalPage; readonly wait: ApprovalWait; readonly alert: Alert },
  name: string,
  by: By,
): Promise<Answered> => {
  const { repository, alerts, officers, count, queued, announce } = deps;
  const pager = new Pager(deps);
  const to = name === '' ? undefined : await officers.byName(name);
  const log = await alerts.alertLog(alert.id);
  const pages = await repository.pagesOf(wait.id);
  const officer =
    to === undefined || to.id === page.user || !hasPagesLeft(pages, to)
      ? undefined
      : await pager.pageable(to, writersOf(alert, log, wait));
  const made = officer === undefined ? undefined : await pager.make(wait, alert, pages, officer);
  if (to === undefined || made === undefined) {
    count('noDelegate');
    return { kind: 'noDelegate' };
  }
  const answer = { ...by, page: page.id, end: 'delegated', detail: `to ${to.name}` } as const;
  if (!(await repository.delegate(answer, made.page, made.message))) {
    count('settledCode');
    return SETTLED;
  }
  queued([made.message]);
  announce();
  count('delegated');
  return { kind: 'delegated', alert: alert.id, to: to.name };
};
