import { z } from 'zod';
import { broadcastKinds } from '../domain/inbound/cell-broadcast.ts';
import { NO_NUMBER, toMsisdn } from '../domain/messages/msisdn.ts';
import { duration } from './duration.ts';

const text = z.string().min(1).max(500);
/** The name or the id of a scenario. */
const scenario = z.union([text, z.int().min(1)]).transform(String);
const oneOrMore = z
  .union([text, z.array(text).min(1)])
  .transform((one) => (typeof one === 'string' ? [one] : one));
/** A JSON pointer (RFC 6901). */
const pointer = z.string().regex(/^(?:\/(?:[^~]|~[01])*)*$/, 'is no JSON pointer, such as /site/name');
const values = z.record(z.string().min(1).max(100), text).default({});

const phone = z.string().transform((written, context) => {
  const number = toMsisdn(written);
  if (number !== undefined) return number;
  context.addIssue({ code: 'custom', message: NO_NUMBER });
  return z.NEVER;
});

/** The triggers, which launch alerts without an operator. */
export const triggersConfig = z.strictObject({
  /**
   * The storm brake: limits for the alerts of all triggers together, CAP included, and once more for the drafts of cell
   * broadcasts. An alert over a limit is held.
   */
  brake: z
    .strictObject({
      perMinute: z.int().min(1).max(1000).default(20),
      /** The largest number of identical launches in the time `within`. */
      identical: z.int().min(1).max(1000).default(1),
      within: duration({ minMs: 1000, maxMs: 86_400_000 }).prefault('10m'),
    })
    .prefault({}),
  /** The webhook of Prometheus' Alertmanager. The first entry whose labels match decides. */
  alertmanager: z
    .array(
      z.strictObject({
        labels: z.record(z.string().min(1), oneOrMore).default({}),
        scenario,
        /** The value of each placeholder: labels.NAME, annotations.NAME, or a fixed text. */
        values,
      }),
    )
    .default([]),
  /** Webhooks for other programs, each at /v1/triggers/NAME. */
  webhooks: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'a name is 1 to 32 of a-z, 0-9 and -')
          .refine((name) => name !== 'alertmanager' && name !== 'cell-broadcast', 'has a place of its own'),
        /** A pointer to a list in the body, each element of which is an event; left out: the body is one event. */
        each: pointer.optional(),
        /** Pointers into the event to the fields that identify it, so that it is acted on only once. */
        identity: z.array(pointer).default([]),
        rules: z
          .array(
            z.strictObject({
              when: z.record(pointer, oneOrMore).default({}),
              scenario,
              /** The value of each placeholder: a JSON pointer into the event, or a fixed text. */
              values,
            }),
          )
          .min(1),
      }),
    )
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two have the same name'),
  /** Cell broadcasts that an ear received. They make drafts only; the first rule that matches is used. */
  cellBroadcast: z
    .array(
      z.strictObject({
        kinds: z.array(z.enum(broadcastKinds)).min(1).default(['level1', 'level2', 'level3']),
        /** Message identifiers; left out: all of these kinds. */
        channels: z.array(z.int().min(0).max(65_535)).min(1).optional(),
        languages: z
          .array(z.string().regex(/^[a-z]{2}$/, 'is no code such as fr'))
          .min(1)
          .optional(),
        scenario,
        /** The value of each placeholder: /text, /summary, /channel, /kind, /language, /route, or a fixed text. */
        values,
      }),
    )
    .default([]),
  /** Launching a scenario by SMS, with a one-time code. */
  sms: z
    .strictObject({
      phones: z.array(phone).default([]),
      words: z
        .array(z.string().regex(/^\S{3,20}$/, 'is no single word'))
        .min(1)
        .default(['LAUNCH', 'LANCER']),
      language: z.enum(['fr', 'en']).default('en'),
      wrongCodes: z.int().min(1).max(10).default(3),
      lockFor: duration({ minMs: 60_000, maxMs: 7 * 86_400_000 }).prefault('1h'),
      /** Asking for an alert by SMS, which goes out only once somebody has approved it. */
      requests: z
        .strictObject({
          /** Numbers that may ask, besides the phones of users who may prepare alerts. */
          phones: z.array(phone).default([]),
          words: z
            .array(z.string().regex(/^\S{3,20}$/, 'is no single word'))
            .min(1)
            .default(['ALERTE', 'ALERT']),
          /** Words that stand for a scenario, besides its name. */
          scenarios: z.record(z.string().regex(/^\S{1,20}$/, 'is no single word'), scenario).default({}),
          perHour: z.int().min(1).max(60).default(4),
        })
        .optional(),
    })
    .refine(({ phones, requests }) => phones.length > 0 || requests !== undefined, {
      path: ['phones'],
      message: 'names no phone, and there are no requests',
    })
    .optional(),
});
