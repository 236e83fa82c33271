import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { ApprovalRepository } from '../../domain/alerts/approval.ts';
import type { ScheduleRepository } from '../../domain/alerts/schedule.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import { takePlanned } from '../../kernel/planned-times.ts';
import { Stepper } from '../desk/stepper.ts';

const PAUSED = 'a backup was restored: people may have been written to after it';
const RETURNED = 'a backup was restored: the alert may have been launched after it';
const PAGE = 1000;

export interface HoldAlertsDeps {
  readonly alerts: AlertRepository;
  readonly approvals: Pick<ApprovalRepository, 'alertsToLaunch' | 'holdBack'>;
  readonly schedules: ScheduleRepository;
  readonly clock: Clock;
}

/** What was held, and what goes on by itself. */
export interface HeldAlerts {
  readonly paused: readonly number[];
  readonly returned: readonly number[];
  /** Alerts that were approved, and that the gateway was about to launch. */
  readonly approved: readonly number[];
  /** Alerts that wait for approval. */
  readonly waiting: readonly number[];
  /** Alerts that go out by themselves at a time that is still to come. */
  readonly scheduled: readonly number[];
  /** Planned times of schedules that passed since the backup. */
  readonly missed: number;
}

/**
 * After a restore nobody knows what alerts did since the backup, so none of them sends by itself: an alert that was
 * going out is paused, one whose time has come is returned to its author, and planned times that have passed count as
 * missed. People look, and resume, stop or launch.
 */
export const holdAlerts = async ({
  alerts,
  approvals,
  schedules,
  clock,
}: HoldAlertsDeps): Promise<HeldAlerts> => {
  const stepper = new Stepper({ repository: alerts, clock, announce: () => {} });
  const now = clock.now();
  const paused: number[] = [];
  for (const { id } of await alerts.alertsIn(['sending'])) {
    const verdict = await stepper.take(id, { event: 'pause', actor: GATEWAY, detail: PAUSED });
    if (verdict.kind === 'done') paused.push(id);
  }
  const returned: number[] = [];
  for (const { id, draft } of await alerts.alertsIn(['scheduled'])) {
    if (draft.scheduledAt !== undefined && draft.scheduledAt > now) continue;
    const verdict = await stepper.take(id, { event: 'return', actor: GATEWAY, detail: RETURNED }, () => ({
      set: { approvedHash: null, launched: null },
    }));
    if (verdict.kind === 'done') returned.push(id);
  }
  const scheduled = (await alerts.alertsIn(['scheduled'])).map(({ id }) => id);
  const approved: number[] = [];
  for (const { id, version } of await approvals.alertsToLaunch())
    if (await approvals.holdBack(id, version, now, { by: GATEWAY, detail: RETURNED })) approved.push(id);
  const waiting = (await alerts.alertsIn(['pendingApproval'])).map(({ id }) => id);
  return { paused, returned, approved, waiting, scheduled, missed: await missPlanned(schedules, now) };
};

/** Takes every planned time up to now as missed, also those within the grace of their schedule. */
const missPlanned = async (schedules: ScheduleRepository, now: number): Promise<number> => {
  let count = 0;
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const { items, next } = await schedules.list({ limit: PAGE, cursor });
    for (const { id, definition } of items) {
      if (!definition.enabled) continue;
      await takePlanned({ ...definition, graceMs: -1 }, await schedules.lastPlanned(id, now), now, {
        fire: async () => {},
        miss: async (planned) => {
          for (const plannedAt of planned)
            await schedules.take(id, { plannedAt, outcome: 'missed', detail: RETURNED, at: now });
          count += planned.length;
        },
        stopped: () => false,
      });
    }
    cursor = next;
  }
  return count;
};
