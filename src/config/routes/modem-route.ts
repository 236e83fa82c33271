import { z } from 'zod';
import { NO_NUMBER, toMsisdn } from '../../domain/messages/msisdn.ts';
import { duration } from '../duration.ts';
import { routeInbound } from '../intake.ts';
import { nodeName } from '../store/node.ts';
import { balance } from './balance.ts';
import { ear } from './ear.ts';
import { prefix } from './prefix.ts';
import { reconnect } from './reconnect.ts';
import { routeId } from './route-id.ts';

const pin = z.string().regex(/^[0-9]{4,8}$/, 'a PIN is 4 to 8 digits');
const quota = z.int().min(1).max(1_000_000).optional();

const imei = z.string().regex(/^[0-9]{15}$/, 'an IMEI is 15 digits');

/** One GSM modem, on a serial line or driven by ModemManager. */
export const modemRoute = z
  .strictObject({
    id: routeId,
    type: z.literal('modem'),
    /** The node whose machine has the modem, if several gateways share the database. */
    node: nodeName.optional(),
    /** The path of a serial port, preferably in /dev/serial/by-path, since names such as ttyUSB3 change. */
    device: z.string().min(1).optional(),
    /** The IMEI of the modem, to find it on any port. Used instead of `device`. */
    imei: imei.optional(),
    /**
     * The modem is driven through ModemManager instead of a serial port, as a stick with QMI or MBIM needs. Used
     * instead of `device` and `imei`; `baudRate` and `profile` have no meaning then.
     */
    modemManager: z
      .strictObject({
        imei,
        /** The address of the D-Bus on which ModemManager is; left out: the system bus. */
        bus: z
          .string()
          .regex(
            /^[a-z]+:[a-z]+=./,
            'write the address of a bus, such as unix:path=/run/dbus/system_bus_socket',
          )
          .optional(),
      })
      .optional(),
    baudRate: z.int().min(1200).max(4_000_000).default(115_200),
    /** The name of a file in hardware/profiles without its ending, or `auto`. */
    profile: z.string().min(1).default('auto'),
    /**
     * The PIN of the SIM, 4 to 8 digits (TS 31.101). It is tried only once, since wrong PINs block the SIM.
     * It is not tried at all on a SIM that has fewer than two tries left.
     */
    pin: pin.optional(),
    /**
     * The slots of a modem with several SIMs, in the order in which they are used, each with the PIN of its SIM. When
     * one may send no more, has no network or is refused, the next one is used.
     */
    simSlots: z
      .array(z.strictObject({ slot: z.int().min(0).max(9), pin: pin.optional() }))
      .min(2)
      .refine(
        (slots) => new Set(slots.map(({ slot }) => slot)).size === slots.length,
        'a slot is named twice',
      )
      .optional(),
    /**
     * Lets the PIN be tried once, ever, in a modem that tells neither the number of its SIM nor how many tries are
     * left. Without it such a SIM waits for a person: nobody can know whether a wrong PIN would block it.
     */
    tryPinBlind: z.boolean().default(false),
    /** The number of the SMS service centre; left out: the number that is stored on the SIM. */
    smsc: z
      .string()
      .regex(/^\+[0-9]{7,15}$/, 'a service centre is a number in E.164, such as +33639980000')
      .optional(),
    /** The largest number of parts that the SIM may send in each period; left out: no limit. */
    limits: z.strictObject({ perMinute: quota, perHour: quota, perDay: quota, perMonth: quota }).prefault({}),
    /**
     * The largest number of different recipients that the SIM may write to within a month, which carriers limit too;
     * left out: no limit.
     */
    recipientsPerMonth: quota,
    /** How long to wait for the network's answer to a part; left out: the time of the profile. */
    sendTimeout: duration({ minMs: 100, maxMs: 600_000 }).optional(),
    /**
     * A command with arguments that switches the modem's power off and on. It is run without a shell, when all other
     * ways to bring the modem up have failed.
     */
    powerHook: z.array(z.string().min(1)).min(1).optional(),
    /**
     * Prefixes of recipients for which this modem is preferred among those of its tier, since its SIM's operator serves
     * them best.
     */
    prefer: z.array(prefix).min(1).optional(),
    /** Regular messages to one of our own numbers, so that a fault is known before the modem is needed. */
    heartbeat: z
      .strictObject({
        to: z.string().refine((number) => toMsisdn(number) !== undefined, { message: NO_NUMBER }),
        every: duration({ minMs: 60_000, maxMs: 31 * 86_400_000 }).prefault('24h'),
        /** The text of the heartbeat; left out: a text with the route and the time. */
        text: z.string().min(1).max(160).optional(),
      })
      .optional(),
    /** Asks for the credit of the SIM regularly; left out: it isn't asked for. */
    balance: balance.optional(),
    /** The way of messages (AT+CGSMS, TS 27.007 10.1.21); left out: as the modem has it. */
    smsDomain: z.enum(['packet', 'circuit', 'packetPreferred', 'circuitPreferred']).optional(),
    /** Whether IMS is on, over which LTE carries messages in many networks; left out: as the modem has it. */
    ims: z.union([z.boolean(), z.enum(['on', 'off']).transform((said) => said === 'on')]).optional(),
    /**
     * The technology to which the radio is limited. `auto` lifts a limit that the modem has, `keep` leaves it as it is.
     */
    networkMode: z.enum(['auto', '2g', '3g', '4g', '5g', 'keep']).default('auto'),
    /** `off` ends data connections that the modem makes by itself, since they cost money. */
    apn: z.enum(['keep', 'off']).default('keep'),
    /**
     * What to do in another operator's network: use the modem as at home, use it less than others of its tier, or don't
     * use it.
     */
    roaming: z.enum(['allow', 'avoid', 'refuse']).default('avoid'),
    /** The other routes send messages to this modem, to compare what arrives with what was sent. */
    ear: ear.optional(),
    reconnect: reconnect({ min: '500ms', max: '10s' }),
    inbound: routeInbound,
  })
  .refine(({ device, imei: own, modemManager }) => numberOfGiven(device, own, modemManager) === 1, {
    message: 'give one of device, imei and modemManager',
    path: ['device'],
  })
  .refine((modem) => modem.pin === undefined || modem.simSlots === undefined, {
    message: 'give each slot its own PIN in simSlots: a PIN on the wrong SIM blocks it',
    path: ['pin'],
  })
  .superRefine((modem, context) => {
    if (modem.modemManager === undefined) return;
    for (const [setting, isSet] of Object.entries(notManaged(modem)))
      if (isSet) {
        const message = 'does not work through ModemManager: leave it out, or give device or imei';
        context.addIssue({ code: 'custom', path: setting.split('.'), message });
      }
  });

/** Settings that need AT commands, each with whether it is set: a setting that does nothing must not look accepted. */
const notManaged = (modem: {
  readonly balance?: unknown;
  readonly simSlots?: unknown;
  readonly tryPinBlind: boolean;
  readonly ims?: unknown;
  readonly smsDomain?: unknown;
  readonly networkMode: string;
  readonly apn: string;
  readonly ear?: { readonly cellBroadcast?: unknown } | undefined;
}): Readonly<Record<string, boolean>> => ({
  balance: modem.balance !== undefined,
  simSlots: modem.simSlots !== undefined,
  tryPinBlind: modem.tryPinBlind,
  ims: modem.ims !== undefined,
  smsDomain: modem.smsDomain !== undefined,
  networkMode: modem.networkMode !== 'auto',
  apn: modem.apn !== 'keep',
  'ear.cellBroadcast': modem.ear?.cellBroadcast !== undefined,
});

const numberOfGiven = (...settings: readonly unknown[]): number =>
  settings.filter((setting) => setting !== undefined).length;

export type ModemRouteConfig = z.output<typeof modemRoute>;
