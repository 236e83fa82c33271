import type { ModemMisbehaviour } from '../misbehaviour.ts';
import { calm } from '../misbehaviour.ts';
import type { PhoneText } from '../modem.ts';
import type { SimModemOptions } from './modem-options.ts';

type Fits = (value: unknown) => boolean;

const aText: Fits = (value) => typeof value === 'string';
const aNumber: Fits = (value) => typeof value === 'number';
const aBoolean: Fits = (value) => typeof value === 'boolean';
const oneOf =
  (...values: readonly unknown[]): Fits =>
  (value) =>
    values.includes(value);

/** Whether each key of an object is known, and its value fits. */
const fits = (value: unknown, shape: Readonly<Record<string, Fits>>): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([key, each]) => shape[key]?.(each) ?? false);

const options: Readonly<Record<keyof SimModemOptions, Fits>> = {
  imei: aText,
  iccid: aText,
  imsi: aText,
  pin: aText,
  ownNumber: aText,
  card: (value) =>
    fits(value, {
      pinTries: aNumber,
      hidesPinTries: aBoolean,
      hidesIccid: aBoolean,
      ownNumber: aText,
      forgetsReference: aBoolean,
    }),
  radio: (value) =>
    fits(value, {
      technologies: (list) => Array.isArray(list) && list.every(aText),
      needsIms: aBoolean,
      needsSmsDomain: oneOf(0, 1, 2, 3),
      functionality: oneOf(0, 1, 4),
      locked: aBoolean,
    }),
  operator: aText,
  family: aText,
  partMs: aNumber,
  reportDelayMs: aNumber,
  acknowledgeMs: aNumber,
  firstReference: aNumber,
  link: aText,
  secondSim: (value) => typeof value === 'object' && value !== null,
};

const misbehaviours: Readonly<Record<keyof ModemMisbehaviour, Fits>> = {
  silentAfterPrompt: oneOf('lost', 'sent', undefined),
  cmsError: (value) => value === undefined || aNumber(value),
  cmsErrorUntilRestart: (value) => value === undefined || aNumber(value),
  cmsErrorFor: (value) => value instanceof Map && [...value.values()].every(aNumber),
  ringBetween: aBoolean,
  resetDuringSend: oneOf(true, false, 'lost', 'sent'),
  barePrompt: aBoolean,
  latePromptMs: aNumber,
  noPrompt: aBoolean,
  slowMs: aNumber,
  hang: oneOf(true, false, 'untilEscape', 'untilRestart'),
  reportBeforeResult: aBoolean,
  noReport: aBoolean,
  lateReportMs: aNumber,
  reportTwice: aBoolean,
  stillTryingFirst: aBoolean,
  failedReport: (value) => value instanceof Set && [...value].every(aText),
  lateResultMs: aNumber,
  simBusy: aNumber,
  registrations: (value) => value instanceof Map && [...value.values()].every(aNumber),
  refusesOn: (value) => value instanceof Map && [...value.values()].every(aNumber),
  unregistered: aBoolean,
  storageFull: aBoolean,
  trickle: aBoolean,
  ussd: oneOf('menu', 'silent', undefined),
};

/**
 * Reads the options of a simulated modem from JSON.
 *
 * @throws Error that names the key which is unknown or has a wrong value
 */
export const optionsFromJson = (json: unknown): SimModemOptions => checked(objectOf(json), options);

/**
 * Reads misbehaviours from JSON, where null stands for undefined, a list for a set and an object for a map.
 *
 * @throws Error that names the key which is unknown or has a wrong value
 */
export const misbehaviourFromJson = (json: unknown): Partial<ModemMisbehaviour> => {
  const revived = Object.entries(objectOf(json)).map(([key, value]) => [key, revive(key, value)] as const);
  return checked(Object.fromEntries(revived), misbehaviours);
};

/**
 * Reads a text from a phone from JSON.
 *
 * @throws Error if a field is missing or has a wrong value
 */
export const phoneTextFromJson = (json: unknown): PhoneText => {
  const { from, text, at, order } = objectOf(json);
  if (typeof from !== 'string' || typeof text !== 'string') throw new Error('a text has from and text');
  if (order !== undefined && !(Array.isArray(order) && order.every(aNumber))) throw wrong('order', order);
  if (at !== undefined && (typeof at !== 'string' || Number.isNaN(Date.parse(at)))) throw wrong('at', at);
  return { from, text, ...(at && { at: new Date(at) }), ...(order && { order }) };
};

export const objectOf = (json: unknown): Readonly<Record<string, unknown>> => {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  throw new Error(`${JSON.stringify(json)} is no object`);
};

const revive = (key: string, value: unknown): unknown => {
  if (value === null) return undefined;
  const usual = key in calm ? calm[key as keyof ModemMisbehaviour] : undefined;
  if (usual instanceof Set && Array.isArray(value)) return new Set(value);
  if (usual instanceof Map && typeof value === 'object' && !Array.isArray(value)) {
    return new Map(Object.entries(objectOf(value)));
  }
  return value;
};

const checked = <T>(
  given: Readonly<Record<string, unknown>>,
  shape: Readonly<Record<keyof T, Fits>>,
): Partial<T> => {
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(shape, key)) throw new Error(`there is no "${key}"`);
    if (!shape[key as keyof T](value)) throw wrong(key, value);
  }
  return given as Partial<T>;
};

const wrong = (key: string, value: unknown): Error => new Error(`"${key}" can't be ${JSON.stringify(value)}`);
