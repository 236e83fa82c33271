import type { Bounds } from './geometry.ts';

/** Steps of the grid in degrees that can be read: 1, 2 and 5 of each power of ten, and those of whole circles. */
const STEPS = [
  90, 45, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001,
];

export interface Grid {
  readonly step: number;
  readonly lats: readonly number[];
  readonly lons: readonly number[];
}

const multiples = (low: number, high: number, step: number): readonly number[] => {
  const first = Math.ceil(low / step);
  const count = Math.max(0, Math.floor(high / step) - first + 1);
  // Rounded, since 3 × 0.1 is 0.30000000000000004.
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toFixed(6)));
};

/** Lines of latitude and longitude, of which at least `least` cross the wider side of the bounds. */
export const gridOf = ({ south, west, north, east }: Bounds, least = 4): Grid => {
  const span = Math.max(north - south, east - west);
  const step = STEPS.find((one) => span / one >= least) ?? STEPS.at(-1) ?? 1;
  return { step, lats: multiples(south, north, step), lons: multiples(west, east, step) };
};

/** Digits after the point that tell two lines of the grid apart. */
export const digitsOf = (step: number): number => (step >= 1 ? 0 : Math.ceil(-Math.log10(step)));

/** 43.6° N, 1.44° E; in French 1,44° O. The letters and the sign of decimals are those of the language. */
export const degrees = (
  value: number,
  axis: 'lat' | 'lon',
  digits: number,
  [north, south, east, west, sign = '.']: string,
): string => {
  const letter = axis === 'lat' ? (value < 0 ? south : north) : value < 0 ? west : east;
  return `${Math.abs(value).toFixed(digits).replace('.', sign)}°\u202f${letter}`;
};

export interface ScaleBar {
  readonly metres: number;
  readonly pixels: number;
}

/** The longest of 1, 2 and 5 times a power of ten metres that fits into so many pixels. */
export const scaleBarOf = (metresPerPixel: number, most: number): ScaleBar => {
  const room = metresPerPixel * most;
  const power = 10 ** Math.floor(Math.log10(room));
  const metres = ([5, 2, 1].find((times) => times * power <= room) ?? 1) * power;
  return { metres, pixels: metres / metresPerPixel };
};
