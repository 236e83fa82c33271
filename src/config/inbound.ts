import { z } from 'zod';
import { type Msisdn, toMsisdn } from '../domain/messages/msisdn.ts';
import { analyse } from '../domain/text/analyse.ts';
import { duration } from './duration.ts';

const language = z.string().regex(/^[a-z]{2,3}$/, 'a language is its primary subtag, such as fr');

/** The text of a reply in each language. It has at most three parts, since anybody can cause a reply with one word. */
const texts = z.record(
  language,
  z
    .string()
    .min(1)
    .refine((text) => analyse(text).parts <= 3, 'is longer than three parts'),
);

const ROSTER = /^roster\/([1-9][0-9]{0,14})$/;

/** A number, or `roster/<id>`: whoever is on duty in the roster. */
const onDuty = z.string().transform((text, context): Msisdn | { readonly roster: number } => {
  const roster = ROSTER.exec(text)?.[1];
  if (roster !== undefined) return { roster: Number(roster) };
  const read = toMsisdn(text);
  if (read !== undefined) return read;
  const message = 'is no number in E.164, such as +33639980001, and no roster, such as roster/1';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const settings = z.strictObject({
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
  /** Who is told of calls for help: numbers, and rosters as `roster/<id>`. */
  duty: z.array(onDuty).max(20).default([]),
  /** How long a message to the numbers of `duty` may wait to be sent. */
  dutyValidFor: duration({ minMs: 60_000, maxMs: 86_400_000 }).prefault('2h'),
});

/** How messages from phones are handled. */
export const inbound = settings.transform(({ duty, ...rest }) => ({
  ...rest,
  /** The numbers that are told of calls for help; with `dutyRosters` only if these have nobody. */
  duty: duty.filter((one) => typeof one === 'string'),
  /** The rosters whose people on duty are told of calls for help. */
  dutyRosters: duty.flatMap((one) => (typeof one === 'string' ? [] : [one.roster])),
}));

export type InboundConfig = z.output<typeof inbound>;
