import type { CaseFigures } from '../../domain/inbound/help-case.ts';
import type { AlarmRepository } from '../../domain/operation/alarm.ts';
import type { DrillStatus } from '../../domain/operation/drill.ts';
import type { Reloaded } from '../../domain/operation/reload.ts';
import type { FeedView } from '../../domain/triggers/triggers-service.ts';
import { ALL_ROUTES, type IntakeLimit } from '../intake-alarms.ts';
import type { Condition } from './condition.ts';

const DAY_MS = 86_400_000;
/** A certificate that ends within this time, ms, is a warning; within the shorter one it is urgent. */
export const ENDS_SOON_MS = 30 * DAY_MS;
export const ENDS_NOW_MS = 3 * DAY_MS;
/** A store without any backup is new for this long, ms. */
const NEW_FOR_MS = DAY_MS;

export const drillConditions = (statuses: readonly DrillStatus[]): readonly Condition[] =>
  statuses
    .filter(({ last }) => last?.result === 'failed')
    .map(({ drill, name, last }) => ({
      kind: 'drillFailed',
      subject: String(drill),
      name,
      lastAt: last?.finishedAt,
      reason: last?.routes.flatMap(({ route, result }) => (result === 'failed' ? [route] : [])).join(', '),
    }));

/** What has a kind of its own; opt-outs that are held are read from the store, since they wait for a person. */
const ofLimit: Readonly<Partial<Record<IntakeLimit, 'wrongTokens' | 'wrongPasswords' | 'refusedCalls'>>> = {
  wrongTokens: 'wrongTokens',
  wrongPasswords: 'wrongPasswords',
  refusedCalls: 'refusedCalls',
};

export const intakeConditions = (
  open: readonly { readonly route: string; readonly limit: IntakeLimit; readonly reason: string }[],
): readonly Condition[] =>
  open.flatMap(({ route, limit, reason }): readonly Condition[] => {
    if (limit === 'optOutsPerMinute') return [];
    const kind = ofLimit[limit];
    if (kind !== undefined) return [{ kind, reason }];
    const subject = route === ALL_ROUTES ? limit : `${limit}.${route}`;
    return [{ kind: 'intakeOverLimit', subject, reason }];
  });

export const doubtConditions = (
  standing: readonly { readonly route: string; readonly source: string; readonly reason: string }[],
): readonly Condition[] =>
  standing
    // What comes in over a limit is an alarm of its own.
    .filter(({ source }) => source !== 'intake')
    .map(({ route, reason }) => ({ kind: 'routeDoubtful', subject: route, reason }));

export const feedConditions = (feeds: readonly FeedView[]): readonly Condition[] =>
  feeds.flatMap(({ url, trouble }): readonly Condition[] => {
    if (trouble === undefined) return [];
    const { host, pathname } = new URL(url);
    return [{ kind: 'feedUnread', subject: `${host}${pathname}`, name: host, reason: trouble }];
  });

/** Calls for help for which nobody could be paged. */
export const caseConditions = ({
  unpaged,
  lastUnpagedAt,
}: Pick<CaseFigures, 'unpaged' | 'lastUnpagedAt'>): readonly Condition[] =>
  unpaged === 0 ? [] : [{ kind: 'caseUnpaged', lastAt: lastUnpagedAt }];

/** @param last the last reload of the configuration; undefined: there was none */
export const reloadConditions = (last: Pick<Reloaded, 'at' | 'refused'> | undefined): readonly Condition[] =>
  last?.refused === undefined
    ? []
    : [{ kind: 'configRefused', lastAt: last.at, reason: `errors: ${last.refused.length}` }];

export interface DiskFacts {
  /** Why nothing new is accepted; undefined: the reserve is not reached. */
  readonly reserved: string | undefined;
  readonly freeBytes: number | undefined;
  readonly reserveBytes: number;
  /** Why the last write failed; undefined: it did not. */
  readonly failed: string | undefined;
}

export const diskConditions = ({
  reserved,
  freeBytes,
  reserveBytes,
  failed,
}: DiskFacts): readonly Condition[] => {
  if (reserved !== undefined) return [{ kind: 'diskReserve', reason: reserved }];
  if (failed !== undefined) return [{ kind: 'databaseFailing', reason: failed }];
  return freeBytes !== undefined && freeBytes < 2 * reserveBytes
    ? [{ kind: 'diskLow', reason: `${Math.floor(freeBytes / 1e6)} MB are free` }]
    : [];
};

/** @param afterMs how old the newest backup may be */
export const backupConditions = async (
  repository: Pick<AlarmRepository, 'lastBackupAt' | 'firstEntryAt'>,
  afterMs: number,
  nowMs: number,
): Promise<readonly Condition[]> => {
  const last = await repository.lastBackupAt();
  if (last !== undefined)
    return nowMs - last > afterMs
      ? [{ kind: 'backupOld', reason: `the last one is of ${new Date(last).toISOString()}` }]
      : [];
  const first = await repository.firstEntryAt();
  return first !== undefined && nowMs - first > NEW_FOR_MS
    ? [{ kind: 'backupOld', reason: 'there was never one' }]
    : [];
};

/** @param ends where each certificate is named in the configuration, and when it ends, ms since the epoch */
export const certificateConditions = (
  ends: readonly { readonly where: string; readonly endsAt: number }[],
  nowMs: number,
): readonly Condition[] =>
  ends
    .toSorted((one, other) => one.endsAt - other.endsAt)
    .filter(({ endsAt }) => endsAt - nowMs <= ENDS_SOON_MS)
    .map(({ where, endsAt }) => ({
      kind: 'certificateExpires',
      subject: where.replaceAll(/[: ]+/g, '.'),
      severity: endsAt - nowMs <= ENDS_NOW_MS ? 'critical' : 'warning',
      reason: `it ends on ${new Date(endsAt).toISOString()}`,
    }));

/** A look that comes so much later than planned, ms, shows that the clock jumped, or that the machine stood still. */
export const JUMP_MS = 600_000;
/** How long a jump is an alarm, ms. */
const JUMP_SHOWN_MS = 3_600_000;

/** Finds jumps of the clock, and tells why retention doesn't trust the clock. */
export class ClockWatch {
  #lookedAt: number | undefined;
  #jumped: { readonly at: number; readonly byMs: number } | undefined;

  /** @param held why retention deletes nothing; undefined: it trusts the clock */
  look(held: string | undefined, nowMs: number): readonly Condition[] {
    const byMs = nowMs - (this.#lookedAt ?? nowMs);
    if (Math.abs(byMs) > JUMP_MS) this.#jumped = { at: nowMs, byMs };
    this.#lookedAt = nowMs;
    if (held !== undefined) return [{ kind: 'clockDoubtful', reason: held }];
    if (this.#jumped === undefined || Math.abs(nowMs - this.#jumped.at) > JUMP_SHOWN_MS) return [];
    const minutes = Math.round(this.#jumped.byMs / 60_000);
    return [
      {
        kind: 'clockDoubtful',
        reason: `it jumped by ${minutes} min, or the machine stood still`,
        lastAt: this.#jumped.at,
        holdMs: 0,
      },
    ];
  }
}

/** How long a restart after a crash is an alarm, ms. */
export const RESTART_SHOWN_MS = DAY_MS;

/** @param startedAt when the gateway started after it had been cut off; undefined: it had stopped as it should */
export const restartConditions = (startedAt: number | undefined, nowMs: number): readonly Condition[] =>
  startedAt === undefined || nowMs - startedAt > RESTART_SHOWN_MS
    ? []
    : [{ kind: 'restarted', reason: 'the last run did not say that it stops', lastAt: startedAt }];
