import type { InboundText } from './carrier/inbound.ts';
import type { Misbehaviour } from './carrier/misbehaviour.ts';
import { calm } from './carrier/misbehaviour.ts';
import { type LimitFigures, limitNames } from './carrier/named-limits.ts';
import type { SmscOptions } from './carrier/options.ts';

type Fits = (value: unknown) => boolean;
type Shape<T> = Readonly<Record<keyof T, Fits>>;

const aNumber: Fits = (value) => typeof value === 'number';
const aText: Fits = (value) => typeof value === 'string';
const aBoolean: Fits = (value) => typeof value === 'boolean';
const oneOf =
  (...values: readonly unknown[]): Fits =>
  (value) =>
    values.includes(value);
const listOf =
  (fits: Fits): Fits =>
  (value) =>
    Array.isArray(value) && value.every(fits);

const options: Shape<SmscOptions> = {
  port: aNumber,
  systemId: aText,
  password: aText,
  submitLatencyMs: aNumber,
  receiptDelayMs: aNumber,
  receipts: oneOf('both', 'text', 'tlv', 'none'),
  ids: oneOf('dec', 'hex', 'mixed'),
  firstId: aNumber,
  keepMessages: aBoolean,
  recordArrivals: aText,
  receiptWindow: aNumber,
  retryMs: aNumber,
  packed: aBoolean,
  seed: aNumber,
};

const inbound: Shape<InboundText> = {
  from: aText,
  to: aText,
  text: aText,
  systemId: aText,
  dataCoding: oneOf(0, 1, 3, 8),
  long: oneOf('udh8', 'udh16', 'sar', 'payload'),
  order: listOf(aNumber),
  reference: aNumber,
};

const limit: Shape<LimitFigures> = {
  name: oneOf(...limitNames),
  perSecond: aNumber,
  windowMs: aNumber,
  countsRefused: aBoolean,
  depth: aNumber,
  share: aNumber,
  pauseMs: aNumber,
  prolonged: aBoolean,
  otherPerSecond: aNumber,
  otherPeriodMs: aNumber,
  changesAfterMs: aNumber,
  factor: aNumber,
  refusal: oneOf('throttled', 'queueFull', 'failed', 'systemError'),
};

/**
 * Reads the options of a simulated carrier from JSON.
 *
 * @throws Error that names the key which is unknown or has a wrong value
 */
export const optionsFromJson = (json: unknown): SmscOptions => checked(json, options);

/**
 * Reads a message from a phone from JSON.
 *
 * @throws Error if a key is unknown or has a wrong value, or if from, to or text is missing
 */
export const inboundFromJson = (json: unknown): InboundText => {
  const message = checked(json, inbound);
  const { from, to, text } = message;
  if (from === undefined || to === undefined || text === undefined) {
    throw new Error('an inbound message has from, to and text');
  }
  return { ...message, from, to, text };
};

/**
 * Reads misbehaviours from JSON, where null stands for undefined and a list for a set.
 *
 * @throws Error that names the key which is unknown or has a wrong value
 */
export const misbehaviourFromJson = (json: unknown): Partial<Misbehaviour> =>
  Object.fromEntries(
    Object.entries(objectOf(json)).map(([key, value]) => {
      if (!Object.hasOwn(calm, key)) throw new Error(`there is no "${key}"`);
      const usual = calm[key as keyof Misbehaviour];
      if (usual instanceof Set) {
        if (listOf(aText)(value)) return [key, new Set(value as string[])];
        throw wrong(key, value);
      }
      if (Array.isArray(usual)) return [key, limitsFromJson(key, value)];
      if (usual === undefined && value === null) return [key, undefined];
      if (typeof value !== (usual === undefined ? 'number' : typeof usual)) throw wrong(key, value);
      return [key, value];
    }),
  );

const limitsFromJson = (key: string, value: unknown): readonly LimitFigures[] => {
  if (!Array.isArray(value)) throw wrong(key, value);
  return value.map((one) => {
    const { name, ...figures } = checked(one, limit);
    if (name === undefined) throw wrong(key, value);
    return { ...figures, name };
  });
};

export const objectOf = (json: unknown): Readonly<Record<string, unknown>> => {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  throw new Error(`${JSON.stringify(json)} is no object`);
};

const checked = <T>(json: unknown, shape: Shape<T>): Partial<T> => {
  const given = objectOf(json);
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(shape, key)) throw new Error(`there is no "${key}"`);
    if (!shape[key as keyof T](value)) throw wrong(key, value);
  }
  return given as Partial<T>;
};

const wrong = (key: string, value: unknown): Error => new Error(`"${key}" can't be ${JSON.stringify(value)}`);
