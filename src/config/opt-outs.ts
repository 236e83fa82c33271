import { z } from 'zod';

export const optOutsConfig = z.strictObject({
  /**
   * What happens to a single message, or a line of a batch, to a number that opted out of every list. `send`: it is
   * sent, since its sender may be answering that person; `suppress`: it is stored as suppressed and never sent.
   */
  messages: z.enum(['send', 'suppress']).default('send'),
});
