import { z } from 'zod';
import type { LaunchPreview } from '../../../alerts/scenarios/launch-scenario.ts';
import type { Bounds } from '../../../domain/templates/bounds.ts';
import { PLAIN_LENGTH } from '../../../domain/templates/plain-value.ts';
import { label } from '../../resource/fields.ts';

const maxLength = z.int().min(1).max(100);

const bound = z.union([
  z.strictObject({ oneOf: z.array(label(100)).min(1).max(100) }),
  z.strictObject({
    pattern: label(200).meta({
      description:
        'The whole value: characters, `\\d`, `\\p{L}`, `\\p{Lu}`, `\\p{N}`, classes such as `[A-Z é-]`, each with `?`, ' +
        '`{3}` or `{1,3}` behind it. No groups, no alternatives, no `.`, no negation.',
    }),
    maxLength,
  }),
]);

/** What the values of a launch may be. */
export const boundsBody = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'is no placeholder, such as place'), bound)
  .refine((all) => Object.keys(all).length <= 50, 'has more than 50 bounds')
  .meta({
    description:
      'What a value that the scenario leaves open may be, by placeholder. They are approved with the scenario: a launch ' +
      'with another value waits for a second person.',
    examples: [
      { place: { oneOf: ['la gare', 'le port'] }, time: { pattern: '\\d{1,2} h[ ]?\\d{0,2}', maxLength: 7 } },
    ],
  });

export const viewBounds = (bounds: Bounds): z.output<typeof boundsBody> =>
  Object.fromEntries(
    Object.entries(bounds).map(([name, one]) => [name, 'oneOf' in one ? { oneOf: [...one.oneOf] } : one]),
  );

/** What the preview of a launch says of values. */
export const boundsPreview = {
  bounds: z.record(z.string(), z.union([bound, z.strictObject({ plain: z.literal(true), maxLength })])).meta({
    description:
      'What each value that the scenario leaves open may be. `plain`: it has no bound, and the policy asks for a second ' +
      'person, so it may hold no link, no number to call, no order and no sentence.',
  }),
  outside: z.array(z.strictObject({ name: z.string(), why: z.string() })).meta({
    description: 'Values with which the launch would wait for a second person, and why.',
  }),
};

type ShownBounds = z.output<typeof boundsPreview.bounds>;

export const viewBoundsPreview = ({ bounds, mustBePlain, outside }: LaunchPreview) => {
  const shown: ShownBounds = {};
  for (const [name, one] of Object.entries(bounds)) {
    if (one !== undefined) Object.assign(shown, viewBounds({ [name]: one }));
    else if (mustBePlain) shown[name] = { plain: true, maxLength: PLAIN_LENGTH };
  }
  return { bounds: shown, outside: outside.map(({ name, why }) => ({ name, why })) };
};
