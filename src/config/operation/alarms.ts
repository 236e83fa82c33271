import { z } from 'zod';
import { isUserName } from '../../domain/access/user.ts';
import { alarmKinds, alarmSeverities } from '../../domain/operation/alarm.ts';
import { duration } from '../duration.ts';

const DAY_MS = 86_400_000;

/** Who is told that something is wrong with the gateway itself. */
export const alarmsConfig = z.strictObject({
  sms: z
    .strictObject({
      /** `duty`: whoever is told of calls for help (`inbound.duty`); or names of users. Admins, if that is nobody. */
      to: z
        .union([
          z.literal('duty'),
          z.array(z.string().refine(isUserName, 'is no name of a user')).min(1).max(20),
        ])
        .default('duty'),
      /** Of which alarms; an empty list: nobody gets an SMS. */
      severities: z.array(z.enum(alarmSeverities)).default(['critical']),
      /** After how long a critical alarm that nobody has acknowledged is told again, to all admins too. */
      tellAgain: duration({ minMs: 300_000, maxMs: DAY_MS }).prefault('30m'),
    })
    .prefault({}),
  /** How long a carrier is down until it is an alarm; a modem has two minutes at least. */
  routeDownAfter: duration({ minMs: 0, maxMs: 3_600_000 }).prefault('30s'),
  /** How old the newest backup may be. */
  backupAfter: duration({ minMs: 3_600_000, maxMs: 365 * DAY_MS }).prefault('7d'),
  /** Kinds of alarms that are never raised. */
  off: z.array(z.enum(alarmKinds)).default([]),
});
