import { type StandingAlarm, type StoredAlarm, standingAlarm } from '../../rows/standing-alarm.ts';
import { hasTable, openAsItIs } from './snapshot.ts';

/** The alarms of a gateway that have not ended, as they are on disk, whether it runs or not; the newest 100. */
export const standingAlarmsIn = (path: string, nowMs: number): readonly StandingAlarm[] => {
  const db = openAsItIs(path, true);
  try {
    if (!hasTable(db, 'alarms')) return [];
    const rows = db.prepare<[], StoredAlarm>(`
      SELECT id, kind, name, severity, since, acknowledged, silence FROM alarms
      WHERE ended_at IS NULL ORDER BY serial DESC LIMIT 100`);
    return rows.all().map((row) => standingAlarm(row, nowMs));
  } finally {
    db.close();
  }
};
