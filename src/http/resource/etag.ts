import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { Refusal } from '../server/problems.ts';

/** In the headers of whatever changes a thing that has a version. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({
      description:
        'The ETag of the version that you have seen: if it has changed since, 412, and nothing is done.',
      examples: ['"3"'],
    }),
});

export const etagOf = (version: number): string => `"${version}"`;

/**
 * The version that the request is about; undefined: whichever is there.
 * @throws Refusal if it is about one that never was, as with a weak ETag (RFC 9110 13.1.1)
 */
export const versionToMatch = (headers: IncomingHttpHeaders): number | undefined => {
  const given = headers['if-match']?.trim();
  if (given === undefined || given === '*') return undefined;
  const version = /^"([1-9][0-9]{0,14})"$/.exec(given)?.[1];
  if (version !== undefined) return Number(version);
  throw new Refusal('changed-meanwhile', { detail: `No version has the ETag ${given}.` });
};
