import { z } from 'zod';
import { saysExercise } from '../../../alerts/templates/exercise.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import { drillGoals } from '../../../domain/operation/drill.ts';
import { checkText } from '../../../intake/check.ts';
import type { FieldError } from '../../../intake/message-input.ts';
import { isoDuration, label } from '../../resource/fields.ts';
import { nameOf } from '../../resource/named-resource.ts';
import { msisdn } from '../people/scalar.ts';
import { graceField, plannedFields } from '../schedules/planned-fields.ts';

const MINUTE_MS = 60_000;
const MOST_NUMBERS = 50;
const MOST_ROUTES = 32;
/** As long as an exercise may be: some parts. */
const MOST_TEXT = 1600;

const text = z
  .string()
  .max(MOST_TEXT, `is longer than ${MOST_TEXT} characters`)
  .superRefine((given, context) => {
    const errors: FieldError[] = [];
    checkText(given, errors);
    if (errors.length === 0 && !saysExercise(given))
      errors.push({
        path: 'text',
        message: 'does not say that it is an exercise, in a word such as EXERCICE',
      });
    for (const { message } of errors) context.addIssue({ code: 'custom', message });
  })
  .meta({
    description:
      'Sent as it is, nothing is put before it: it must itself say that it is an exercise, in a word such as exercise, ' +
      'drill, test, exercice, Übung, simulacro, and nowhere that it is none.',
    examples: ['EXERCICE - mesure du délai, ne rien faire.'],
  });

/** Each but the first of those that are alike is told. */
const noneTwice = (given: readonly string[], context: z.RefinementCtx): void => {
  for (const [index, one] of given.entries())
    if (given.indexOf(one) < index)
      context.addIssue({ code: 'custom', path: [index], message: 'is there twice' });
};

/** @param hasRoute whether a route is called that */
export const drillBody = (hasRoute: (id: string) => boolean) =>
  z.strictObject({
    name: nameOf('drill'),
    ...plannedFields,
    grace: graceField('a run may still begin'),
    numbers: z
      .array(msisdn)
      .min(1, 'is empty')
      .max(MOST_NUMBERS, `is more than ${MOST_NUMBERS} numbers`)
      .superRefine(noneTwice)
      .meta({ description: 'Of your own, 1 to 50.', examples: [['+33639980001']] }),
    text,
    routes: z
      .array(label(32).refine(hasRoute, 'is no route that is called so'))
      .min(1, 'must name a route, or be left out')
      .max(MOST_ROUTES)
      .superRefine(noneTwice)
      .optional()
      .meta({
        description:
          'To measure, each by its own messages; one that is disabled then fails. Left out: each that is enabled as a ' +
          'run begins.',
        examples: [['orange']],
      }),
    priority: z.enum(priorities).default('normal'),
    within: isoDuration('In which each message must have arrived, PT10S to P1D; nothing goes out after it.', {
      minMs: 10_000,
      maxMs: 86_400_000,
    }).default(5 * MINUTE_MS),
    until: z
      .enum(drillGoals)
      .default('delivered')
      .meta({
        description:
          'What counts as arrived. delivered: the receipt of the handset; sent: that the carrier accepted it, for routes ' +
          'that give no receipts.',
      }),
  });
