import { z } from 'zod';
import { type EscalationPlan, MOST_STEPS, whenNotFulfilled } from '../../../domain/alerts/escalation.ts';
import { durationText, isoDuration, label } from '../../resource/fields.ts';
import { audienceBody } from '../people/audience-body.ts';
import { contentBody } from '../templates/content-body.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const escalationBody = z
  .strictObject({
    need: z.int().min(1).max(10_000).meta({ description: 'How many people must answer with `meaning`.' }),
    meaning: label(40).meta({
      description: 'One of the meanings of the answers of `question`.',
      examples: ['yes'],
    }),
    steps: z
      .array(
        z.strictObject({
          audience: audienceBody,
          after: isoDuration('How long the people before have to answer, PT1M to P1D.', {
            minMs: MINUTE_MS,
            maxMs: DAY_MS,
          }),
        }),
      )
      .min(1)
      .max(MOST_STEPS)
      .meta({ description: 'Whom to ask next, in this order. The audience of the alert is asked first.' }),
    whenFulfilled: contentBody.optional().meta({
      description:
        'What people who have the alert and gave no answer are told once enough have answered. Its placeholders have ' +
        'fallbacks, since it gets no `values`. Left out: nothing.',
    }),
    whenNotFulfilled: z.enum(whenNotFulfilled).default('tellDuty').meta({
      description: 'Whether the numbers of `inbound.duty` get an SMS if too few people answer in the end.',
    }),
  })
  .meta({ description: 'Asks further people when too few have answered the question.' });

type EscalationBody = z.output<typeof escalationBody>;

interface AroundEscalation {
  readonly escalation?: EscalationBody | undefined;
  readonly validFor: number;
  readonly question?:
    | { readonly openFor: number; readonly answers: readonly { readonly meaning: string }[] }
    | undefined;
}

/** What must be so of the other fields of an alert for its escalation to work. */
export const escalationFits = (
  { escalation, validFor, question }: AroundEscalation,
  context: z.core.$RefinementCtx,
): void => {
  if (escalation === undefined) return;
  const wrong = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: 'custom', path: ['escalation', ...path], message });
  };
  if (question === undefined) {
    wrong([], 'needs a question: answers to it are counted');
    return;
  }
  const meanings = question.answers.map(({ meaning }) => meaning);
  if (!meanings.includes(escalation.meaning))
    wrong(['meaning'], `is no meaning of the question: it has ${meanings.join(', ')}`);
  let sum = 0;
  for (const [index, { after }] of escalation.steps.entries()) {
    sum += after;
    if (after > question.openFor)
      wrong(
        ['steps', index, 'after'],
        `is longer than the question is open (${durationText(question.openFor)})`,
      );
    if (sum >= validFor)
      wrong(
        ['steps', index, 'after'],
        `comes when the alert is over: it is valid for ${durationText(validFor)}`,
      );
  }
};

export const toEscalation = (body: EscalationBody): EscalationPlan => ({
  need: body.need,
  meaning: body.meaning,
  steps: body.steps.map(({ audience, after }) => ({ audience, afterMs: after })),
  whenFulfilled: body.whenFulfilled,
  whenNotFulfilled: body.whenNotFulfilled,
});
