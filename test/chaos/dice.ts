import { seededRandom } from '../../src/sim/smsc/carrier/random.ts';

/** A number in [0, 1) for a label: the same number for the same label, in whatever order labels are asked for. */
export type Dice = (label: string) => number;

export const diceOf =
  (seed: number): Dice =>
  (label) =>
    seededRandom(seed ^ hash(label))();

/** A whole number from `least` to `most`, both included. */
export const between = (roll: number, least: number, most: number): number =>
  least + Math.floor(roll * (most - least + 1));

export const pick = <const T>(roll: number, from: readonly [T, ...T[]]): T =>
  from[Math.floor(roll * from.length)] ?? from[0];

/** FNV-1a, 32 bits. */
const hash = (label: string): number => {
  let state = 0x811c9dc5;
  for (const octet of Buffer.from(label)) state = Math.imul(state ^ octet, 0x01000193);
  return state >>> 0;
};
