import { z } from 'zod';

/** Who decides about users. */
export const accessConfig = z.strictObject({
  /** Whether what gives a user more rights waits until another admin has approved it. */
  twoPersonsForAdmin: z.boolean().default(false),
});
