import { certificateEnds } from '../../commands/check/certificate-warnings.ts';
import type { Config } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { DrillStatus } from '../../domain/operation/drill.ts';
import type { Reloaded } from '../../domain/operation/reload.ts';
import type { Source } from '../../ops/alarms/condition.ts';
import {
  backupConditions,
  ClockWatch,
  caseConditions,
  certificateConditions,
  diskConditions,
  doubtConditions,
  drillConditions,
  feedConditions,
  intakeConditions,
  reloadConditions,
  restartConditions,
} from '../../ops/alarms/part-conditions.ts';
import type { ReceiptWatch } from '../../ops/alarms/receipt-watch.ts';
import { backlogConditions, routeConditions } from '../../ops/alarms/route-conditions.ts';
import type { DiskReserve } from '../../ops/disk-reserve.ts';
import type { IntakeAlarms } from '../../ops/intake-alarms.ts';
import type { Retention } from '../../ops/retention/retention.ts';
import type { RouteAlarms } from '../../ops/route-alarms.ts';
import type { Store } from '../../store/store.ts';
import type { Triggers } from '../triggers/compose-triggers.ts';

/** The parts of the gateway that know what is wrong. */
export interface AlarmSourcesAround {
  readonly store: Store;
  readonly dispatcher: Pick<Dispatcher, 'list'>;
  readonly reserve: Pick<DiskReserve, 'reason' | 'freeBytes'>;
  readonly intakeAlarms: Pick<IntakeAlarms, 'open'>;
  readonly routeAlarms: Pick<RouteAlarms, 'standing'>;
  readonly receiptWatch: ReceiptWatch;
  readonly drills: { statuses(): readonly DrillStatus[] };
  readonly triggers: Pick<Triggers, 'cap'>;
  readonly retention: Pick<Retention, 'held'>;
  /** The routes that are not about to end. */
  readonly routes: { readonly configured: readonly { readonly id: string }[] };
  /** The configuration that is in force, also after a reload. */
  readonly running: () => Config;
  readonly lastReload: () => Reloaded | undefined;
  /** When this run began after the last one had been cut off; undefined: that one had stopped as it should. */
  readonly cutBefore: number | undefined;
}

const OFTEN_MS = 0;
const MINUTE_MS = 60_000;
const SOME = { limit: 1, cursor: undefined };

/** What each part of the gateway says is wrong: nothing is measured a second time. */
export const alarmSources = (config: Config, around: AlarmSourcesAround): readonly Source[] => {
  const { store, dispatcher, reserve, intakeAlarms, routeAlarms, receiptWatch, drills } = around;
  const { triggers, retention, running, cutBefore } = around;
  const { routeDownAfter, backupAfter } = config.alarms;
  const clockWatch = new ClockWatch();
  // A route that a reload has ended waits for its last answers, which is no trouble.
  const kept = () => {
    const ids = new Set(around.routes.configured.map(({ id }) => id));
    return dispatcher.list().filter(({ id }) => ids.has(id));
  };
  return [
    {
      name: 'routes',
      everyMs: OFTEN_MS,
      look: () => [...routeConditions(kept(), routeDownAfter), ...doubtConditions(routeAlarms.standing())],
    },
    {
      name: 'backlog',
      everyMs: MINUTE_MS / 2,
      look: (now) =>
        backlogConditions(
          dispatcher.list(),
          (urgency, until) => store.alarms.anyQueuedUntil(urgency, now, until),
          now,
        ),
    },
    {
      name: 'receipts',
      everyMs: MINUTE_MS,
      look: (now) => receiptWatch.look(dispatcher.list(), now),
    },
    {
      name: 'disk',
      everyMs: OFTEN_MS,
      look: () =>
        diskConditions({
          reserved: reserve.reason(),
          freeBytes: reserve.freeBytes,
          reserveBytes: config.intake.diskReserve,
          failed: store.failedReason(),
        }),
    },
    { name: 'clock', everyMs: OFTEN_MS, look: (now) => clockWatch.look(retention.held, now) },
    { name: 'intake', everyMs: OFTEN_MS, look: () => intakeConditions(intakeAlarms.open()) },
    { name: 'drills', everyMs: OFTEN_MS, look: () => drillConditions(drills.statuses()) },
    { name: 'feeds', everyMs: OFTEN_MS, look: () => feedConditions(triggers.cap.feeds()) },
    { name: 'reload', everyMs: OFTEN_MS, look: () => reloadConditions(around.lastReload()) },
    { name: 'restart', everyMs: OFTEN_MS, look: (now) => restartConditions(cutBefore, now) },
    {
      name: 'opt-outs',
      everyMs: MINUTE_MS,
      look: async () => {
        const { items } = await store.heldOptOuts({ state: 'held', route: undefined }, SOME);
        return items.map(() => ({ kind: 'optOutsHeld' }));
      },
    },
    {
      name: 'cases',
      everyMs: MINUTE_MS,
      look: async () => caseConditions(await store.caseFigures()),
    },
    // Backups of a PostgreSQL are made by its own tools, which tell the gateway nothing.
    ...(config.store.sqlite === undefined
      ? []
      : [
          {
            name: 'backup',
            everyMs: 10 * MINUTE_MS,
            look: (now: number) => backupConditions(store.alarms, backupAfter, now),
          },
        ]),
    {
      name: 'certificates',
      everyMs: 60 * MINUTE_MS,
      look: (now) => certificateConditions(certificateEnds(running()), now),
    },
  ];
};
