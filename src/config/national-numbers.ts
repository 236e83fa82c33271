import type { Msisdn } from '../domain/messages/msisdn.ts';

/** Reads a number in E.164 or as `country` writes it. */
export type NormaliseNumber = (text: string, country: string | undefined) => Msisdn | undefined;

const EACH = Symbol('each element of a list');

/** Where a configuration has numbers of phones, which people write as their country does. */
const places: readonly (readonly (string | typeof EACH)[])[] = [
  ['sender'],
  ['senders', EACH, 'sender'],
  ['alerts', 'testNumbers', EACH],
  ['inbound', 'duty', EACH],
  ['triggers', 'sms', 'phones', EACH],
  ['routes', EACH, 'ear', 'number'],
  ['routes', EACH, 'heartbeat', 'to'],
];

/**
 * The configuration with national numbers in E.164, before it is parsed: the schema of a number doesn't see `country`.
 * What is no national number stays, and the schema says what is wrong with it.
 */
export const withNationalNumbers = (config: unknown, normalise: NormaliseNumber): unknown => {
  const country = isRecord(config) ? config['country'] : undefined;
  if (typeof country !== 'string') return config;
  return places.reduce((value, path) => {
    // A sender of three to eight digits is a short code.
    const national = path.includes('sender') ? /^[0-9(][^A-Za-z]{8,}$/ : /^[0-9(]/;
    return changed(value, path, (text) => (national.test(text) ? normalise(text, country) : undefined));
  }, config);
};

const changed = (
  value: unknown,
  [step, ...rest]: readonly (string | typeof EACH)[],
  read: (text: string) => string | undefined,
): unknown => {
  if (step === undefined) return typeof value === 'string' ? (read(value) ?? value) : value;
  if (step === EACH) return Array.isArray(value) ? value.map((one) => changed(one, rest, read)) : value;
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: changed(value[step], rest, read) };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
