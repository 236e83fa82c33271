import type { MapTiles } from '../../api/people/map.ts';
import type { TileLayer } from '../canvas/tile-layer.ts';
import type { Bounds } from '../shape/geometry.ts';
import { buildTile, emptyTile, type Tile } from './draw/build-tile.ts';
import { paintTiles, type Shown } from './draw/paint-tiles.ts';
import { schemaOf } from './draw/style.ts';
import { above, type TileKey, tilesOf } from './pick.ts';
import { Archive, type ReadOctets } from './read/archive.ts';
import { TileStore } from './tile-store.ts';

/** A tile that is still to come is shown by one at most so many zooms farther out. */
const MOST_ABOVE = 5;

const boundsOfTiles = ({ bounds: [west, south, east, north] }: Pick<MapTiles, 'bounds'>): Bounds => ({
  west,
  south,
  east,
  north,
});

/** Opens an archive that the gateway has told of. @param onFailure why a tile could not be had */
export const openTiles = (
  map: MapTiles,
  language: string,
  read: ReadOctets,
  onFailure: (error: unknown) => void,
): TileLayer => {
  const { minZoom, maxZoom, layers, octets } = map;
  const archive = new Archive(octets, read);
  const schema = schemaOf(layers);
  const extent = { bounds: boundsOfTiles(map), minZoom, maxZoom };
  const listeners = new Set<() => void>();
  let revision = 0;
  const store = new TileStore<Tile<Path2D>>({
    load: async ({ z, x, y }, signal) => {
      const tile = await archive.tile(z, x, y, signal);
      return tile === undefined ? emptyTile : buildTile(tile, schema, language, () => new Path2D());
    },
    onChange: () => {
      revision++;
      for (const listener of listeners) listener();
    },
    onFailure,
  });

  const shownIn = (square: TileKey): readonly Shown[] => {
    for (let zooms = 0; zooms <= Math.min(MOST_ABOVE, square.z - minZoom); zooms++) {
      const key = above(square, zooms);
      const tile = store.get(key);
      if (tile !== undefined) return [{ square, key, tile }];
    }
    return [];
  };

  return {
    paint: (brush) => paintTiles(brush, tilesOf(brush.view, extent).flatMap(shownIn), schema),
    want: (owner, view) => store.want(owner, view === undefined ? [] : tilesOf(view, extent)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    revision: () => revision,
    state: () => store.state,
  };
};
