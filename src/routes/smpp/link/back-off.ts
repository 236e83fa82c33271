/** The least and the greatest pause before a link is dialled again, in milliseconds. */
export interface BackOff {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * The pause before the next dial, in ms. Its upper limit doubles with each failure, from `minMs` to `maxMs`. The pause
 * is a random time between half of the limit and the limit, so that many links don't dial at the same moment.
 *
 * @param failures the number of failures in a row, 0 or more
 * @param random gives a number from 0 to 1 (excluded)
 */
export const pauseMs = (failures: number, backOff: BackOff, random: () => number): number => {
  // The factor 2 ** 30 exceeds every maximum that the configuration allows, so no larger one is needed.
  const ceiling = Math.min(backOff.maxMs, backOff.minMs * 2 ** Math.min(failures, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
};
