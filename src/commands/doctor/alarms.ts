import { describeAlarm } from '../../ops/alarms/alarm-sms.ts';
import type { StandingAlarm } from '../../store/rows/standing-alarm.ts';
import { standingAlarmsIn } from '../../store/sqlite/backup/standing-alarms.ts';
import { type Finding, warning } from './finding.ts';

const WHY = 'The gateway has found this itself, and it has not ended.';

/** The alarms that have not ended, as the store has them: a gateway that stopped cannot end any. */
export const alarmFindings = (path: string, nowMs: number): readonly Finding[] =>
  describeAlarms(standingAlarmsIn(path, nowMs));

export const describeAlarms = (alarms: readonly StandingAlarm[]): readonly Finding[] =>
  alarms.map((alarm) => {
    const { text, todo } = describeAlarm(alarm, 'en');
    const since = new Date(alarm.since).toISOString();
    return warning(
      `alarm ${alarm.id}`,
      `${text}, since ${since} (${alarm.severity}, ${alarm.state})`,
      WHY,
      todo,
    );
  });
