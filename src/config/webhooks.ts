import { z } from 'zod';

/** Whom other programs' webhooks may be. */
export const webhooksConfig = z.strictObject({
  /** Also addresses of this machine and of private networks, and http without TLS. */
  allowPrivate: z.boolean().default(false),
});
