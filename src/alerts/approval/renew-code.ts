import type { ApprovalPage } from '../../domain/alerts/approval.ts';
import type { Officer } from '../../domain/alerts/approvers.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import type { NotDone } from './answer-replies.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { isOpenAt } from './page-code.ts';
import { Pager } from './pager.ts';
import { isWaitOf, writersOf } from './waiting.ts';

/** The clock, or another answer, may page at the same time. */
const TRIES = 3;

/**
 * Answers a code that is too old, or for other recipients: if what it was for still waits, its officer gets a new one,
 * also after the last page and after the deadline. An officer with a code that works for what waits now gets none, so
 * that an old code brings one SMS in ten minutes.
 */
export const renewCode = async (
  deps: ApprovalDeps,
  page: ApprovalPage,
  officer: Officer,
): Promise<NotDone> => {
  const { repository, alerts, clock, count, queued, announce } = deps;
  const wait = (await repository.openWaits()).find(({ id }) => id === page.wait);
  const alert = await alerts.getAlert(page.alert);
  if (wait === undefined || alert === undefined || !isWaitOf(wait, alert)) return 'settledCode';
  const pager = new Pager(deps);
  const log = await alerts.alertLog(alert.id);
  for (let left = TRIES; left > 0; left--) {
    const pages = await repository.pagesOf(wait.id);
    const isOpen = isOpenAt(clock.now());
    const hash = await pager.hashOf(wait, alert);
    const hasCode = pages.some((one) => one.user === officer.id && isOpen(one) && one.hash === hash);
    const pageable = hasCode ? undefined : await pager.pageable(officer, writersOf(alert, log, wait));
    if (pageable === undefined) return 'expiredCode';
    const made = await pager.make(wait, alert, pages, pageable);
    if (made?.page.code === undefined) return 'expiredCode';
    if (!(await repository.page(made.page, made.message, { by: GATEWAY, detail: officer.name }))) continue;
    count('paged');
    queued([made.message]);
    announce();
    return 'renewedCode';
  }
  return 'expiredCode';
};
