import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Call, StreamPlaces } from '../../../src/console/live/stream-places.ts';

const windows = new Map<string, { readonly hear: (call: Call) => void }>();
/** What windows tell each other arrives after a while. */
const underWay: (() => void)[] = [];
const arrive = (): void => {
  for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) next();
};
/** A window of the one browser. */
const open = (_: unknown, index: number) => {
  const id = String(index);
  const window = { hasPlace: true, isShown: true };
  const places: StreamPlaces = new StreamPlaces({
    id,
    tell: (call) => {
      for (const other of windows.keys())
        if (other !== id) underWay.push(() => windows.get(other)?.hear(call));
    },
    isShown: () => window.isShown,
    onChange: (hasPlace) => {
      window.hasPlace = hasPlace;
    },
  });
  windows.set(id, { hear: (call) => places.hear(call) });
  arrive();
  const show = (isShown: boolean): void => {
    window.isShown = isShown;
    places.call();
  };
  return { window, places, show, crash: () => windows.delete(id) };
};
const placesOf = (all: readonly ReturnType<typeof open>[]) => {
  arrive();
  return all.map(({ window }) => window.hasPlace);
};

beforeEach(() => {
  vi.useFakeTimers();
  windows.clear();
});
afterEach(() => vi.useRealTimers());

test('at most three windows of a browser follow the events, so that connections are left for what is asked', () => {
  const all = Array.from({ length: 7 }, open);
  expect(placesOf(all)).toEqual([true, true, true, false, false, false, false]);
  all[1]?.places.close();
  all[1]?.crash();
  expect(placesOf(all.slice(2))).toEqual([true, true, false, false, false]);
});

test('a window that somebody sees takes the place of a hidden one', () => {
  const all = Array.from({ length: 5 }, open);
  for (const one of all) one.show(false);
  expect(placesOf(all)).toEqual([true, true, true, false, false]);
  all[4]?.show(true);
  expect(placesOf(all)).toEqual([true, true, false, false, true]);
});

test('the place of a window that crashed is free after a while', () => {
  const all = Array.from({ length: 4 }, open);
  all[0]?.crash();
  for (let n = 0; n < 4; n++) {
    vi.advanceTimersByTime(60_000);
    for (const one of all.slice(1)) one.places.call();
    arrive();
  }
  expect(placesOf(all.slice(1))).toEqual([true, true, true]);
});
