import type { Alert } from '../../domain/alerts/alert.ts';
import type { ApprovalPage, ApprovalWait, PageAnswer } from '../../domain/alerts/approval.ts';
import type { Answered } from './answer-replies.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { hasPagesLeft } from './next-page.ts';
import { Pager } from './pager.ts';
import { writersOf } from './waiting.ts';

interface Delegating {
  readonly page: ApprovalPage;
  readonly wait: ApprovalWait;
  readonly alert: Alert;
}

/** The clock pages at most once in 30 s, so one more try is enough. */
const TRIES = 3;

/** Passes the page on to another officer, who gets a code of their own. */
export const delegatePage = async (
  deps: ApprovalDeps,
  { page, wait, alert }: Delegating,
  name: string,
  by: Omit<PageAnswer, 'end' | 'detail'>,
): Promise<Answered> => {
  const { repository, alerts, officers, count, queued, announce } = deps;
  const pager = new Pager(deps);
  const to = name === '' ? undefined : await officers.byName(name);
  const log = await alerts.alertLog(alert.id);
  for (let left = TRIES; left > 0; left--) {
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
    const delegated = await repository.delegate(answer, made.page, made.message);
    if (delegated === 'gone') {
      count('settledCode');
      return { kind: 'settledCode' };
    }
    // The clock has paged somebody meanwhile, so the page to the other officer is the next one.
    if (delegated === 'taken') continue;
    queued([made.message]);
    announce();
    count('delegated');
    return { kind: 'delegated', alert: alert.id, to: to.name };
  }
  count('refused');
  return { kind: 'refused' };
};
