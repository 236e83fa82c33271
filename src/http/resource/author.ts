import { z } from 'zod';

/** A user, a token of a system, or a part of the gateway that acts by configuration. */
export const author = z.strictObject({ kind: z.enum(['user', 'system']), id: z.string(), name: z.string() });

/** How every resource shows who wrote, approved or did something. The id of a user is `user:` and a number. */
export const viewAuthor = ({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string;
}): z.output<typeof author> => ({ kind: id.startsWith('user:') ? 'user' : 'system', id, name });
