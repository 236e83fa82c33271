import { type Alarm, alarmStateOf } from '../../domain/operation/alarm.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';
import type { EventType, TocsinEvent } from '../../domain/operation/events.ts';
import { describeAlarm } from './alarm-sms.ts';

/** What other programs are told of an alarm. `by` is the name of the person, null: it happened by itself. */
export const alarmEvent = (type: EventType, alarm: Alarm, at: number, by?: AuditActor): TocsinEvent => {
  const { id, kind, subject, severity, reason, since, times } = alarm;
  const [fr, en] = [describeAlarm(alarm, 'fr'), describeAlarm(alarm, 'en')];
  return {
    type,
    at,
    data: {
      alarm: id,
      kind,
      subject: subject ?? null,
      severity,
      state: alarmStateOf(alarm, at),
      reason: reason ?? null,
      since: new Date(since).toISOString(),
      times,
      text: { fr: fr.text, en: en.text },
      todo: { fr: fr.todo, en: en.todo },
      by: by?.name ?? null,
    },
  };
};
