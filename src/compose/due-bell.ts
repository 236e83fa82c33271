import type { TokenWithdrawing } from '../access/token-withdrawing.ts';
import type { Scheduler } from '../alerts/schedule/scheduler.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { RECEIPT_GRACE_MS } from '../dispatch/watch/watchdog.ts';
import type { Drills } from '../drills/drills.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { DueBell } from '../ops/due-bell.ts';
import type { Store } from '../store/store.ts';

/** How often each service looks by itself for what is due, ms: `DueBell` wakes it each second while something is. */
export const WITHOUT_BELL_MS = 60_000;

export interface BellAround {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly alerts: { wake(): void };
  readonly drills: Drills;
  readonly scheduler: Scheduler;
  readonly tokenWithdrawals: TokenWithdrawing;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the `DueBell` of these services. */
export const composeDueBell = ({ store, dispatcher, clock, log, ...around }: BellAround): DueBell =>
  new DueBell({
    store,
    times: (now) => ({
      now,
      expiredUntil: dispatcher.deadlines.expiredUntil,
      givenUpUntil: now - RECEIPT_GRACE_MS,
    }),
    wake: {
      deadlines: () => dispatcher.deadlines.wake(),
      alerts: () => around.alerts.wake(),
      drills: () => around.drills.wake(),
      schedules: () => around.scheduler.wake(),
      withdrawals: () => around.tokenWithdrawals.wake(),
    },
    clock,
    log,
  });
