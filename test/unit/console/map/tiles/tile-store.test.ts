import { afterEach, expect, test, vi } from 'vitest';
import type { TileKey } from '../../../../../src/console/map/tiles/pick.ts';
import { BadArchive } from '../../../../../src/console/map/tiles/read/limits.ts';
import { TileStore } from '../../../../../src/console/map/tiles/tile-store.ts';

interface Asked {
  readonly key: TileKey;
  readonly signal: AbortSignal;
  readonly come: (points?: number) => void;
  readonly fail: (error: Error) => void;
}

const store = () => {
  const asked: Asked[] = [];
  const tiles = new TileStore<{ points: number; isCut: boolean }>({
    load: (key, signal) =>
      new Promise((resolve, reject) => {
        asked.push({ key, signal, come: (points = 1) => resolve({ points, isCut: false }), fail: reject });
      }),
    onChange: () => {},
    onFailure: () => {},
  });
  return { asked, tiles };
};
const key = (x: number): TileKey => ({ z: 9, x, y: 0 });
const keys = (from: number, count: number) => Array.from({ length: count }, (_, index) => key(from + index));
const settled = () => new Promise((resolve) => setImmediate(resolve));
const me = {};

afterEach(() => vi.useRealTimers());

test('few tiles are fetched at once, each once, and those that nobody wants any more are given up', async () => {
  const { asked, tiles } = store();
  tiles.want(me, keys(0, 10));
  tiles.want(me, keys(0, 10));
  expect(asked).toHaveLength(6);
  asked[0]?.come();
  await settled();
  expect(asked).toHaveLength(7);
  expect(tiles.get(key(0))).toEqual({ points: 1, isCut: false });
  // The view moves on: one of the tiles is still in it.
  const other = {};
  tiles.want(other, [key(2)]);
  tiles.want(me, [key(1), key(50)]);
  expect(asked.slice(1, 7).map(({ signal }) => signal.aborted)).toEqual([
    false,
    false,
    true,
    true,
    true,
    true,
  ]);
  expect(asked.at(-1)?.key).toEqual(key(50));
  tiles.want(me, []);
  tiles.want(other, []);
  expect(asked.every(({ signal }, index) => index === 0 || signal.aborted)).toBe(true);
});

test('what is kept is bounded by number and by octets, and what was used last stays', async () => {
  const { asked, tiles } = store();
  const fetched = async (x: number, points: number): Promise<void> => {
    tiles.want(me, [key(x)]);
    asked.at(-1)?.come(points);
    await settled();
  };
  for (let x = 0; x < 160; x++) await fetched(x, 1);
  tiles.get(key(0));
  await fetched(160, 1);
  expect([tiles.get(key(0)), tiles.get(key(1)), tiles.get(key(160))].map(Boolean)).toEqual([
    true,
    false,
    true,
  ]);
  for (let x = 200; x < 215; x++) await fetched(x, 200_000);
  expect(tiles.get(key(160))).toBeUndefined();
  expect(Array.from({ length: 15 }, (_, x) => tiles.get(key(200 + x))).filter(Boolean)).toHaveLength(10);
});

test('a bad tile is not asked for again; one that the network cut is, after a while', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { asked, tiles } = store();
  tiles.want(me, [key(0)]);
  asked[0]?.fail(new BadArchive('bad'));
  await settled();
  expect(tiles.state).toBe('bad');
  tiles.want(me, [key(0), key(1), key(2)]);
  expect(asked.map(({ key: { x } }) => x)).toEqual([0, 1, 2]);
  asked[1]?.fail(new Error('cut'));
  asked[2]?.come();
  await settled();
  expect(tiles.state).toBe('partial');
  tiles.want(me, [key(0), key(1), key(2)]);
  expect(asked).toHaveLength(3);
  vi.advanceTimersByTime(5000);
  expect(asked.at(-1)?.key).toEqual(key(1));
});
