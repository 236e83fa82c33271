import { z } from 'zod';
import { id, msisdn } from './scalar.ts';
import { shapeBody } from './shape-body.ts';

const term = z.union([
  z.strictObject({ list: id }),
  z.strictObject({ segment: id }),
  z.strictObject({ area: id }),
  z.strictObject({ roster: id }).meta({ description: 'Whoever is on duty when the message goes out.' }),
  z.strictObject({ shape: shapeBody }),
  z.strictObject({ numbers: z.array(msisdn).min(1).max(10_000) }),
]);

const terms = z.array(term).max(50);

/** An audience, in the bodies of alerts, scenarios and counts. */
export const audienceBody = z
  .strictObject({
    include: terms.meta({ description: 'People in any of these. Empty: nobody, never everybody.' }),
    within: terms.optional().meta({ description: 'Only people who are also in each of these.' }),
    exclude: terms.optional().meta({ description: 'Only people who are in none of these.' }),
  })
  .meta({
    examples: [{ include: [{ list: 1 }], within: [{ area: 2 }], exclude: [{ segment: 3 }] }],
  });
