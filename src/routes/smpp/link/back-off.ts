/** Both in milliseconds. */
export interface BackOff {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * A pause that doubles with each failure from `minMs` to `maxMs`; between half of that and all of it, so that many
 * links don't come back at the same moment.
 *
 * @param failures in a row, 0 or more
 * @param random 0 to 1 (excluded)
 */
export const pauseMs = (failures: number, backOff: BackOff, random: () => number): number => {
  // 2 ** 30 is beyond every maximum that the configuration allows.
  const ceiling = Math.min(backOff.maxMs, backOff.minMs * 2 ** Math.min(failures, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
};
