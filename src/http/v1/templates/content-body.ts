import { z } from 'zod';
import { label } from '../../resource/fields.ts';

/** About ten parts: what nobody reads to the end in a crisis. */
const MAX_TEXT = 2000;

const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, 'is no language in lower case, such as fr')
  .meta({ examples: ['fr'] });

// What a text may hold is for the linter to say, whose words are of more help.
const text = z.string().min(1, 'is empty').max(MAX_TEXT, `is longer than ${MAX_TEXT} characters`);

const variant = z.strictObject({
  language,
  text: text.meta({
    description: 'Placeholders in braces; a brace itself is doubled.',
    examples: ["{source} : crue, secteur {place}. Montez à l'étage {time}."],
  }),
  short: text.optional().meta({
    description:
      'One part, the word before an exercise included: sent when only slow routes are left. A contact’s value that would ' +
      'take a second part gives way to the fallback.',
    examples: ["Crue, {place} : montez à l'étage {time}."],
  }),
});

const fallback = label(100);

const placeholder = z.strictObject({
  fallback: fallback.optional().meta({
    description:
      'Stands where there is no value. `name` and `attributes.…`, which contacts have, need one; without one, an ' +
      'operator must give the value.',
  }),
  fallbacks: z.record(language, fallback).optional().meta({ description: 'By language, before `fallback`.' }),
  maxLength: z.int().min(1).max(100).optional().meta({
    description: 'Of a value. A longer one of a contact gives way to the fallback. Left out: 30.',
  }),
});

/** By name, or by name and language (`place.en`). */
export const valuesBody = z
  .record(
    z
      .string()
      .regex(/^[a-z][A-Za-z0-9]{0,39}(?:\.[a-z]{2,3})?$/, 'is no placeholder, such as place or place.en'),
    z.string().max(500),
  )
  .refine((values) => Object.keys(values).length <= 50, 'has more than 50 values')
  .meta({
    description: 'What is the same for everybody: by placeholder, or by placeholder and language.',
    examples: [{ place: 'la gare', 'place.en': 'the station' }],
  });

/** What an alert says, as alerts and scenarios have it too. */
export const contentBody = z.strictObject({
  defaultLanguage: language.meta({
    description: 'Of who has no language, or one without a variant.',
    examples: ['fr'],
  }),
  placeholders: z
    .record(z.string().max(80), placeholder)
    .refine((all) => Object.keys(all).length <= 50, 'has more than 50 placeholders')
    .default({})
    .meta({
      description:
        'Always there for an operator: source, hazard, place, action, time, phone, link. Others are declared here.',
      examples: [{ name: { fallback: 'à tous', fallbacks: { en: 'to all' } }, place: { maxLength: 40 } }],
    }),
  variants: z.array(variant).min(1, 'is empty').max(20, 'has more than 20 variants'),
});

export const findingView = z
  .strictObject({
    level: z
      .enum(['error', 'warning'])
      .meta({ description: 'With an error no template or scenario is kept, and nothing is sent.' }),
    code: z.string().meta({ description: 'Stable: what a program looks at.', examples: ['actionNotFirst'] }),
    variant: z
      .string()
      .nullable()
      .meta({ description: 'Such as fr or fr/short; null: the whole.', examples: ['fr/short'] }),
    message: z.string(),
  })
  .meta({ id: 'Finding' });
