import { z } from 'zod';
import { alertKinds, severities } from '../../../domain/alerts/alert.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import { isoDuration, label } from '../../resource/fields.ts';
import { sender } from '../../resource/numbers.ts';
import type { KeywordService } from '../../server/services.ts';
import { escalationBody, escalationFits } from '../alerts/escalation-body.ts';
import { audienceBody } from '../people/audience-body.ts';
import { id } from '../people/scalar.ts';
import { contentBody, valuesBody } from '../templates/content-body.ts';
import { boundsBody } from './bounds-body.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const answerWord = z
  .string()
  .regex(/^[\p{L}\p{N}]{1,20}$/u, 'is not 1 to 20 letters and digits')
  .meta({ examples: ['1'] });

type Words = Pick<KeywordService, 'unfitAnswers'>;

const answersBody = (words: Words) =>
  z
    .array(z.strictObject({ word: answerWord, meaning: label(40).meta({ examples: ['safe'] }) }))
    .min(1)
    .max(10)
    .superRefine((answers, context) => {
      for (const { index, why } of words.unfitAnswers(answers))
        context.addIssue({ code: 'custom', path: [index, 'word'], message: why });
    })
    .meta({
      description:
        'The words that people may reply, and their meanings. Any other reply is kept as "other". A word must not opt out ' +
        'or in, and must differ from the others in more than case and accents.',
    });

const questionBody = (words: Words) =>
  z.strictObject({
    answers: answersBody(words),
    openFor: isoDuration('How long replies count as answers, PT1M to P30D.', {
      minMs: MINUTE_MS,
      maxMs: 30 * DAY_MS,
    }),
    resend: z
      .strictObject({
        after: isoDuration('The time between two questions, PT1M to P1D.', {
          minMs: MINUTE_MS,
          maxMs: DAY_MS,
        }),
        times: z.int().min(1).max(10),
      })
      .optional()
      .meta({ description: 'Repeats the question to people who have not answered.' }),
  });

export const hasOneContent = ({ template, content }: { template?: unknown; content?: unknown }): boolean =>
  (template === undefined) !== (content === undefined);
export const oneContent = { path: ['content'], message: 'is needed, or template: one of the two' };

/** The body of a scenario. Alerts have most of its fields too. */
export const scenarioBody = (words: Words) =>
  z
    .strictObject({
      name: label(100).meta({ description: 'No other scenario has it.', examples: ['Crue, centre-ville'] }),
      title: label(200).optional().meta({ description: 'The title of its alerts. Left out: the name.' }),
      template: id.optional().meta({
        description: 'The id of a template, whose present content is copied. Either this or `content`.',
      }),
      content: contentBody.optional(),
      cancelContent: contentBody.optional().meta({
        description:
          'What a cancel says, approved with the alert: one person alone may send it. Left out: the text of the library.',
      }),
      endContent: contentBody.optional().meta({
        description: 'What the end of the alert says, approved with it. Left out: the text of the library.',
      }),
      bounds: boundsBody.optional(),
      values: valuesBody.default({}),
      audience: audienceBody,
      kind: z.enum(alertKinds).meta({ description: 'Every text of an exercise begins with that word.' }),
      severity: z.enum(severities).default('unknown').meta({ description: 'The severity of CAP 1.2.' }),
      priority: z.enum(priorities).default('critical'),
      from: sender.optional().meta({ description: 'Left out: as configured.', examples: ['PREFECTURE'] }),
      validFor: isoDuration('How long a message is worth sending, PT10S to P7D. Left out: PT24H.', {
        minMs: 10_000,
        maxMs: 7 * DAY_MS,
      }).default(DAY_MS),
      routes: z
        .array(label(32))
        .min(1)
        .max(32)
        .optional()
        .meta({ description: 'The only routes that may carry it. Left out: as the plan says.' }),
      question: questionBody(words).optional(),
      escalation: escalationBody.optional(),
      overrideOptOut: z.boolean().default(false).meta({
        description:
          'Whether to write to people who opted out too, where the policy allows it for this severity.',
      }),
    })
    .refine(hasOneContent, oneContent)
    .superRefine(escalationFits);

export type ScenarioBody = z.output<ReturnType<typeof scenarioBody>>;
