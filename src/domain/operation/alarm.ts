import type { NewMessage } from '../messages/message.ts';
import type { AuditActor, AuditNote } from './audit.ts';
import type { TocsinEvent } from './events.ts';

/** What an alarm can be about, the most urgent first. The names are part of the API: never rename one, only add. */
export const alarmKinds = [
  'noWayOut',
  'diskReserve',
  'databaseFailing',
  'caseUnpaged',
  'backlogLate',
  'routeDown',
  'routeSick',
  'receiptsMissing',
  'clockDoubtful',
  'certificateExpires',
  'optOutsHeld',
  'restarted',
  'configRefused',
  'routeDoubtful',
  'drillFailed',
  'diskLow',
  'backupOld',
  'wrongTokens',
  'wrongPasswords',
  'refusedCalls',
  'intakeOverLimit',
  'feedUnread',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** `critical`: somebody has to act now, at any hour. `warning`: it waits for the morning. */
export const alarmSeverities = ['critical', 'warning'] as const;
export type AlarmSeverity = (typeof alarmSeverities)[number];

export const alarmStates = ['open', 'acknowledged', 'silenced', 'ended'] as const;
export type AlarmState = (typeof alarmStates)[number];

/** The longest time for which an alarm can be silenced, ms: what is silenced for ever is forgotten. */
export const LONGEST_SILENCE_MS = 30 * 86_400_000;

export interface Silence {
  readonly by: AuditActor;
  /** When it began and when it ends, ms since the epoch. It outlasts the end of the alarm. */
  readonly at: number;
  readonly until: number;
  readonly reason: string;
}

/** Something that is wrong with the gateway, or was. Times in ms since the epoch. */
export interface Alarm {
  /** The kind, and after a colon what it is about. The same trouble has the same id each time. */
  readonly id: string;
  /** Grows with each alarm that is raised, so a list can be paged through. */
  readonly serial: number;
  readonly kind: AlarmKind;
  /** Such as the id of a route; undefined: the gateway as a whole. */
  readonly subject: string | undefined;
  /** The subject as people call it. */
  readonly name: string | undefined;
  readonly severity: AlarmSeverity;
  /** Why, in the gateway's own words: no number of a phone, no text of a message. */
  readonly reason: string | undefined;
  /** Since when it has been so. */
  readonly since: number;
  readonly raisedAt: number;
  /** How often the trouble has begun, since it was first known. */
  readonly times: number;
  readonly changedAt: number;
  readonly endedAt: number | undefined;
  readonly acknowledged: { readonly by: AuditActor; readonly at: number } | undefined;
  readonly silence: Silence | undefined;
  /** When people were told by SMS in the last day, oldest first. */
  readonly toldAt: readonly number[];
  /** How often people were told since it was raised, or since its silence ended. */
  readonly tellings: number;
}

/** Silence is shown while the trouble lasts, acknowledgement while nobody has silenced it. */
export const alarmStateOf = (
  { endedAt, silence, acknowledged }: Pick<Alarm, 'endedAt' | 'silence' | 'acknowledged'>,
  nowMs: number,
): AlarmState => {
  if (endedAt !== undefined) return 'ended';
  if (isSilent(silence, nowMs)) return 'silenced';
  return acknowledged === undefined ? 'open' : 'acknowledged';
};

/** A silence that would last longer than any can was made when the clock was wrong, and counts no more. */
export const isSilent = (silence: Silence | undefined, nowMs: number): silence is Silence =>
  silence !== undefined && silence.until > nowMs && silence.until <= nowMs + LONGEST_SILENCE_MS;

/** What happened to alarms, stored in one commit. */
export interface AlarmWrite {
  readonly alarms: readonly Alarm[];
  readonly messages: readonly NewMessage[];
  readonly events: readonly TocsinEvent[];
  readonly note: AuditNote | undefined;
}

export interface AlarmRepository {
  /** All alarms that are kept, those that have ended among them. */
  all(): Promise<readonly Alarm[]>;
  write(write: AlarmWrite): Promise<void>;
  /**
   * Notes that a gateway has started. Resolves with how the last one ended: `clean`, or `cut` if it did not say that
   * it stops.
   */
  noteStart(nowMs: number): Promise<'clean' | 'cut'>;
  /** Notes that the gateway stops as it should. */
  noteStop(nowMs: number): Promise<void>;
  /** Of which time the newest backup is, ms since the epoch; undefined: there was none. */
  lastBackupAt(): Promise<number | undefined>;
  /** When the store was first written to, ms since the epoch; undefined: it has no entry in its audit log. */
  firstEntryAt(): Promise<number | undefined>;
  /** Whether a message of this urgency that is queued, but no SMS of an alarm, ends its validity before `untilMs`. */
  anyQueuedUntil(urgency: 'critical' | 'high', nowMs: number, untilMs: number): Promise<boolean>;
}

/** The owner of messages that tell of alarms. */
export const ALARMS_OWNER = 'alarms';
