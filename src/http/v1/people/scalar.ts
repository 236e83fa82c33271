import { z } from 'zod';
import { label } from '../../resource/fields.ts';

/** The name of an attribute, as in the placeholder `{attributes.building}`. */
export const attributeName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u,
    'is not 1 to 64 letters, digits, _ and -, a letter or digit first',
  );

/** A text, a number or true or false. */
export const scalar = z.union([label(500), z.number(), z.boolean()]);

/** The id of a list, segment, area or contact, in a body. */
export const id = z
  .int()
  .min(1)
  .meta({ examples: [1] });

/** An id in a path. */
export const idInPath = z.object({
  id: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({ examples: [1] }),
});

/** The primary subtag of a language tag (BCP 47). */
export const language = z
  .string()
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, 'is no language, such as fr')
  .transform((tag) => tag.split('-', 1)[0]?.toLowerCase() ?? tag)
  .meta({ description: 'Only the language of a tag counts: fr of fr-CA.', examples: ['fr'] });

export const postalCode = label(16).meta({ examples: ['35400'] });
