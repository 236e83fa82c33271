import type { CurvePoint } from '../curve.ts';

const WIDTH = 720;
const HEIGHT = 240;
/** Room for `1,000,000` in the letters of a phone. */
const LEFT = 110;
const BOTTOM = 32;
const TOP = 12;
const RIGHT = 12;

/** Reached people over time as an SVG, in which only numbers are filled in. @param fromMs ms since the epoch */
export const curveSvg = (
  points: readonly CurvePoint[],
  fromMs: number,
  toReach: number,
  number: (value: number) => string = String,
): string => {
  const last = points.at(-1);
  const spanMs = Math.max(1000, (last?.at ?? fromMs) - fromMs);
  const most = Math.max(1, toReach, last?.people ?? 0);
  const x = (at: number): string =>
    (LEFT + (Math.max(0, at - fromMs) / spanMs) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (people: number): string =>
    (HEIGHT - BOTTOM - (people / most) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  // The line is made of steps: between two receipts nobody was reached.
  const steps = points.map(({ at, people }) => `H${x(at)}V${y(people)}`).join('');
  const line = (at: string, text: number) =>
    `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ccc"/><text x="${LEFT - 6}" y="${at}" dy="4" text-anchor="end">${number(text)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    line(y(0), 0),
    line(y(most / 2), Math.round(most / 2)),
    line(y(most), most),
    `<path d="M${x(fromMs)} ${y(0)}${steps}" fill="none" stroke="#0b5" stroke-width="2"/>`,
    `<text x="${LEFT}" y="${HEIGHT - 8}">0</text>`,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${spanText(spanMs)}</text>`,
    '</svg>',
  ].join('');
};

/** A span as hours, minutes and seconds, such as `1:02:03`. */
export const spanText = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};
