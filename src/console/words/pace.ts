export interface Pace {
  readonly per: 'second' | 'minute';
  readonly value: number;
}

const MINUTE_S = 60;
/** Below this a figure needs its tenths. */
const SMALL = 10;

const rounded = (value: number): number => (value < SMALL ? Math.round(value * 10) / 10 : Math.round(value));

/** A rate in SMS as people say it: a carrier's by the second, a modem's by the minute. */
export const paceOf = (perSecond: number): Pace =>
  perSecond >= 1 || perSecond === 0
    ? { per: 'second', value: rounded(perSecond) }
    : { per: 'minute', value: rounded(perSecond * MINUTE_S) };
