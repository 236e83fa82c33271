import { queryOptions } from '@tanstack/react-query';
import type { GeoJSON } from 'geojson';
import type { z } from 'zod';
import type { mapTilesView } from '../../../http/v1/map/map.ts';
import { send } from '../client.ts';
import { isProblem } from '../problem.ts';

export type MapTiles = z.output<typeof mapTilesView>;

/** A map is asked for again after this: a file that was put in its place shows without a restart. */
const FRESH_MS = 30_000;

export const isTiles = (map: GeoJSON | MapTiles): map is MapTiles => map.type === 'PMTiles';

/** What was parsed last, so that an unchanged map stays the same object, and is not prepared for drawing again. */
let last: { readonly etag: string; readonly map: GeoJSON | MapTiles } | undefined;

/** The base map of the administrator, or what its tiles are; null: none is configured. */
export const mapQuery = () =>
  queryOptions({
    queryKey: ['map'],
    staleTime: FRESH_MS,
    // Comparing two maps part by part would take longer than drawing one.
    structuralSharing: false,
    queryFn: async ({ signal }): Promise<GeoJSON | MapTiles | null> => {
      try {
        const response = await send('/v1/map', { signal, isKept: true });
        const etag = response.headers.get('etag');
        if (etag !== null && etag === last?.etag) {
          await response.body?.cancel();
          return last.map;
        }
        const map = (await response.json()) as GeoJSON | MapTiles;
        last = etag === null ? undefined : { etag, map };
        return map;
      } catch (error) {
        if (isProblem(error, 'not-found')) return null;
        throw error;
      }
    },
  });
