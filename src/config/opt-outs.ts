import { z } from 'zod';

export const optOutsConfig = z.strictObject({
  /**
   * What happens to a single message, or a line of a batch, to a number that opted out of every list. `send`: the
   * sender decides, as for an answer to that person; `suppress`: the message is stored as suppressed and never sent.
   */
  messages: z.enum(['send', 'suppress']).default('send'),
});
