import { z } from 'zod';

export const optOutsConfig = z.strictObject({
  /**
   * What becomes of a single message, or a line of a batch, to a number that has opted out of everything. `send`: whoever
   * sends it decides, as for an answer to that person; `suppress`: it is kept as suppressed, and never sent.
   */
  messages: z.enum(['send', 'suppress']).default('send'),
});
