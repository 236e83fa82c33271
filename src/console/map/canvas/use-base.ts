import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { isTiles, mapQuery } from '../../api/people/map.ts';
import { isProblem } from '../../api/problem.ts';
import { useLanguage } from '../../words/i18n.ts';
import type { Bounds } from '../shape/geometry.ts';
import { type BaseLayer, layerOf } from './base-layer.ts';
import type { TileLayer } from './tile-layer.ts';
import { tilesQuery } from './tiles-query.ts';

export interface Base {
  /** Of a map of GeoJSON. */
  readonly layer: BaseLayer | undefined;
  /** Of a map of vector tiles. */
  readonly tiles: TileLayer | undefined;
  /** Another number after each change of the tiles. */
  readonly revision: number;
  readonly bounds: Bounds | undefined;
  /** Whom to name for the map. */
  readonly attribution: string | null;
  /** `none`: the administrator configured no map; `partial`: some of its tiles could not be read. */
  readonly state: 'loading' | 'there' | 'partial' | 'none' | 'failed';
}

const noChange = (): (() => void) => () => {};
const never = (): number => 0;

/** The base map, prepared for drawing. */
export const useBase = (): Base => {
  const { data, error } = useQuery(mapQuery());
  // A cut of the network takes no map away; a file that is wrong now does: the old map must not pass for it.
  const isGone = error !== null && (data === undefined || isProblem(error, 'map-unavailable'));
  const described = data && isTiles(data) ? data : undefined;
  const layer = useMemo(() => (data && !isTiles(data) ? layerOf(data) : undefined), [data]);
  const opened = useQuery(tilesQuery(useQueryClient(), described, useLanguage()));
  const tiles = described && opened.data ? opened.data : undefined;
  const revision = useSyncExternalStore(tiles?.subscribe ?? noChange, tiles?.revision ?? never);
  return useMemo((): Base => {
    const none = { layer: undefined, tiles: undefined, revision, bounds: undefined, attribution: null };
    if (isGone || opened.isError || tiles?.state() === 'bad') return { ...none, state: 'failed' };
    if (layer !== undefined) return { ...none, layer, bounds: layer.bounds, state: 'there' };
    if (described === undefined) return { ...none, state: data === null ? 'none' : 'loading' };
    const [west, south, east, north] = described.bounds;
    return {
      ...none,
      tiles,
      bounds: { west, south, east, north },
      attribution: described.attribution,
      state: tiles === undefined ? 'loading' : tiles.state() === 'partial' ? 'partial' : 'there',
    };
  }, [data, described, isGone, layer, opened.isError, revision, tiles]);
};
