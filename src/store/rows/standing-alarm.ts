import { type Alarm, alarmStateOf } from '../../domain/operation/alarm.ts';

/** An alarm that has not ended. */
export interface StandingAlarm extends Pick<Alarm, 'id' | 'kind' | 'since'> {
  readonly name: string | undefined;
  readonly severity: string;
  readonly state: string;
}

/** An alarm as it is stored. */
export interface StoredAlarm extends Pick<Alarm, 'id' | 'kind' | 'since'> {
  readonly name: string | null;
  readonly severity: string;
  readonly acknowledged: string | null;
  readonly silence: string | null;
}

/** @param stored an alarm that has not ended */
export const standingAlarm = (
  { acknowledged, silence, name, ...alarm }: StoredAlarm,
  nowMs: number,
): StandingAlarm => ({
  ...alarm,
  name: name ?? undefined,
  state: alarmStateOf(
    {
      endedAt: undefined,
      acknowledged: acknowledged === null ? undefined : (JSON.parse(acknowledged) as Alarm['acknowledged']),
      silence: silence === null ? undefined : (JSON.parse(silence) as Alarm['silence']),
    },
    nowMs,
  ),
});
