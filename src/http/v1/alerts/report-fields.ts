import { z } from 'zod';
import { reportLanguages } from '../../../alerts/report/words/language.ts';
import { states } from '../../../domain/messages/state.ts';
import { author } from '../../resource/author.ts';
import { alertView } from './alert-view.ts';
import { peopleFields } from './people-view.ts';

const time = () => z.iso.datetime().nullable();
const count = () => z.int();

const textFields = {
  text: z.string().meta({ description: 'With fallbacks in the place of what is different for each person.' }),
  encoding: z.enum(['gsm7', 'ucs2']),
  parts: count().meta({ description: 'Parts of this text for one person.' }),
};

const messageFields = {
  messages: count().meta({
    description: 'Messages, also those that were never sent: one a person and wave.',
  }),
  parts: count().meta({
    description:
      'Parts that left: a route accepted them, or may have accepted them. Carriers charge for these.',
  }),
  partsInDoubt: count().meta({
    description: 'Those of `parts` of which nobody knows whether they were accepted.',
  }),
  partsPlanned: count().meta({
    description: 'The parts that the texts of all these messages have, sent or not.',
  }),
  possibleDuplicates: count(),
  short: count().meta({ description: 'Messages that left with the short text.' }),
  delivered: count(),
  byState: z.record(z.string(), count()),
  firstSubmitAt: time(),
  receiptMs: z
    .int()
    .nullable()
    .meta({ description: "Mean time from the carrier's answer to the receipt, in milliseconds." }),
};

export const personView = z.strictObject({
  number: z.string(),
  name: z.string().nullable(),
  language: z.string().nullable(),
  wave: count(),
  state: z.enum(states),
  reason: z.string().nullable(),
  route: z.string().nullable(),
});

export const reportView = z
  .strictObject({
    alert: alertView,
    countedAt: z.iso.datetime(),
    changedAt: z.iso
      .datetime()
      .meta({ description: 'When the alert or one of its messages changed last, as far as that is known.' }),
    timeZone: z
      .string()
      .meta({ description: 'The time zone in which the page and the CSV for people have times.' }),
    purged: z.boolean().meta({ description: 'The messages are deleted; the figures were kept.' }),
    timings: z.strictObject({
      createdAt: time(),
      approvedAt: time(),
      launchedAt: time(),
      firstSubmitAt: time(),
      firstDeliveredAt: time(),
      delivered50At: time().meta({ description: 'When half of the people to reach were reached.' }),
      delivered90At: time(),
      delivered99At: time(),
      finishedAt: time(),
    }),
    people: z.strictObject({ ...peopleFields, byOutcome: z.record(z.string(), count()) }),
    messages: z.strictObject(messageFields),
    byRoute: z.array(z.strictObject({ route: z.string(), ...messageFields })),
    byWave: z.array(z.strictObject({ wave: count(), kind: z.string().nullable(), ...messageFields })),
    byLanguage: z.array(
      z.strictObject({
        language: z.string(),
        total: peopleFields.total,
        toReach: peopleFields.toReach,
        reached: peopleFields.reached,
      }),
    ),
    byGroup: z.array(
      z.strictObject({
        group: z.string().meta({ description: 'Such as `list 7`.' }),
        name: z
          .string()
          .nullable()
          .meta({ description: 'Its name at the time of the count; null: it did not exist any more.' }),
        people: count(),
        reached: count(),
      }),
    ),
    texts: z
      .array(
        z.strictObject({
          wave: count(),
          language: z.string(),
          ...textFields,
          short: z
            .strictObject(textFields)
            .nullable()
            .meta({ description: 'The text for the time when only slow routes are left.' }),
        }),
      )
      .meta({ description: 'What went out, by wave and language.' }),
    cost: z
      .strictObject({
        amount: z.number(),
        currency: z.string(),
        unpricedParts: count().meta({ description: 'Parts by routes without a price: not in `amount`.' }),
      })
      .nullable()
      .meta({ description: 'Of the parts that left, by the prices of their routes; null: no price is set.' }),
    answers: z.strictObject({
      people: count().meta({ description: 'Who may have read the alert, or has answered it.' }),
      byMeaning: z.record(z.string(), count()),
      silent: count(),
    }),
    cases: z
      .strictObject({
        open: count(),
        taken: count(),
        closed: count(),
        byOutcome: z.record(z.string(), count()),
      })
      .meta({ description: 'Calls for help by state, and the closed ones by outcome.' }),
    help: z.strictObject({
      people: count().meta({ description: 'People whose last answer asks for help.' }),
      items: z
        .array(
          z.strictObject({
            number: z.string(),
            name: z.string().nullable(),
            text: z.string().nullable(),
            at: time(),
          }),
        )
        .meta({ description: 'The first thousand of them.' }),
    }),
    notReached: z.strictObject({
      people: count().meta({
        description:
          'People to whom no message was delivered: also those not confirmed yet, and the suppressed.',
      }),
      byReason: z.array(
        z.strictObject({ state: z.enum(states), reason: z.string().nullable(), people: count() }),
      ),
      items: z.array(personView),
      more: z
        .boolean()
        .meta({ description: 'There are more people than are listed here; the CSV lists all.' }),
      notShown: count().meta({
        description: 'How many of these people are not in `items`. Erased people are in no file either.',
      }),
      csv: z.string().nullable().meta({
        description: 'The path of a CSV with a line for each of them; null: the messages are deleted.',
      }),
    }),
    proof: z.strictObject({
      algorithm: z.literal('sha-256'),
      pages: z.array(z.strictObject({ lang: z.enum(reportLanguages), sha256: z.string() })).meta({
        description:
          'The digest of the octets of `format=html` in each language, as things are now, in hexadecimal.',
      }),
    }),
    curve: z.array(z.strictObject({ at: z.iso.datetime(), people: count() })),
    curveSvg: z.string(),
    log: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        by: author,
        action: z.string(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertReport' });
