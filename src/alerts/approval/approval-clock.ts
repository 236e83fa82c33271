import type { Alert } from '../../domain/alerts/alert.ts';
import type { ApprovalPage, ApprovalWait } from '../../domain/alerts/approval.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import { Looper } from '../../kernel/looper.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { BackOff } from './back-off.ts';
import { launchApproved } from './launch-approved.ts';
import { News } from './news.ts';
import { nextStep, type Pageable } from './next-page.ts';
import { Pager } from './pager.ts';
import { deadlineOf, hasClock, isWaitOf, waitOf } from './waiting.ts';

/** The time until a page that could not be made is tried again. */
const AGAIN_MS = 5000;
/** The longest time between two looks, so that a wait which nobody announced is found too. */
const LOOK_MS = 60_000;
/**
 * An alert of a scenario that was approved beforehand is submitted and approved in two steps: nobody is paged for it in
 * between.
 */
const BEGINS_AFTER_MS = 3000;

/**
 * The clock of approvals: pages those on duty, one after the other, says when the deadline is past, launches what was
 * to be launched by its approval, and tells people how it ended. All that it knows is on disk, and each step is one
 * commit with its messages, so it goes on after a restart.
 */
export class ApprovalClock {
  readonly #deps: ApprovalDeps;
  readonly #pager: Pager;
  readonly #news: News;
  readonly #backOff: BackOff;
  /** Waits for which it was said that the roster gives nobody. */
  readonly #told = new Set<number>();
  readonly #looper: Looper;

  constructor(deps: ApprovalDeps) {
    this.#deps = deps;
    this.#pager = new Pager(deps);
    this.#news = new News(deps);
    this.#backOff = new BackOff(deps);
    const { clock, log } = deps;
    const failure = 'the clock of approvals cannot go on; trying again';
    this.#looper = new Looper(() => this.#run(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** To be called after each step of an alert, and after each answer of an officer. */
  wake(): void {
    this.#looper.wake();
  }

  async #run(): Promise<number> {
    const { repository, policy, clock } = this.#deps;
    const times: number[] = [];
    const attempt = async (alert: number, run: () => Promise<number | undefined>): Promise<void> => {
      const nextMs = await this.#backOff.attempt(alert, run);
      if (nextMs !== undefined) times.push(nextMs);
    };
    for (const alert of await repository.alertsToLaunch()) {
      await attempt(alert.id, async () => {
        await launchApproved(this.#deps, alert);
        return undefined;
      });
    }
    for (const alert of await repository.waitingAlerts()) {
      const wait = hasClock(policy, alert) ? waitOf(alert) : undefined;
      if (wait === undefined) continue;
      const beginsAt = wait.since + BEGINS_AFTER_MS;
      const deadline = deadlineOf(policy, alert.draft.severity, wait.since);
      if (clock.now() < beginsAt) times.push(beginsAt);
      else await repository.beginWait({ ...wait, deadline });
    }
    for (const wait of await repository.openWaits()) await attempt(wait.alert, () => this.#attend(wait));
    return Math.max(0, Math.min(...times, clock.now() + LOOK_MS) - clock.now());
  }

  /** Takes the steps that are due for one wait; returns when the next is due. */
  async #attend(wait: ApprovalWait): Promise<number | undefined> {
    const { alerts, repository, policy, clock } = this.#deps;
    const alert = await alerts.getAlert(wait.alert);
    const pages = await repository.pagesOf(wait.id);
    if (alert === undefined) {
      await repository.settle(wait.id, clock.now(), []);
      return undefined;
    }
    // The wait of an approved alert ends with its launch, so that its author is told of both at once.
    const isBeingLaunched = alert.state === 'approved' && alert.launchOnApproval === true;
    if (isBeingLaunched) return clock.now() + AGAIN_MS;
    const log = await alerts.alertLog(alert.id);
    if (!isWaitOf(wait, alert)) {
      const messages = await this.#news.settled(wait, pages, alert, log);
      if (await repository.settle(wait.id, clock.now(), messages)) this.#deps.queued(messages);
      this.#told.delete(wait.id);
      return undefined;
    }
    const duty = await this.#pager.duty(alert, log, wait);
    if (duty.isFallback) this.#tellFallback(wait, duty.officers);
    const { pageNextAfter } = policy.approvalClock;
    const step = nextStep(wait, pages, duty.officers, pageNextAfter, clock.now());
    if (step.kind === 'rest') return step.untilMs;
    if (step.kind === 'overdue') {
      const messages = await this.#news.overdue(wait, log);
      await this.#overdue(wait, pages, messages);
      return undefined;
    }
    const others = { ...duty, officers: [step.officer, ...duty.officers] };
    return this.#page(wait, alert, pages, others);
  }

  /** Pages the first of these to whom a route can carry the SMS. */
  async #page(
    wait: ApprovalWait,
    alert: Alert,
    pages: readonly ApprovalPage[],
    { officers, isFallback }: { readonly officers: readonly Pageable[]; readonly isFallback: boolean },
  ): Promise<number> {
    const { repository, policy, clock, count, queued, announce } = this.#deps;
    const { roster } = policy.approvalClock;
    for (const officer of officers) {
      const made = await this.#pager.make(wait, alert, pages, officer);
      if (made === undefined) continue;
      const { page, message } = made;
      const why = isFallback && roster !== undefined ? `, since nobody of roster ${roster} can be paged` : '';
      if (await repository.page(page, message, { by: GATEWAY, detail: `${officer.name}${why}` })) {
        count('paged');
        queued([message]);
        announce();
      }
      return clock.now();
    }
    return clock.now() + AGAIN_MS;
  }

  /** Says once for each wait that the roster gives nobody who can be paged, and whether anybody is paged at all. */
  #tellFallback({ id, alert }: ApprovalWait, instead: readonly Pageable[]): void {
    const { policy, log, count } = this.#deps;
    const { roster } = policy.approvalClock;
    if (this.#told.has(id)) return;
    this.#told.add(id);
    if (instead.length === 0) log.error({ alert }, 'no approver who may be paged for an alert has a phone');
    else if (roster !== undefined) {
      log.warn({ alert, roster }, 'the roster of approvals gives nobody who can be paged: all approvers are');
    }
    count('noDuty');
  }

  async #overdue(
    wait: ApprovalWait,
    pages: readonly ApprovalPage[],
    messages: Awaited<ReturnType<News['overdue']>>,
  ): Promise<void> {
    const { repository, clock, log, queued, announce, count } = this.#deps;
    const names = [...new Set(pages.map(({ name }) => name))];
    const detail = names.length === 0 ? 'nobody could be paged' : `paged: ${names.join(', ')}`;
    const now = clock.now();
    if (!(await repository.overdue(wait, now, { by: GATEWAY, detail }, messages))) return;
    log.warn(
      { alert: wait.alert, paged: names.length, waitedMs: now - wait.since },
      'nobody has approved an alert in time',
    );
    count('overdue');
    queued(messages);
    announce();
  }
}
