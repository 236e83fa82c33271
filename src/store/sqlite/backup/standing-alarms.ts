import { type Alarm, alarmStateOf } from '../../../domain/operation/alarm.ts';
import { hasTable, openAsItIs } from './snapshot.ts';

interface StandingAlarm extends Pick<Alarm, 'id' | 'kind' | 'since'> {
  readonly name: string | undefined;
  readonly severity: string;
  readonly state: string;
}

interface Row extends Pick<Alarm, 'id' | 'kind' | 'since'> {
  readonly name: string | null;
  readonly severity: string;
  readonly acknowledged: string | null;
  readonly silence: string | null;
}

/** The alarms of a gateway that have not ended, as they are on disk, whether it runs or not; the newest 100. */
export const standingAlarmsIn = (path: string, nowMs: number): readonly StandingAlarm[] => {
  const db = openAsItIs(path, true);
  try {
    if (!hasTable(db, 'alarms')) return [];
    const rows = db.prepare<[], Row>(`
      SELECT id, kind, name, severity, since, acknowledged, silence FROM alarms
      WHERE ended_at IS NULL ORDER BY serial DESC LIMIT 100`);
    return rows.all().map(({ id, kind, name, severity, since, acknowledged, silence }) => ({
      id,
      kind,
      name: name ?? undefined,
      severity,
      since,
      state: alarmStateOf(
        {
          endedAt: undefined,
          acknowledged:
            acknowledged === null ? undefined : (JSON.parse(acknowledged) as Alarm['acknowledged']),
          silence: silence === null ? undefined : (JSON.parse(silence) as Alarm['silence']),
        },
        nowMs,
      ),
    }));
  } finally {
    db.close();
  }
};
