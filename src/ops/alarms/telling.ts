import {
  type Alarm,
  type AlarmSeverity,
  alarmKinds,
  alarmStateOf,
  isSilent,
} from '../../domain/operation/alarm.ts';

/** Who is told of what by SMS, and how often. */
export interface TellingPolicy {
  readonly severities: readonly AlarmSeverity[];
  /** After how long a critical alarm that nobody has acknowledged is told again, ms. */
  readonly tellAgainMs: number;
}

/** What people are told now by one SMS. */
export interface Telling {
  readonly what: 'raised' | 'again' | 'over';
  /** The most urgent first; at least one. */
  readonly alarms: readonly [Alarm, ...Alarm[]];
  /** All admins are told too, since those on duty have not acknowledged it. */
  readonly toAdmins: boolean;
}

/** How long the first new alarm waits for others that have the same cause, ms. */
const GATHER_MS = 10_000;
const HOUR_MS = 3_600_000;
/** SMS to a person in an hour, about one alarm and in all: who gets more reads none of them. */
const MOST_OF_ONE = 3;
const MOST_IN_ALL = 12;
/** An alarm that nobody acknowledges is told so often. */
const MOST_TELLINGS = 6;

const lately = (times: readonly number[], nowMs: number): readonly number[] =>
  times.filter((at) => Math.abs(nowMs - at) < HOUR_MS);

const byUrgency = (one: Alarm, other: Alarm): number =>
  alarmKinds.indexOf(one.kind) - alarmKinds.indexOf(other.kind) || one.raisedAt - other.raisedAt;

const sorted = (alarms: readonly Alarm[]): Telling['alarms'] | undefined => {
  const [first, ...rest] = alarms.toSorted(byUrgency);
  return first === undefined ? undefined : [first, ...rest];
};

/**
 * What people are to be told now; undefined: nothing, or they have been told enough within the last hour.
 * @param isGone whether the trouble of an alarm is over, although the alarm has not ended yet
 */
export const dueTelling = (
  alarms: readonly Alarm[],
  { severities, tellAgainMs }: TellingPolicy,
  nowMs: number,
  isGone: (id: string) => boolean = () => false,
): Telling | undefined => {
  const inAll = new Set(alarms.flatMap(({ toldAt }) => lately(toldAt, nowMs)));
  if (inAll.size >= MOST_IN_ALL) return undefined;
  const may = alarms.filter(
    ({ severity, toldAt }) => severities.includes(severity) && lately(toldAt, nowMs).length < MOST_OF_ONE,
  );
  const open = may.filter((one) => alarmStateOf(one, nowMs) === 'open' && !isGone(one.id));
  const fresh = open.filter(({ tellings }) => tellings === 0);
  const isGathered = fresh.some(({ changedAt }) => nowMs - changedAt >= GATHER_MS);
  const raised = isGathered ? sorted(fresh) : undefined;
  if (raised !== undefined) return { what: 'raised', alarms: raised, toAdmins: false };
  const again = sorted(
    open.filter(
      ({ severity, tellings, toldAt }) =>
        severity === 'critical' &&
        tellings > 0 &&
        tellings < MOST_TELLINGS &&
        Math.abs(nowMs - (toldAt.at(-1) ?? 0)) >= tellAgainMs,
    ),
  );
  if (again !== undefined) return { what: 'again', alarms: again, toAdmins: true };
  const ended = may.filter(
    ({ endedAt, tellings, silence }) => endedAt !== undefined && tellings > 0 && !isSilent(silence, nowMs),
  );
  const over = ended.some(({ changedAt }) => nowMs - changedAt >= GATHER_MS) ? sorted(ended) : undefined;
  return over === undefined ? undefined : { what: 'over', alarms: over, toAdmins: false };
};

/** The alarms after people were told. Of one that has ended, nothing is left to be told. */
export const toldOf = ({ alarms, what }: Telling, nowMs: number): readonly Alarm[] =>
  alarms.map((alarm) => ({
    ...alarm,
    toldAt: [...lately(alarm.toldAt, nowMs), nowMs],
    tellings: what === 'over' ? 0 : alarm.tellings + 1,
  }));
