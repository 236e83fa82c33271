import { type Alarm, type AlarmSeverity, alarmSeverities, isSilent } from '../../domain/operation/alarm.ts';
import { alarmIdOf, type Condition } from './condition.ts';
import { kindRules } from './kind-rules.ts';

/** A condition that has not lasted long enough. Times in ms since the epoch. */
interface Pending {
  readonly since: number;
  readonly seenAt: number;
}

/** All alarms, and what is not one yet or is about to end. */
export interface AlarmBook {
  readonly alarms: ReadonlyMap<string, Alarm>;
  readonly pending: ReadonlyMap<string, Pending>;
  /** Since when the condition of an alarm that has not ended is gone. */
  readonly goneSince: ReadonlyMap<string, number>;
}

/** What the passing of time and what was seen have done to an alarm. */
export interface AlarmChange {
  readonly what: 'raised' | 'worse' | 'unsilenced' | 'ended';
  readonly alarm: Alarm;
}

/**
 * A condition that comes and goes within this time, ms, has lasted: a route that flaps every few seconds works no
 * better than one that is down.
 */
const GAP_MS = 15_000;
const DAY_MS = 86_400_000;
/** How long an alarm that has ended is kept, ms. */
const KEPT_MS = 90 * DAY_MS;

export const bookOf = (alarms: readonly Alarm[]): AlarmBook => ({
  alarms: new Map(alarms.map((alarm) => [alarm.id, alarm])),
  pending: new Map(),
  goneSince: new Map(),
});

const isWorse = (severity: AlarmSeverity, than: AlarmSeverity): boolean =>
  alarmSeverities.indexOf(severity) < alarmSeverities.indexOf(than);

const isLater = (at: number | undefined, than: number | undefined): boolean =>
  at !== undefined && than !== undefined && at > than;

const raise = (condition: Condition, { since, serial, before, nowMs }: RaisedAt): Alarm => {
  const { kind, subject, name, severity, reason } = condition;
  return {
    id: alarmIdOf(condition),
    serial,
    kind,
    subject,
    name: name ?? subject,
    severity: severity ?? kindRules[kind].severity,
    reason,
    since,
    raisedAt: nowMs,
    times: (before?.times ?? 0) + 1,
    changedAt: nowMs,
    endedAt: undefined,
    acknowledged: undefined,
    silence: isSilent(before?.silence, nowMs) ? before?.silence : undefined,
    toldAt: before?.toldAt ?? [],
    tellings: 0,
  };
};

interface RaisedAt {
  readonly since: number;
  readonly serial: number;
  /** The alarm with this id that has ended. */
  readonly before: Alarm | undefined;
  readonly nowMs: number;
}

/** What is wrong now makes, changes and ends alarms. */
export const stepBook = (
  book: AlarmBook,
  conditions: readonly Condition[],
  nowMs: number,
): { readonly book: AlarmBook; readonly changes: readonly AlarmChange[] } => {
  const alarms = new Map(book.alarms);
  const pending = new Map(book.pending);
  const goneSince = new Map(book.goneSince);
  const changes: AlarmChange[] = [];
  const change = (what: AlarmChange['what'], alarm: Alarm): void => {
    alarms.set(alarm.id, alarm);
    changes.push({ what, alarm });
  };
  let serial = Math.max(0, ...[...alarms.values()].map((one) => one.serial));

  const seen = new Set<string>();
  for (const condition of conditions) {
    const id = alarmIdOf(condition);
    if (seen.has(id)) continue;
    seen.add(id);
    const known = alarms.get(id);
    if (known !== undefined && known.endedAt === undefined) {
      const { reason, name = condition.subject, severity = kindRules[known.kind].severity } = condition;
      const isNews = isLater(condition.lastAt, known.acknowledged?.at);
      const times = known.times + (goneSince.delete(id) || isNews ? 1 : 0);
      const now = { ...known, reason, name, severity, times };
      // Whoever has acknowledged the lesser trouble hasn't acknowledged this one.
      if (isWorse(severity, known.severity) || isNews)
        change('worse', { ...now, changedAt: nowMs, acknowledged: undefined, tellings: 0 });
      else alarms.set(id, now);
      continue;
    }
    const { since } = pending.get(id) ?? { since: nowMs };
    if (nowMs - since < (condition.holdMs ?? kindRules[condition.kind].holdMs)) {
      pending.set(id, { since, seenAt: nowMs });
      continue;
    }
    pending.delete(id);
    change('raised', raise(condition, { since, serial: ++serial, before: known, nowMs }));
  }

  for (const [id, { seenAt }] of pending) if (nowMs - seenAt > GAP_MS) pending.delete(id);
  for (const alarm of [...alarms.values()]) {
    const { id, kind, endedAt, silence } = alarm;
    if (endedAt !== undefined) {
      if (nowMs - endedAt > KEPT_MS) alarms.delete(id);
      continue;
    }
    if (!seen.has(id)) {
      const since = goneSince.get(id) ?? nowMs;
      goneSince.set(id, since);
      if (nowMs - since >= kindRules[kind].quietMs) {
        goneSince.delete(id);
        change('ended', { ...alarm, endedAt: nowMs, changedAt: nowMs });
        continue;
      }
    }
    if (silence !== undefined && !isSilent(silence, nowMs))
      change('unsilenced', { ...alarm, silence: undefined, tellings: 0, changedAt: nowMs });
  }
  return { book: { alarms, pending, goneSince }, changes };
};
