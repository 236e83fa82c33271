import { pmtiles } from './pmtiles.ts';
import { type DrawnLayer, vectorTile } from './vector-tile.ts';

/** The tile of zoom 10 that has the town of town.ts: from 1.40625 E to 1.7578 E. */
const TOWN_TILE = { z: 10, x: 516, y: 374 } as const;

const square = (from: number, to: number): [number, number][] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
];

const layers = (name: string): readonly DrawnLayer[] => [
  { name: 'earth', features: [{ type: 3, properties: { kind: 'earth' }, lines: [square(-64, 4160)] }] },
  // A lake in the middle, and a road from the west to the east above it.
  { name: 'water', features: [{ type: 3, properties: { kind: 'lake' }, lines: [square(1024, 3072)] }] },
  {
    name: 'roads',
    features: [
      {
        type: 2,
        properties: { kind: 'highway', kind_detail: 'motorway' },
        lines: [
          [
            [-64, 512],
            [4160, 512],
          ],
        ],
      },
    ],
  },
  {
    name: 'places',
    features: [
      { type: 1, properties: { kind: 'locality', kind_detail: 'town', name }, lines: [[[3600, 3600]]] },
    ],
  },
];

const ATTRIBUTION = '<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap</a>';

/** An archive with one tile: land, a square lake in its middle, a road, and the name of a town. */
export const lakeArchive = (name = 'Bourg'): Buffer =>
  pmtiles([{ ...TOWN_TILE, octets: vectorTile(layers(name)) }], {
    bounds: [1.40625, 43.3252, 1.7578, 43.5804],
    leaves: 1,
    metadata: {
      attribution: ATTRIBUTION,
      vector_layers: ['earth', 'water', 'roads', 'places'].map((id) => ({ id })),
    },
  });
