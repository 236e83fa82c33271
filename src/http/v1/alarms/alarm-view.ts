import { z } from 'zod';
import { userIdOf } from '../../../domain/access/user.ts';
import {
  type Alarm,
  alarmKinds,
  alarmSeverities,
  alarmStateOf,
  alarmStates,
} from '../../../domain/operation/alarm.ts';
import type { AuditActor } from '../../../domain/operation/audit.ts';
import { describeAlarm } from '../../../ops/alarms/alarm-sms.ts';
import { pagedView } from '../../resource/page-query.ts';
import { iso } from '../messages/message-view.ts';

export const both = (description: string) =>
  z.strictObject({ fr: z.string(), en: z.string() }).meta({ description });
const person = z.strictObject({ kind: z.enum(['user', 'system']), id: z.string(), name: z.string() });

export const alarmView = z
  .strictObject({
    id: z.string().meta({
      description: 'The kind, and after a colon what it is about: the same for the same trouble.',
      examples: ['routeDown:orange'],
    }),
    kind: z.enum(alarmKinds),
    subject: z.string().nullable().meta({
      description: 'Such as the id of a route or of a drill; null: the gateway as a whole.',
    }),
    name: z.string().nullable().meta({ description: 'The subject as people call it.' }),
    severity: z.enum(alarmSeverities).meta({
      description: 'critical: somebody has to act now, at any hour; warning: it waits for the morning.',
    }),
    state: z.enum(alarmStates),
    reason: z.string().nullable().meta({ description: 'Why, in the words of the part that found it.' }),
    text: both('What is wrong.'),
    todo: both('What to do.'),
    since: z.iso.datetime().meta({ description: 'Since when it has been so.' }),
    raisedAt: z.iso.datetime(),
    times: z.int().meta({ description: 'How often the trouble has begun, since it was first known.' }),
    changedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    acknowledgedBy: person.nullable(),
    acknowledgedAt: z.iso.datetime().nullable(),
    silence: z
      .strictObject({ by: person, at: z.iso.datetime(), until: z.iso.datetime(), reason: z.string() })
      .nullable()
      .meta({ description: 'Until then nobody is told of it, also if it ends and begins again.' }),
    toldAt: z.iso.datetime().nullable().meta({
      description: 'When people were last told by SMS; null: not since it was raised.',
    }),
    tellings: z.int().meta({ description: 'How often people were told since it was raised.' }),
  })
  .meta({ id: 'Alarm' });

export const alarmsView = pagedView(alarmView).meta({ id: 'Alarms' });

const personOf = ({ id, name }: AuditActor): z.output<typeof person> => ({
  kind: userIdOf(id) === undefined ? 'system' : 'user',
  id,
  name,
});

const isoOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

export const viewAlarm = (alarm: Alarm, nowMs: number): z.input<typeof alarmView> => {
  const { id, kind, severity, since, raisedAt, times, changedAt, acknowledged, silence, tellings } = alarm;
  const [fr, en] = [describeAlarm(alarm, 'fr'), describeAlarm(alarm, 'en')];
  const state = alarmStateOf(alarm, nowMs);
  const toldAt = tellings === 0 ? undefined : alarm.toldAt.at(-1);
  return {
    id,
    kind,
    subject: alarm.subject ?? null,
    name: alarm.name ?? null,
    severity,
    state,
    reason: alarm.reason ?? null,
    text: { fr: fr.text, en: en.text },
    todo: { fr: fr.todo, en: en.todo },
    since: iso(since),
    raisedAt: iso(raisedAt),
    times,
    changedAt: iso(changedAt),
    endedAt: isoOrNull(alarm.endedAt),
    acknowledgedBy: acknowledged === undefined ? null : personOf(acknowledged.by),
    acknowledgedAt: isoOrNull(acknowledged?.at),
    silence:
      silence === undefined || silence.until <= nowMs
        ? null
        : {
            by: personOf(silence.by),
            at: iso(silence.at),
            until: iso(silence.until),
            reason: silence.reason,
          },
    toldAt: isoOrNull(toldAt),
    tellings,
  };
};
