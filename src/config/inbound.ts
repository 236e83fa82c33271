import { z } from 'zod';
import { analyse } from '../domain/text/analyse.ts';
import { invisibleIn } from '../domain/text/invisible.ts';
import { duration } from './duration.ts';
import { number } from './number.ts';

const language = z.string().regex(/^[a-z]{2,3}$/, 'a language is its primary subtag, such as fr');

/** The text of a reply in each language. It has at most three parts, since anybody can cause a reply with one word. */
const texts = z.record(
  language,
  z
    .string()
    .min(1)
    .refine((text) => analyse(text).parts <= 3, 'is longer than three parts')
    .refine((text) => invisibleIn(text) === undefined, 'holds an invisible character'),
);

/** How messages from phones are handled. */
export const inbound = z.strictObject({
  /** The language of automatic replies if neither the text of the message nor the contact tells the language. */
  language: language.optional(),
  replies: z
    .strictObject({
      /** The reply to STOP if lists brought the message to the phone. {lists} stands for their names. */
      optOutOfLists: texts.optional(),
      /** The reply to STOP in all other cases. */
      optOut: texts.optional(),
      /** The reply to START. */
      optIn: texts.optional(),
    })
    .prefault({}),
  /** Automatic replies to one number in an hour; 0: none. */
  repliesPerHour: z.int().min(0).max(60).default(4),
  /** Automatic replies to all numbers in an hour. Each costs money, and anybody can cause one. */
  repliesPerHourInAll: z.int().min(0).max(1_000_000).default(5000),
  /** The numbers that are told of calls for help. */
  duty: z.array(number).max(20).default([]),
  /** How long a message to the numbers of `duty` may wait to be sent. */
  dutyValidFor: duration({ minMs: 60_000, maxMs: 86_400_000 }).prefault('2h'),
});

export type InboundConfig = z.output<typeof inbound>;
