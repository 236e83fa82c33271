import type { Interfaces } from './manager-bus.ts';
import { LOCK, MESSAGING, MODEM, MODEM_3GPP, MODEM_STATE } from './names.ts';

/** What ModemManager says of one modem. */
export interface ModemView {
  readonly path: string;
  readonly imei: string | undefined;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly firmware: string | undefined;
  readonly ownNumber: string | undefined;
  /** MMModemState. */
  readonly state: number;
  /** MMModemStateFailedReason. */
  readonly failedReason: number;
  /** MMModemLock. */
  readonly lock: number;
  /** How often the PIN may still be tried; undefined if the modem doesn't say. */
  readonly pinTries: number | undefined;
  /** The path of the SIM; undefined without one. */
  readonly simPath: string | undefined;
  readonly operator: string | undefined;
  /** MMModem3gppRegistrationState; undefined if the modem has no network of 3GPP. */
  readonly registration: number | undefined;
  readonly signalDbm: number | undefined;
  /** Whether ModemManager offers messages for this modem. */
  readonly hasMessaging: boolean;
}

export interface SimView {
  readonly iccid: string | undefined;
  readonly imsi: string | undefined;
}

/** Reads the properties of an object; undefined if the object is no modem. */
export const modemView = (path: string, interfaces: Interfaces): ModemView | undefined => {
  const modem = interfaces[MODEM];
  if (modem === undefined) return undefined;
  const network = interfaces[MODEM_3GPP] ?? {};
  const simPath = text(modem['Sim']);
  return {
    path,
    imei: text(modem['EquipmentIdentifier']) ?? text(network['Imei']),
    manufacturer: text(modem['Manufacturer']),
    model: text(modem['Model']),
    firmware: text(modem['Revision']),
    ownNumber: list(modem['OwnNumbers'])
      .map(text)
      .find((number) => number !== undefined),
    state: number(modem['State']) ?? MODEM_STATE.unknown,
    failedReason: number(modem['StateFailedReason']) ?? 0,
    lock: number(modem['UnlockRequired']) ?? LOCK.unknown,
    pinTries: pinTries(modem['UnlockRetries']),
    simPath: simPath === '/' ? undefined : simPath,
    operator: text(network['OperatorName']),
    registration: number(network['RegistrationState']),
    signalDbm: dbm(modem['SignalQuality'], number(modem['State']) ?? 0),
    hasMessaging: MESSAGING in interfaces,
  };
};

export const simView = (properties: Readonly<Record<string, unknown>>): SimView => ({
  iccid: text(properties['SimIdentifier']),
  imsi: text(properties['Imsi']),
});

/** ModemManager gives '' for what it doesn't know. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** UnlockRetries is a dictionary with numbers as keys. The package gives it as an object, or as pairs. */
const pinTries = (retries: unknown): number | undefined => {
  const pairs: readonly unknown[] = Array.isArray(retries) ? retries : Object.entries(retries ?? {});
  const pair = pairs.find(
    (one): one is [unknown, unknown] => Array.isArray(one) && Number(one[0]) === LOCK.simPin,
  );
  return number(pair?.[1]);
};

/**
 * SignalQuality is a share of the 62 dB between -113 and -51 dBm, as in +CSQ (`mm-modem-helpers.c`), and 0 before the
 * first measurement.
 */
const dbm = (quality: unknown, state: number): number | undefined => {
  const percent = number(list(quality)[0]);
  if (percent === undefined || state < MODEM_STATE.enabled || percent === 0) return undefined;
  return Math.round(-113 + (62 * percent) / 100);
};
