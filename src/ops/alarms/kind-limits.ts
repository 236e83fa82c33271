import type { AlarmKind } from '../../domain/operation/alarm.ts';
import { MOST_A_MINUTE } from '../refusals.ts';
import { ENDS_NOW_MS, ENDS_SOON_MS, JUMP_MS, RESTART_SHOWN_MS } from './part-conditions.ts';
import { ENOUGH_PARTS, WINDOW_MS } from './receipt-watch.ts';
import { LATE_MS, MODEM_STARTS_MS } from './route-conditions.ts';

/** What of the configuration says when alarms are raised; durations in ms. */
export interface LimitsSetting {
  readonly alarms: { readonly routeDownAfter: number; readonly backupAfter: number };
  readonly intake: {
    readonly diskReserve: number;
    readonly inbound: { readonly perHour: number };
    readonly evidence: { readonly unmatchedReceipts: number };
  };
  readonly inbound: { readonly optOutsPerMinute: number; readonly repliesPerHourInAll: number };
}

export interface KindLimit {
  readonly name: string;
  readonly value: number;
  readonly unit: 'seconds' | 'bytes' | 'count';
}

const seconds = (name: string, ms: number): KindLimit => ({ name, value: ms / 1000, unit: 'seconds' });
const bytes = (name: string, value: number): KindLimit => ({ name, value, unit: 'bytes' });
const count = (name: string, value: number): KindLimit => ({ name, value, unit: 'count' });

/** The limits of each kind that are in force: those of the configuration, and those that stand in the code. */
export const limitsOfKinds = ({
  alarms: { routeDownAfter, backupAfter },
  intake: { diskReserve, inbound: ofPhones, evidence },
  inbound: { optOutsPerMinute, repliesPerHourInAll },
}: LimitsSetting): Readonly<Record<AlarmKind, readonly KindLimit[]>> => {
  const ofRoutes = [
    seconds('carrier', routeDownAfter),
    seconds('modem', Math.max(routeDownAfter, MODEM_STARTS_MS)),
  ];
  return {
    noWayOut: ofRoutes,
    diskReserve: [bytes('reserve', diskReserve)],
    databaseFailing: [],
    caseUnpaged: [],
    backlogLate: [seconds('critical', LATE_MS.critical), seconds('high', LATE_MS.high)],
    routeDown: ofRoutes,
    routeSick: [],
    receiptsMissing: [count('parts', ENOUGH_PARTS), seconds('within', WINDOW_MS)],
    clockDoubtful: [seconds('jump', JUMP_MS)],
    certificateExpires: [seconds('soon', ENDS_SOON_MS), seconds('now', ENDS_NOW_MS)],
    optOutsHeld: [count('perMinute', optOutsPerMinute)],
    restarted: [seconds('shown', RESTART_SHOWN_MS)],
    configRefused: [],
    routeDoubtful: [],
    drillFailed: [],
    diskLow: [bytes('free', 2 * diskReserve)],
    backupOld: [seconds('age', backupAfter)],
    wrongTokens: [count('perMinute', MOST_A_MINUTE.token)],
    wrongPasswords: [count('perMinute', MOST_A_MINUTE.password)],
    refusedCalls: [count('perMinute', MOST_A_MINUTE.role)],
    intakeOverLimit: [
      count('perHour', ofPhones.perHour),
      count('repliesPerHour', repliesPerHourInAll),
      count('unmatchedReceipts', evidence.unmatchedReceipts),
    ],
    feedUnread: [],
  };
};

/** How long it must be so until an alarm of the kind is raised, ms; undefined: what stands in the table of kinds. */
export const holdOfKind = (
  kind: AlarmKind,
  { alarms: { routeDownAfter } }: Pick<LimitsSetting, 'alarms'>,
): number | undefined => (kind === 'noWayOut' || kind === 'routeDown' ? routeDownAfter : undefined);
