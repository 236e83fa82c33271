import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { Refusal } from '../server/problems.ts';

/** The If-Match header of requests that change something with a version. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({
      description:
        'The ETag of the version that you have seen. If it has changed since, the answer is 412 and nothing is done.',
      examples: ['"3"'],
    }),
});

export const etagOf = (version: number): string => `"${version}"`;

/**
 * The version that the request is about; undefined: any version.
 * @throws Refusal if no version can have that ETag, such as a weak one (RFC 9110 13.1.1)
 */
export const versionToMatch = (headers: IncomingHttpHeaders): number | undefined => {
  const given = headers['if-match']?.trim();
  if (given === undefined || given === '*') return undefined;
  const version = /^"([1-9][0-9]{0,14})"$/.exec(given)?.[1];
  if (version !== undefined) return Number(version);
  throw new Refusal('changed-meanwhile', { detail: `No version has the ETag ${given}.` });
};
