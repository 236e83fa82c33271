import { z } from 'zod';
import { alarmKinds, alarmSeverities } from '../../../domain/operation/alarm.ts';
import { alarmTexts } from '../../../ops/alarms/alarm-texts.ts';
import type { KnownKinds } from '../../../ops/alarms/known-kinds.ts';
import { both } from './alarm-view.ts';

const limitView = z.strictObject({
  name: z.string().meta({ description: 'What the limit is, among those of its kind.', examples: ['age'] }),
  value: z.number(),
  unit: z.enum(['seconds', 'bytes', 'count']),
});

export const alarmKindView = z
  .strictObject({
    kind: z.enum(alarmKinds),
    severity: z.enum(alarmSeverities).meta({
      description: 'That of a new alarm. A certificate that is about to end is critical in the end.',
    }),
    off: z.boolean().meta({ description: 'The configuration (`alarms.off`) says that it is never raised.' }),
    todo: both('What to do.'),
    raisedAfter: z.number().meta({ description: 'How long it must be so until the alarm is raised, s.' }),
    endedAfter: z.number().meta({
      description: 'How long the trouble must be gone until the alarm ends, s.',
    }),
    limits: z.array(limitView).meta({
      description: 'What is in force now, from the configuration or as it is built in: see docs/alarms.md.',
    }),
    now: z
      .strictObject({ open: z.int(), acknowledged: z.int(), silenced: z.int() })
      .meta({ description: 'How many alarms of the kind there are now, by state.' }),
    sms: z.boolean().meta({ description: 'Whether people are told of it by SMS (`alarms.sms.severities`).' }),
  })
  .meta({ id: 'AlarmKind' });

export const alarmKindsView = z
  .strictObject({
    items: z.array(alarmKindView),
    told: z
      .strictObject({
        who: z.enum(['duty', 'users', 'admins']).meta({
          description: 'Who would be told now by SMS: admins, if nobody who is on duty or named has a phone.',
        }),
        users: z.array(z.string()).meta({ description: 'The users that the configuration names.' }),
        people: z.int().nullable().meta({ description: 'How many people that is now; null: not known.' }),
        tellAgain: z.number().meta({
          description:
            'After how long a critical alarm that nobody has acknowledged is told again, s; to all admins too.',
        }),
      })
      .meta({ description: 'Who is told of an alarm that begins now.' }),
  })
  .meta({ id: 'AlarmKinds' });

export const viewKinds = ({ kinds, told }: KnownKinds): z.input<typeof alarmKindsView> => ({
  items: kinds.map(({ kind, severity, isOff, raisedAfterMs, endedAfterMs, limits, now, isTold }) => ({
    kind,
    severity,
    off: isOff,
    todo: alarmTexts[kind].todo,
    raisedAfter: raisedAfterMs / 1000,
    endedAfter: endedAfterMs / 1000,
    limits: [...limits],
    now,
    sms: isTold,
  })),
  told: {
    who: told.who,
    users: [...told.users],
    people: told.people ?? null,
    tellAgain: told.tellAgainMs / 1000,
  },
});
