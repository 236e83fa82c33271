import { isRange } from '../access/address-ranges.ts';
import type { SendingLimits, TokenTerms } from '../domain/access/token-limits.ts';
import { type Priority, priorities } from '../domain/messages/priority.ts';
import { toSender } from '../domain/messages/sender.ts';
import { parseIsoDuration } from '../kernel/iso-duration.ts';
import { didYouMean } from '../kernel/nearest.ts';

/** The options of `token create` that limit the token. */
export const TERM_OPTIONS = {
  expires: { type: 'string' },
  'per-minute': { type: 'string' },
  'per-day': { type: 'string' },
  'max-priority': { type: 'string' },
  senders: { type: 'string' },
  countries: { type: 'string' },
  addresses: { type: 'string' },
} as const;

export type TermValues = { readonly [K in keyof typeof TERM_OPTIONS]?: string | undefined };

const listIn = (text: string | undefined): readonly string[] | undefined =>
  text?.split(',').map((one) => one.trim());

const MOST = 1_000_000_000;

/** What the options say, or what is wrong with one of them. */
export const termsIn = (values: TermValues, nowMs: number): TokenTerms | { readonly wrong: string } => {
  const wrong: string[] = [];
  const count = (name: 'per-minute' | 'per-day'): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const number = /^[0-9]{1,10}$/.test(text) ? Number(text) : 0;
    if (number < 1 || number > MOST) wrong.push(`--${name} is a number of messages from 1`);
    return number;
  };
  const list = (name: 'senders' | 'countries' | 'addresses', what: string, is: (one: string) => boolean) => {
    const found = listIn(values[name]);
    const bad = found?.find((one) => !is(one));
    if (bad !== undefined) wrong.push(`--${name}: "${bad}" is no ${what}`);
    return found;
  };
  const validMs = values.expires === undefined ? undefined : parseIsoDuration(values.expires);
  if (values.expires !== undefined && (validMs === undefined || validMs <= 0))
    wrong.push('--expires is an ISO 8601 duration, such as P30D or PT12H');
  const named = values['max-priority'];
  const maxPriority = priorities.find((one): one is Priority => one === named);
  if (named !== undefined && maxPriority === undefined)
    wrong.push(`--max-priority is one of ${priorities.join(', ')}${didYouMean(named, priorities)}`);
  const sending: SendingLimits = {
    perMinute: count('per-minute'),
    perDay: count('per-day'),
    maxPriority,
    senders: list('senders', 'sender', (one) => toSender(one) !== undefined),
    countries: list('countries', 'country, such as FR', (one) => /^[A-Z]{2}$/.test(one)),
  };
  const addresses = list('addresses', 'address or network, such as 10.1.0.0/16', isRange);
  const [first] = wrong;
  if (first !== undefined) return { wrong: first };
  const isLimited = Object.values(sending).some((limit) => limit !== undefined);
  return {
    limits: { sending: isLimited ? sending : undefined, addresses },
    expiresAt: validMs === undefined ? undefined : nowMs + validMs,
  };
};

/** The terms of a token in a few words, for a list. */
export const wordsOf = ({ sending = {}, addresses }: TokenTerms['limits']): string => {
  const { perMinute, perDay, maxPriority, senders, countries } = sending;
  return [
    perMinute === undefined ? [] : `${perMinute}/minute`,
    perDay === undefined ? [] : `${perDay}/day`,
    maxPriority === undefined ? [] : `up to ${maxPriority}`,
    senders === undefined ? [] : `as ${senders.join('|')}`,
    countries === undefined ? [] : `to ${countries.join('|')}`,
    addresses === undefined ? [] : `from ${addresses.join('|')}`,
  ]
    .flat()
    .join(', ');
};
