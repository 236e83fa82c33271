import type { Answer } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';

export type Handler = (command: AtCommand, device: Device) => Answer;
export type Handlers = Readonly<Record<string, Handler>>;

/** The argument as a number in `range`; undefined for anything else. */
export const numberIn = (range: readonly number[], arg: string | undefined): number | undefined => {
  const number = arg === undefined || arg === '' ? Number.NaN : Number(arg);
  return range.includes(number) ? number : undefined;
};

/** Writes `(0-2)` or `(0,2)`, as the answer to a test command lists the values. */
export const rangeText = (range: readonly number[]): string => {
  const [first = 0] = range;
  const last = range.at(-1) ?? first;
  const whole = range.length > 2 && range.length === last - first + 1;
  return `(${whole ? `${first}-${last}` : range.join(',')})`;
};
