import { expect, test } from 'vitest';
import { viewOf } from '../../../../../src/console/map/shape/view.ts';
import { placed } from '../../../../../src/console/map/tiles/draw/labels.ts';
import { kindOf, LOOKS, schemaOf, widthAt } from '../../../../../src/console/map/tiles/draw/style.ts';
import { above, squareOf, tilesOf, zoomOf } from '../../../../../src/console/map/tiles/pick.ts';

const WORLD = { south: -85, west: -180, north: 85, east: 180 };
const TOWN = { south: 43.54, west: 1.36, north: 43.64, east: 1.51 };
const all = { bounds: WORLD, minZoom: 0, maxZoom: 15 };

test('a view takes the tiles at the zoom that fits, the middle first, and only those that it shows', () => {
  const view = viewOf(TOWN, 1000, 500);
  const tiles = tilesOf(view, all);
  expect(new Set(tiles.map(({ z }) => z))).toEqual(new Set([Math.round(zoomOf(view))]));
  for (const tile of tiles) {
    const { x, y, side } = squareOf(tile, view);
    expect(side).toBeGreaterThan(360);
    expect(side).toBeLessThan(725);
    expect(x < 1000 && x + side > 0 && y < 500 && y + side > 0).toBe(true);
  }
  const [first] = tiles.map((tile) => squareOf(tile, view));
  expect(first && first.x <= 500 && first.x + first.side >= 500).toBe(true);
  // The squares cover all of it.
  const covered = tiles.reduce((sum, tile) => {
    const { x, y, side } = squareOf(tile, view);
    const across = Math.min(1000, x + side) - Math.max(0, x);
    return sum + across * (Math.min(500, y + side) - Math.max(0, y));
  }, 0);
  expect(covered).toBeCloseTo(500_000, 3);
});

test('beyond the zooms of an archive its nearest tiles stand, and nothing where it has none', () => {
  const view = viewOf(TOWN, 1000, 500);
  const far = { bounds: WORLD, minZoom: 0, maxZoom: 6 };
  expect(tilesOf(view, far)).toEqual([{ z: 6, x: 32, y: 23 }]);
  expect(tilesOf(view, { ...all, bounds: { ...TOWN, west: 3, east: 4 } })).toEqual([]);
  expect(tilesOf(viewOf(WORLD, 1000, 500), { ...all, minZoom: 14 })).toEqual([]);
  expect(tilesOf(viewOf(WORLD, 20_000, 10_000), { ...all, minZoom: 8 })).toEqual([]);
  expect(above({ z: 6, x: 33, y: 23 }, 2)).toEqual({ z: 4, x: 8, y: 5 });
});

test('the layers of an archive tell whose they are, and a name that every object inherits is none of theirs', () => {
  expect(schemaOf(['earth', 'water', 'roads'])).toBe('protomaps');
  expect(schemaOf(['water', 'transportation'])).toBe('openmaptiles');
  expect(schemaOf(['communes'])).toBe('plain');
  const road = { layer: 'roads', type: 'line' as const, get: () => 'toString' };
  expect(kindOf('protomaps', road)).toBeUndefined();
  expect(LOOKS.building.from).toBeGreaterThan(14);
  expect([widthAt([1, 3, 12], 5), widthAt([1, 3, 12], 14), widthAt([1, 3, 12], 20)]).toEqual([1, 3, 12]);
});

test('names stand where they fit: what counts more first, none over another or over the edge', () => {
  const room = { zoom: 12, width: 400, height: 300, widthOf: () => 60 };
  const label = (name: string, weight: number, rank = 0) => ({ name, weight, rank, x: 0, y: 0 });
  const names = placed(
    [
      { label: label('Village', 4), x: 200, y: 150 },
      { label: label('City', 2), x: 230, y: 155 },
      { label: label('Other', 4), x: 200, y: 200 },
      { label: label('Edge', 2), x: 20, y: 150 },
      { label: label('Grid', 2), x: 200, y: 10 },
      { label: label('Country', 0), x: 300, y: 250 },
      { label: label('Hamlet', 5), x: 100, y: 250 },
    ],
    room,
  ).map(({ label: { name } }) => name);
  expect(names).toEqual(['City', 'Other']);
  const many = Array.from({ length: 500 }, (_, index) => ({
    label: label(`n${index}`, 2),
    x: 100 * (index % 40),
    y: 40 * Math.floor(index / 40),
  }));
  expect(placed(many, { ...room, width: 9000, height: 9000 })).toHaveLength(28);
});
