import { z } from 'zod';
import { duration } from '../duration.ts';

const wait = duration({ minMs: 10, maxMs: 3_600_000 });

/** The pause before connecting again: `min` after the first failure, and at most `max` after further ones. */
export const reconnect = (defaults: { readonly min: string; readonly max: string }) =>
  z
    .strictObject({ min: wait.prefault(defaults.min), max: wait.prefault(defaults.max) })
    .refine(({ min, max }) => min <= max, { message: 'is shorter than min', path: ['max'] })
    .prefault({});
