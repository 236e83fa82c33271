import { z } from 'zod';
import { type Shape, shapeError } from '../../../kernel/shape/shape.ts';
import { postalCode } from './scalar.ts';

const latLon = z.tuple([z.number(), z.number()]).meta({ description: '[latitude, longitude], degrees' });

const shapes = z
  .union([
    z.strictObject({ polygon: z.array(latLon).max(10_000) }),
    z.strictObject({
      circle: z.strictObject({ lat: z.number(), lon: z.number(), radiusKm: z.number() }),
    }),
    z.strictObject({ postalCodes: z.array(postalCode).max(5000) }),
  ])
  .meta({
    description:
      'A polygon (at least 4 points, the last equal to the first), a circle, or postal codes. A polygon or circle has the ' +
      'contacts whose position is in it, postal codes those with such a code.',
    examples: [
      {
        polygon: [
          [48.6, -2.1],
          [48.7, -2.1],
          [48.7, -1.9],
          [48.6, -2.1],
        ],
      },
    ],
  });

/** The shape of an area, which must enclose something. */
export const shapeBody = shapes.superRefine((shape: Shape, context) => {
  const why = shapeError(shape);
  if (why !== undefined) context.addIssue({ code: 'custom', message: why });
});
