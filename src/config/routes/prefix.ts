import { z } from 'zod';

/** The beginning of a recipient's number. */
export const prefix = z.string().regex(/^\+\d{1,15}$/, 'a prefix is + and digits');
