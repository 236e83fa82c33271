import { z } from 'zod';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';

/** Whether one of the ETags in If-None-Match is this one (RFC 9110, 13.1.2: compared weakly). */
const isKnown = (given: string | undefined, etag: string): boolean =>
  (given?.split(',') ?? [])
    .map((one) => one.trim())
    .some((one) => one === '*' || one.replace(/^W\//, '') === etag.replace(/^W\//, ''));

/** Whether the client takes gzip (RFC 9110, 12.5.3). */
const takesGzip = (given: string | undefined): boolean =>
  (given ?? '')
    .split(',')
    .some((one) => /^\s*gzip\s*(;\s*q\s*=\s*(1(\.0*)?|0?\.0*[1-9]\d*))?\s*$/i.test(one));

export const mapTilesView = z
  .strictObject({
    type: z.literal('PMTiles').meta({ description: 'No type of GeoJSON has this name.' }),
    etag: z.string().meta({ description: 'The ETag of the file, for `If-Match` of GET /v1/map/tiles.' }),
    octets: z.int().meta({ description: 'The length of the file.' }),
    bounds: z
      .tuple([z.number(), z.number(), z.number(), z.number()])
      .meta({ description: 'West, south, east, north in degrees, as its header has them.' }),
    minZoom: z.int(),
    maxZoom: z.int(),
    attribution: z
      .string()
      .nullable()
      .meta({ description: 'Whom to name beside the map, as plain text; null: the file does not say.' }),
    layers: z.array(z.string()).meta({ description: 'The layers that its tiles may have, at most 100.' }),
  })
  .meta({ id: 'MapTiles', description: 'What a PMTiles archive says of itself' });

const UNAVAILABLE = 'The file of map.file';

/** The route of the map that the console draws under areas. */
export const map = (app: App, access: Access, { baseMap }: HttpServices): void => {
  app.get(
    '/v1/map',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'The base map of the console',
        description:
          'The file that `map.file` of the configuration names, as it is now: GeoJSON as it is; of PMTiles what it says ' +
          'of itself, and its octets by GET /v1/map/tiles. 304 if If-None-Match has its ETag.',
        headers: z.object({
          'if-none-match': z.string().optional(),
          'accept-encoding': z.string().optional(),
        }),
        response: {
          200: {
            description: 'The map.',
            content: {
              'application/geo+json': {
                schema: z.looseObject({ type: z.string() }).meta({ id: 'BaseMap', description: 'RFC 7946' }),
              },
              'application/json': { schema: mapTilesView },
            },
          },
          304: z.undefined().meta({ description: 'The client has the map already.' }),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'map-unavailable'),
        },
      },
    },
    async (request, reply) => {
      if (baseMap === undefined)
        return sendProblem(reply, 'not-found', { detail: 'No map is configured (map.file).' });
      const now = await baseMap.now();
      if ('fault' in now)
        return sendProblem(reply, 'map-unavailable', { detail: `${UNAVAILABLE} ${now.fault}.` });
      const { headers } = request;
      const etag = 'map' in now ? now.map.etag : `W/${now.fileEtag}`;
      // Browsers may keep it, and ask each time whether it is still the same.
      reply
        .header('cache-control', 'private, no-cache')
        .header('etag', etag)
        .header('vary', 'accept-encoding');
      if (isKnown(headers['if-none-match'], etag)) return reply.code(304).send();
      if ('tiles' in now) {
        const { attribution = null, bounds, layers, ...rest } = now.tiles;
        return reply.type('application/json').send({
          type: 'PMTiles',
          etag: now.fileEtag,
          ...rest,
          bounds: [...bounds],
          attribution,
          layers: [...layers],
        } satisfies z.output<typeof mapTilesView>);
      }
      reply.type('application/geo+json');
      if (!takesGzip(headers['accept-encoding'])) return reply.send(now.map.octets as never);
      return reply.header('content-encoding', 'gzip').send((await now.map.gzipped()) as never);
    },
  );
};
