import { z } from 'zod';
import { duration } from './duration.ts';

const wait = duration({ minMs: 10, maxMs: 3_600_000 });

/** How long to wait before connecting again: at first, and at most after many times in vain. */
export const reconnect = (defaults: { readonly min: string; readonly max: string }) =>
  z
    .strictObject({ min: wait.prefault(defaults.min), max: wait.prefault(defaults.max) })
    .refine(({ min, max }) => min <= max, { message: 'is shorter than min', path: ['max'] })
    .prefault({});
