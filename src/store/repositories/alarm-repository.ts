import type { AlarmRepository } from '../../domain/operation/alarm.ts';
import {
  isAnyQueuedUntil,
  readAlarms,
  readFirstEntryAt,
  readLastBackupAt,
} from '../queries/operation/alarms.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

/** The repository of alarms, and of what they ask the store. */
export const alarmRepository = (db: Queries, writer: Channel): AlarmRepository => ({
  all: () => readAlarms(db),
  write: (write) => writer.call('writeAlarms', write),
  noteStart: (nowMs) => writer.call('noteStart', nowMs),
  noteStop: (nowMs) => writer.call('noteStop', nowMs),
  lastBackupAt: () => readLastBackupAt(db),
  firstEntryAt: () => readFirstEntryAt(db),
  anyQueuedUntil: (urgency, nowMs, untilMs) => isAnyQueuedUntil(db, urgency, nowMs, untilMs),
});
