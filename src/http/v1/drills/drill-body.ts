import { z } from 'zod';
import { saysExercise } from '../../../alerts/templates/exercise.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import { drillGoals } from '../../../domain/operation/drill.ts';
import { checkText } from '../../../intake/check.ts';
import type { FieldError } from '../../../intake/message-input.ts';
import { isoDuration, label } from '../../resource/fields.ts';
import { nameOf } from '../../resource/named-resource.ts';
import { msisdn } from '../../resource/numbers.ts';
import { graceField, plannedFields } from '../schedules/planned-fields.ts';

const MINUTE_MS = 60_000;
const MOST_NUMBERS = 50;
const MOST_ROUTES = 32;
/** The largest number of characters of the text, about ten parts. */
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
      'Sent exactly as it is. It must say that it is an exercise, in a word such as exercise, drill, test, exercice, ' +
      'Übung or simulacro, and nowhere that it is none.',
    examples: ['EXERCICE - mesure du délai, ne rien faire.'],
  });

/** Adds an issue for each value that is in the list a second time. */
const noneTwice = (given: readonly string[], context: z.RefinementCtx): void => {
  for (const [index, one] of given.entries())
    if (given.indexOf(one) < index)
      context.addIssue({ code: 'custom', path: [index], message: 'is there twice' });
};

/** @param hasRoute whether a route of that id exists */
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
      .meta({ description: 'Numbers of your own, 1 to 50.', examples: [['+33639980001']] }),
    text,
    routes: z
      .array(label(32).refine(hasRoute, 'is no route that is called so'))
      .min(1, 'must name a route, or be left out')
      .max(MOST_ROUTES)
      .superRefine(noneTwice)
      .optional()
      .meta({
        description:
          'The routes to measure, each with messages of its own. A route that is disabled then fails. Left out: every ' +
          'route that is enabled when a run begins.',
        examples: [['orange']],
      }),
    priority: z.enum(priorities).default('normal'),
    within: isoDuration(
      'The time in which each message must arrive, PT10S to P1D. Nothing goes out after it.',
      {
        minMs: 10_000,
        maxMs: 86_400_000,
      },
    ).default(5 * MINUTE_MS),
    until: z
      .enum(drillGoals)
      .default('delivered')
      .meta({
        description:
          'What counts as arrived. delivered: the receipt says so; sent: the carrier accepted the message, for routes ' +
          'that give no receipts.',
      }),
  });
