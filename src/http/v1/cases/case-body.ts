import { z } from 'zod';
import { label } from '../../resource/fields.ts';
import { id } from '../people/scalar.ts';

const TEXT = 1000;
const NAME = 100;
const outcomes = ['helped', 'falseAlarm', 'duplicate', 'unreachable', 'other'] as const;

const from = label(NAME)
  .optional()
  .meta({
    description: 'The present holder, if that is somebody else: only then the case is taken from them.',
    examples: ['duty-1'],
  });

export const openBody = z.strictObject({
  inbox: id.meta({ description: 'The id of a message in the inbox.' }),
  take: z.boolean().default(false).meta({ description: 'Take the case at once.' }),
});

export const takeBody = z.strictObject({ from }).nullish();

export const handBody = z.strictObject({
  to: label(NAME).meta({ description: 'Who takes care of it from now on.', examples: ['Équipe 3'] }),
  from,
});

export const noteBody = z.strictObject({ text: label(TEXT) });

export const closeBody = z
  .strictObject({
    outcome: z.enum(outcomes),
    text: label(TEXT).optional().meta({ description: 'What was done. It is needed with `other`.' }),
    from,
  })
  .superRefine(({ outcome, text }, context) => {
    if (outcome === 'other' && text === undefined)
      context.addIssue({ code: 'custom', path: ['text'], message: 'is needed if the outcome is other' });
  });

export const reclassifyBody = z.strictObject({
  meaning: label(NAME)
    .refine((meaning) => meaning !== 'help', 'is a call for help')
    .default('other')
    .meta({ description: 'What the answer means instead, such as `safe`.' }),
  from,
});
