import { z } from 'zod';

const count = z.number().int().nonnegative();

const schema = z.object({
  /** The version of Tocsin that made the backup. It is shown on terminals. */
  tocsin: z.string().regex(/^[\w.+-]{1,64}$/),
  /** How many migrations the database has had. */
  schema: count,
  /** The database is as it was at this time, ISO 8601. */
  takenAt: z.iso.datetime(),
  counts: z.object({
    messages: count,
    /** Messages that were queued, or that a route had without an answer. */
    unsent: count,
    contacts: count,
    alerts: count,
    users: count,
  }),
  /** The size of the database, octets. */
  bytes: count,
  /** Of the database, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What is in a backup. */
export type Manifest = z.infer<typeof schema>;

/** Undefined if the text is no manifest. */
export const parseManifest = (text: string): Manifest | undefined => {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};
