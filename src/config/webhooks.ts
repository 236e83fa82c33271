import { z } from 'zod';

/** The addresses to which webhooks may be sent. */
export const webhooksConfig = z.strictObject({
  /** Also allow addresses of this machine and of private networks, and http without TLS. */
  allowPrivate: z.boolean().default(false),
});
