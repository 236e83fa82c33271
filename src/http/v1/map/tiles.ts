import { z } from 'zod';
import type { FileNow, Octets } from '../../../people/map/map-file.ts';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { type ProblemName, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { hasStrongly, MOST_OCTETS, rangeOf } from './byte-range.ts';

interface Refused {
  readonly problem: ProblemName;
  readonly detail: string;
}

interface Wanted {
  readonly range: string;
  readonly 'if-match'?: string | undefined;
  readonly 'if-range'?: string | undefined;
}

const chosen =
  (wanted: Wanted) =>
  ({ etag, octets }: FileNow): Octets | { readonly refused: Refused } => {
    const { 'if-match': match, 'if-range': onlyIf } = wanted;
    // RFC 9110 would send the whole file to an If-Range that does not match; it is never sent whole.
    if (
      (match !== undefined && !hasStrongly(match, etag)) ||
      (onlyIf !== undefined && onlyIf.trim() !== etag)
    )
      return { refused: { problem: 'changed-meanwhile', detail: 'Another file is there now.' } };
    const range = rangeOf(wanted.range, octets);
    return typeof range === 'string' ? { refused: { problem: 'range-refused', detail: range } } : range;
  };

/** The route by which the console reads an archive of tiles piece by piece. */
export const mapTiles = (app: App, access: Access, { baseMap }: HttpServices): void => {
  app.get(
    '/v1/map/tiles',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Octets of the map that is PMTiles',
        description:
          `One range of at most ${MOST_OCTETS / 1024 / 1024} MiB of the file that GET /v1/map tells of. The ETag names the file ` +
          'and when it was written: with `If-Match`, all that is read is of one file. The file is never sent whole.',
        headers: z.object({
          range: z.string().optional().meta({ description: 'One range in octets: `bytes=0-16383`.' }),
          'if-match': z.string().optional(),
          'if-range': z.string().optional(),
        }),
        response: {
          206: {
            description: 'The octets, with `Content-Range`.',
            content: { 'application/vnd.pmtiles': { schema: z.string().meta({ format: 'binary' }) } },
          },
          ...problemResponses(
            'malformed-request',
            'unauthenticated',
            'forbidden',
            'not-found',
            'changed-meanwhile',
            'range-refused',
            'map-unavailable',
          ),
        },
      },
    },
    async ({ headers }, reply) => {
      const { range, 'if-match': match, 'if-range': onlyIf } = headers;
      if (baseMap === undefined)
        return sendProblem(reply, 'not-found', { detail: 'No map is configured (map.file).' });
      if (range === undefined)
        return sendProblem(reply, 'malformed-request', { detail: 'The header Range is missing.' });
      const now = await baseMap.now();
      if ('map' in now)
        return sendProblem(reply, 'not-found', { detail: 'The map is GeoJSON: GET /v1/map has all of it.' });
      const got = await baseMap.read(chosen({ range, 'if-match': match, 'if-range': onlyIf }));
      if ('fault' in got)
        return sendProblem(reply, 'map-unavailable', { detail: `The file of map.file ${got.fault}.` });
      if ('isChanging' in got)
        return sendProblem(reply, 'changed-meanwhile', { detail: 'The file is being written.' });
      reply.header('accept-ranges', 'bytes').header('etag', got.file.etag);
      if ('refused' in got) {
        const { problem, detail } = got.refused;
        if (problem === 'range-refused') reply.header('content-range', `bytes */${got.file.octets}`);
        return sendProblem(reply, problem, { detail });
      }
      const { first, last } = got.range;
      return reply
        .code(206)
        .header('cache-control', 'private, no-store')
        .header('content-range', `bytes ${first}-${last}/${got.file.octets}`)
        .type('application/vnd.pmtiles')
        .send(got.piece as never);
    },
  );
};
