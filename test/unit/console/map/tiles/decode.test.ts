import { PbfWriter } from 'pbf';
import { expect, test } from 'vitest';
import { buildTile } from '../../../../../src/console/map/tiles/draw/build-tile.ts';
import { decodeTile, type Pen } from '../../../../../src/console/map/tiles/read/decode.ts';
import { BadArchive, LIMITS } from '../../../../../src/console/map/tiles/read/limits.ts';
import { type DrawnFeature, vectorTile } from '../../../../support/map/vector-tile.ts';

class Noted implements Pen {
  readonly acts: string[] = [];

  moveTo(x: number, y: number): void {
    this.acts.push(`to ${x} ${y}`);
  }
  lineTo(x: number, y: number): void {
    this.acts.push(`line ${x} ${y}`);
  }
  closePath(): void {
    this.acts.push('close');
  }
}

const built = (octets: Uint8Array, schema: 'protomaps' | 'openmaptiles' | 'plain' = 'protomaps') =>
  buildTile(octets, schema, 'fr', () => new Noted());
const actsOf = (tile: ReturnType<typeof built>, kind: Parameters<typeof tile.parts.get>[0]) =>
  tile.parts.get(kind)?.flatMap(({ path }) => path.acts);

const lake: DrawnFeature = {
  type: 3,
  properties: { kind: 'lake' },
  lines: [
    [
      [10, 20],
      [30, 20],
      [30, 40],
    ],
  ],
};
const place = (properties: DrawnFeature['properties'], x = 2048): DrawnFeature => ({
  type: 1,
  properties: { kind: 'locality', ...properties },
  lines: [[[x, 1024]]],
});

test('water, roads and names of Protomaps are told apart, with their geometry', () => {
  const tile = built(
    vectorTile([
      { name: 'water', features: [lake, { ...lake, type: 2 }] },
      {
        name: 'roads',
        features: [
          {
            type: 2,
            properties: { kind: 'major_road', kind_detail: 'primary' },
            lines: [
              [
                [0, 0],
                [5, -3],
              ],
            ],
          },
          {
            type: 2,
            properties: { kind: 'constructor' },
            lines: [
              [
                [0, 0],
                [5, 5],
              ],
            ],
          },
        ],
      },
      { name: 'pois', features: [lake] },
      {
        name: 'places',
        features: [
          place({ name: 'Toulouse', 'name:fr': 'Toulouse', kind_detail: 'city', population_rank: 11 }),
          place({ name: 'بيروت\u202e', kind_detail: 'town' }),
          place({ name: 'Beyond', kind_detail: 'town' }, 4096),
          place({ kind_detail: 'town' }),
        ],
      },
    ]),
  );
  expect(actsOf(tile, 'water')).toEqual(['to 10 20', 'line 30 20', 'line 30 40', 'close']);
  expect(actsOf(tile, 'waterway')).toEqual(['to 10 20', 'line 30 20', 'line 30 40']);
  expect(actsOf(tile, 'medium')).toEqual(['to 0 0', 'line 5 -3']);
  expect([...tile.parts.keys()].toSorted()).toEqual(['medium', 'water', 'waterway']);
  expect(tile.labels).toEqual([
    { name: 'Toulouse', weight: 2, rank: 9, x: 0.5, y: 0.25 },
    { name: 'بيروت', weight: 3, rank: 99, x: 0.5, y: 0.25 },
  ]);
  expect(tile).toMatchObject({ points: 11, isCut: false });
});

test('layers of OpenMapTiles, and those of an archive of somebody’s own, are drawn too', () => {
  const tile = built(
    vectorTile([
      { name: 'water', features: [lake] },
      { name: 'transportation', features: [{ ...lake, type: 2, properties: { class: 'motorway' } }] },
      { name: 'building', features: [lake] },
      { name: 'landcover', features: [{ ...lake, properties: { class: 'wood' } }, lake] },
      { name: 'place', features: [place({ class: 'village', name: 'Le Pré' })] },
    ]),
    'openmaptiles',
  );
  expect([...tile.parts.keys()]).toEqual(['water', 'major', 'building', 'green']);
  expect(tile.labels.map(({ name, weight }) => [name, weight])).toEqual([['Le Pré', 4]]);
  const own = built(vectorTile([{ name: 'communes', features: [lake, place({ nom: 'Rive' })] }]), 'plain');
  expect(actsOf(own, 'outline')).toHaveLength(4);
  expect(own.labels.map(({ name }) => name)).toEqual(['Rive']);
});

test('a tile that is cut off, or that is something else, is refused', () => {
  const good = vectorTile([{ name: 'water', features: [lake] }]);
  for (const octets of [good.subarray(0, -1), good.subarray(0, 9), new TextEncoder().encode('<html></html>')])
    expect(() => built(octets)).toThrow(BadArchive);
  expect(built(new Uint8Array()).parts.size).toBe(0);
});

test('counts in a tile that promise more than it has cost neither time nor memory', () => {
  const tile = (commands: readonly number[]) => vectorTile([{ name: 'water', features: [lake] }], commands);
  // ClosePath, half a milliard times; MVT allows once, and its count is not followed.
  const closing = built(tile([9, 2, 2, 0x7fffffff]));
  expect(actsOf(closing, 'water')).toEqual(['to 1 1', 'close']);
  // LineTo as often, with the points of one.
  expect(() => built(tile([9, 2, 2, 0x7ffffffa, 2, 2]))).toThrow(BadArchive);
  expect(() => built(tile([12, 2]))).toThrow('command 4');
});

test('more features or points than are drawn are left out, and the tile says so', () => {
  let seen = 0;
  const layer = new PbfWriter();
  for (let count = 0; count <= LIMITS.features; count++) layer.writeBytesField(2, Uint8Array.of(0x18, 3));
  const many = new PbfWriter();
  many.writeBytesField(3, layer.finish());
  expect(decodeTile(many.finish(), () => seen++)).toEqual({ points: 0, isCut: true });
  expect(seen).toBe(LIMITS.features);
  const long = Array.from({ length: LIMITS.points + 5 }, (_, index): [number, number] => [index % 2, 0]);
  const tile = built(vectorTile([{ name: 'water', features: [{ ...lake, lines: [long] }] }]));
  expect(tile).toMatchObject({ points: LIMITS.points, isCut: true });
});

test('a long value that features share is not read for each of them', () => {
  const tile = built(
    vectorTile([{ name: 'places', features: [place({ name: 'x'.repeat(5000), kind_detail: 'town' })] }]),
  );
  expect(tile.labels).toEqual([]);
});
