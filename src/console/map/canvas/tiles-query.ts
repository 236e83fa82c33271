import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { send } from '../../api/client.ts';
import type { MapTiles } from '../../api/people/map.ts';
import { Problem } from '../../api/problem.ts';

const CHANGED: readonly string[] = ['changed-meanwhile', 'map-unavailable', 'not-found', 'range-refused'];

/** Draws an archive of tiles; what can is loaded only now. Each language has its own names. */
export const tilesQuery = (queries: QueryClient, map: MapTiles | undefined, language: string) =>
  queryOptions({
    queryKey: ['map-tiles', map?.etag, language],
    enabled: map !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    queryFn: async () => {
      if (map === undefined) return null;
      const { openTiles } = await import('../tiles/open.ts');
      const read = async (offset: number, length: number, signal: AbortSignal | undefined) => {
        const headers = { range: `bytes=${offset}-${offset + length - 1}`, 'if-match': map.etag };
        const response = await send('/v1/map/tiles', { headers, ...(signal && { signal }) });
        return response.arrayBuffer();
      };
      // Another file is there now, or none: the gateway says which.
      return openTiles(map, language, read, (error) => {
        if (error instanceof Problem && CHANGED.includes(error.name))
          void queries.invalidateQueries({ queryKey: ['map'] });
      });
    },
  });
