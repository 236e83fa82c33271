/** The least and the greatest pause before a link is dialled again, in milliseconds. */
export interface BackOff {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * The pause before the next dial, in milliseconds: it doubles with each failure from `minMs` to `maxMs`. The result
 * is between half of that and all of it, so that many links don't dial at the same moment.
 *
 * @param failures in a row, 0 or more
 * @param random 0 to 1 (excluded)
 */
export const pauseMs = (failures: number, backOff: BackOff, random: () => number): number => {
  // 2 ** 30 is beyond every maximum that the configuration allows.
  const ceiling = Math.min(backOff.maxMs, backOff.minMs * 2 ** Math.min(failures, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
};
