import { z } from 'zod';
import { toSender } from '../domain/messages/sender.ts';
import { duration } from './duration.ts';

const deadline = (text: string) => duration({ minMs: 60_000, maxMs: 7 * 86_400_000 }).prefault(text);

/** How long an alert waits for its approval, and who is paged meanwhile. */
export const approvalClockConfig = z.strictObject({
  /** The time for the approval by the severity of the alert. */
  extreme: deadline('10m'),
  severe: deadline('15m'),
  moderate: deadline('30m'),
  minor: deadline('1h'),
  unknown: deadline('30m'),
  /** A page that is not answered in this time is followed by a page to the next. */
  pageNextAfter: duration({ minMs: 30_000, maxMs: 86_400_000 }).prefault('3m'),
  /** The roster of those who are paged; left out: all users who may approve and have a phone. */
  roster: z.int().min(1).optional(),
  /** Whether a page has a code by which it is answered by SMS. */
  bySms: z.boolean().default(true),
  /** The sender of pages: a number to which phones can answer; left out: the sender of other messages. */
  from: z
    .string()
    .refine((text) => toSender(text) !== undefined, 'is no sender, such as +33199000001 or a short code')
    .optional(),
  /** The telephone number or the words that an author gets when nobody has approved in time. */
  call: z.string().min(1).max(40).optional(),
});
