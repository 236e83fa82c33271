import type { Allowance, SendingLimits, Taken } from '../domain/access/token-limits.ts';
import type { NewMessage } from '../domain/messages/message.ts';
import { priorityCode } from '../domain/messages/priority.ts';
import type { FieldError } from './message-input.ts';
import { countryOf } from './normalise-number.ts';

/** Which limits of its token a message breaks. */
export const brokenLimits = (
  { to, from, priority }: Pick<NewMessage, 'to' | 'from' | 'priority'>,
  { maxPriority, senders, countries }: SendingLimits,
): readonly FieldError[] => {
  const errors: FieldError[] = [];
  if (maxPriority !== undefined && priorityCode(priority) < priorityCode(maxPriority))
    errors.push({ path: 'priority', message: `this token sends at most "${maxPriority}"` });
  if (senders !== undefined && (from === undefined || !senders.includes(from))) {
    const name = senders.map((one) => `"${one}"`).join(', ');
    errors.push({ path: 'from', message: `this token sends only as ${name}` });
  }
  const country = countries === undefined ? undefined : countryOf(to);
  if (countries !== undefined && (country === undefined || !countries.includes(country)))
    errors.push({ path: 'to', message: `this token sends only to ${countries.join(', ')}` });
  return errors;
};

/** Why the messages above the limit are refused. */
export const fullWords = (full: NonNullable<Taken['full']>, { perMinute, perDay }: SendingLimits): string =>
  full.period === 'minute'
    ? `this token sends at most ${perMinute} messages a minute`
    : `this token sends at most ${perDay} messages a day (UTC)`;

/** Counts messages against the limits of a token; undefined: there are none, and all are granted. */
export const take = (allowance: Allowance, messages: number): Promise<Taken> =>
  allowance.limits.perMinute === undefined && allowance.limits.perDay === undefined
    ? Promise.resolve({ granted: messages })
    : allowance.take(messages);
