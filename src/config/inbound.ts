import { z } from 'zod';
import { toMsisdn } from '../domain/messages/msisdn.ts';
import { analyse } from '../domain/text/analyse.ts';
import { duration } from './duration.ts';

const language = z.string().regex(/^[a-z]{2,3}$/, 'a language is its primary subtag, such as fr');

/** By language. More than three parts are no answer to a word. */
const texts = z.record(
  language,
  z
    .string()
    .min(1)
    .refine((text) => analyse(text).parts <= 3, 'is longer than three parts'),
);

const number = z.string().transform((text, context) => {
  const read = toMsisdn(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'is no number in E.164, such as +33639980001' });
  return z.NEVER;
});

/** What is made of messages from phones. */
export const inbound = z.strictObject({
  /** Of automatic replies, where neither the message nor the contact tells. */
  language: language.optional(),
  replies: z
    .strictObject({
      /** After STOP to whatever came by lists, which stand for {lists}. */
      optOutOfLists: texts.optional(),
      /** After STOP to anything else. */
      optOut: texts.optional(),
      /** After START. */
      optIn: texts.optional(),
    })
    .prefault({}),
  /** Automatic replies to one number in an hour; 0: none at all. */
  repliesPerHour: z.int().min(0).max(60).default(4),
  /** The same to all numbers together: each costs money, and anybody may ask for one. */
  repliesPerHourInAll: z.int().min(0).max(1_000_000).default(5000),
  /** Who is told when somebody calls for help. */
  duty: z.array(number).max(20).default([]),
  /** How long a call for help may wait to be sent to them. */
  dutyValidFor: duration({ minMs: 60_000, maxMs: 86_400_000 }).prefault('2h'),
});

export type InboundConfig = z.output<typeof inbound>;
