import { z } from 'zod';
import { label } from '../../resource/fields.ts';

/** The largest number of characters of a text, about ten parts: nobody reads more in a crisis. */
const MAX_TEXT = 2000;

const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, 'is no language in lower case, such as fr')
  .meta({ examples: ['fr'] });

// The linter checks the contents of a text: its messages help more than those of a schema.
const text = z.string().min(1, 'is empty').max(MAX_TEXT, `is longer than ${MAX_TEXT} characters`);

const variant = z.strictObject({
  language,
  text: text.meta({
    description: 'Placeholders stand in braces; a brace itself is doubled.',
    examples: ["{source} : crue, secteur {place}. Montez à l'étage {time}."],
  }),
  short: text.optional().meta({
    description:
      'Sent when only slow routes are left. It must fit into one part, with the word for an exercise before it. The ' +
      'fallback replaces a contact’s value that would need a second part.',
    examples: ["Crue, {place} : montez à l'étage {time}."],
  }),
});

const fallback = label(100);

const placeholder = z.strictObject({
  fallback: fallback.optional().meta({
    description:
      'The text where there is no value. `name` and `attributes.…`, whose values contacts have, need a fallback. Any ' +
      'other placeholder without one needs a value from the operator.',
  }),
  fallbacks: z
    .record(language, fallback)
    .optional()
    .meta({ description: 'Fallbacks by language, used before `fallback`.' }),
  maxLength: z.int().min(1).max(100).optional().meta({
    description: 'The greatest length of a value. A longer value of a contact is cut. Left out: 30.',
  }),
});

/** Values of placeholders, by name or by name and language (`place.en`). */
export const valuesBody = z
  .record(
    z
      .string()
      .regex(/^[a-z][A-Za-z0-9]{0,39}(?:\.[a-z]{2,3})?$/, 'is no placeholder, such as place or place.en'),
    z.string().max(500),
  )
  .refine((values) => Object.keys(values).length <= 50, 'has more than 50 values')
  .meta({
    description: 'Values that are the same for everybody, by placeholder or by placeholder and language.',
    examples: [{ place: 'la gare', 'place.en': 'the station' }],
  });

/** The content of templates, scenarios and alerts: the texts in all languages. */
export const contentBody = z.strictObject({
  defaultLanguage: language.meta({
    description: 'The language for people whose language is unknown or has no variant.',
    examples: ['fr'],
  }),
  placeholders: z
    .record(z.string().max(80), placeholder)
    .refine((all) => Object.keys(all).length <= 50, 'has more than 50 placeholders')
    .default({})
    .meta({
      description:
        'source, hazard, place, action, time, phone and link need no declaration. Others are declared here.',
      examples: [{ name: { fallback: 'à tous', fallbacks: { en: 'to all' } }, place: { maxLength: 40 } }],
    }),
  variants: z.array(variant).min(1, 'is empty').max(20, 'has more than 20 variants'),
});

export const findingView = z
  .strictObject({
    level: z
      .enum(['error', 'warning'])
      .meta({ description: 'With an error no template or scenario is stored, and nothing is sent.' }),
    code: z.string().meta({ description: 'Stable: programs may match on it.', examples: ['actionNotFirst'] }),
    variant: z
      .string()
      .nullable()
      .meta({
        description: 'The text, such as fr or fr/short; null: the content as a whole.',
        examples: ['fr/short'],
      }),
    message: z.string(),
  })
  .meta({ id: 'Finding' });
