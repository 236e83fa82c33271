import { z } from 'zod';

/** What a recipient's number begins with. */
export const prefix = z.string().regex(/^\+\d{1,15}$/, 'a prefix is + and digits');
