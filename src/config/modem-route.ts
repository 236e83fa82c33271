import { z } from 'zod';
import { toMsisdn } from '../domain/messages/msisdn.ts';
import { duration } from './duration.ts';
import { routeInbound } from './intake.ts';
import { prefix } from './prefix.ts';
import { reconnect } from './reconnect.ts';
import { routeId } from './route-id.ts';

const quota = z.int().min(1).max(1_000_000).optional();

/** One GSM modem on a serial line. */
export const modemRoute = z
  .strictObject({
    id: routeId,
    type: z.literal('modem'),
    /** A path, best below /dev/serial/by-path: the name ttyUSB3 moves. */
    device: z.string().min(1).optional(),
    /** Or the modem itself, found on whatever port it is. */
    imei: z
      .string()
      .regex(/^[0-9]{15}$/, 'an IMEI is 15 digits')
      .optional(),
    baudRate: z.int().min(1200).max(4_000_000).default(115_200),
    /** The name of a file in hardware/profiles without its ending, or auto. */
    profile: z.string().min(1).default('auto'),
    /** TS 31.101: 4 to 8 digits. Tried once, ever: a wrong one would block the SIM. */
    pin: z
      .string()
      .regex(/^[0-9]{4,8}$/, 'a PIN is 4 to 8 digits')
      .optional(),
    /** The service centre's number; left out: the SIM's own. */
    smsc: z
      .string()
      .regex(/^\+[0-9]{7,15}$/, 'a service centre is a number in E.164, such as +33639980000')
      .optional(),
    /** Of the SIM, in parts. */
    limits: z.strictObject({ perMinute: quota, perHour: quota, perDay: quota, perMonth: quota }).prefault({}),
    /** How long the network may take for one part; left out: the profile's. */
    sendTimeout: duration({ minMs: 100, maxMs: 600_000 }).optional(),
    /** A command and its arguments that cuts the modem's power and gives it back; run, without a shell, when all else failed. */
    powerHook: z.array(z.string().min(1)).min(1).optional(),
    /** Recipients that the SIM's operator serves best: among the modems of a tier it is the first choice for them. */
    prefer: z.array(prefix).min(1).optional(),
    /** A message to a number of ours now and then, so that what fails is known before it is needed. */
    heartbeat: z
      .strictObject({
        to: z.string().refine((number) => toMsisdn(number) !== undefined, {
          message: 'a number is written in E.164, such as +33639980000',
        }),
        every: duration({ minMs: 60_000, maxMs: 31 * 86_400_000 }).prefault('24h'),
        /** Left out: one that names the route and the time. */
        text: z.string().min(1).max(160).optional(),
      })
      .optional(),
    reconnect: reconnect({ min: '500ms', max: '10s' }),
    inbound: routeInbound,
  })
  .refine((modem) => (modem.device === undefined) !== (modem.imei === undefined), {
    message: 'give either device or imei',
    path: ['device'],
  });

export type ModemRouteConfig = z.output<typeof modemRoute>;
