import type { AlarmKind, AlarmSeverity } from '../../domain/operation/alarm.ts';

export interface KindRule {
  readonly severity: AlarmSeverity;
  /** How long it must be so until the alarm is raised, ms. */
  readonly holdMs: number;
  /** How long it must no longer be so until the alarm ends, ms: a route that comes and goes is one alarm. */
  readonly quietMs: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const critical = (holdMs: number, quietMs: number): KindRule => ({ severity: 'critical', holdMs, quietMs });
const warning = (holdMs: number, quietMs: number): KindRule => ({ severity: 'warning', holdMs, quietMs });

/**
 * Critical is what `packaging/prometheus/tocsin.rules.yaml` wakes somebody for. The times are shorter than there, since
 * nobody scrapes in between.
 */
export const kindRules: Readonly<Record<AlarmKind, KindRule>> = {
  noWayOut: critical(30 * SECOND, MINUTE),
  routeDown: critical(30 * SECOND, 2 * MINUTE),
  routeSick: critical(MINUTE, 5 * MINUTE),
  receiptsMissing: critical(5 * MINUTE, 5 * MINUTE),
  backlogLate: critical(2 * MINUTE, 5 * MINUTE),
  diskReserve: critical(0, 5 * MINUTE),
  databaseFailing: critical(10 * SECOND, 5 * MINUTE),
  clockDoubtful: critical(MINUTE, 10 * MINUTE),
  caseUnpaged: critical(0, MINUTE),
  certificateExpires: warning(0, MINUTE),
  optOutsHeld: warning(0, MINUTE),
  restarted: warning(0, 0),
  configRefused: warning(0, 0),
  routeDoubtful: warning(MINUTE, 10 * MINUTE),
  drillFailed: warning(0, 0),
  diskLow: warning(10 * MINUTE, 30 * MINUTE),
  backupOld: warning(MINUTE, 0),
  wrongTokens: warning(0, 10 * MINUTE),
  wrongPasswords: warning(0, 10 * MINUTE),
  refusedCalls: warning(0, 10 * MINUTE),
  intakeOverLimit: warning(0, 10 * MINUTE),
  feedUnread: warning(15 * MINUTE, MINUTE),
};
