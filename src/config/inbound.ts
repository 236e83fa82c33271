import { z } from 'zod';
import { type Msisdn, NO_NUMBER, toMsisdn } from '../domain/messages/msisdn.ts';
import { analyse } from '../domain/text/analyse.ts';
import { invisibleIn } from '../domain/text/invisible.ts';
import { duration } from './duration.ts';

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

const ROSTER = /^roster\/([1-9][0-9]{0,14})$/;

/** A number, or `roster/<id>`: whoever is on duty in the roster. */
const onDuty = z.string().transform((text, context): Msisdn | { readonly roster: number } => {
  const roster = ROSTER.exec(text)?.[1];
  if (roster !== undefined) return { roster: Number(roster) };
  const read = toMsisdn(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: `${NO_NUMBER}, and no roster, such as roster/1` });
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
  /** Opt-outs by SMS in a minute by one route while an alert goes out; those on top wait for review. */
  optOutsPerMinute: z.int().min(1).max(100_000).default(60),
  /** Who is told of calls for help: numbers, and rosters as `roster/<id>`. */
  duty: z.array(onDuty).max(20).default([]),
  /** The cases of people who called for help. */
  cases: z
    .strictObject({
      /** How long nobody may have taken a case until the duty list is told again. */
      pageAgain: duration({ minMs: 60_000, maxMs: 86_400_000 }).prefault('5m'),
      /** How often the duty list is told again of a case that nobody takes; 0: it is told once. */
      pageAgainTimes: z.int().min(0).max(100).default(6),
    })
    .prefault({}),
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
