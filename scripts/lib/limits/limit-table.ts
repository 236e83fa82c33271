import { Pacer } from '../../../src/dispatch/route/pacer.ts';
import { Limits } from '../../../src/sim/smsc/carrier/named-limits.ts';
import { seededRandom } from '../../../src/sim/smsc/carrier/random.ts';
import type { KnownLimit } from './known-limits.ts';
import { type Link, limitTrial, sumOf } from './limit-trial.ts';

export interface LimitCell {
  readonly perSecond: number;
  readonly roundTripMs: number;
  /** The used share of what was free, in the seconds 10 to 40. */
  readonly used: number;
  readonly refused: number;
  readonly refusedShare: number;
  /** The longest wait of a critical part to leave, ms, in the seconds 10 to 40. */
  readonly criticalWaitMs: number;
}

export const RATES = [5, 20, 150, 1000];
export const ROUND_TRIPS_MS = [1, 200];

const FROM_S = 10;
const TO_S = 40;
const START_MS = Date.UTC(2026, 0, 1) + 137;
const LEAST_WINDOW = 100;
const CRITICAL_EVERY_MS = 700;

/** Gateway and carrier each stand still four times in a second, for 10 to 90 ms, and parts come up to 6 ms late. */
const stalling = (): Pick<Link, 'jitterMs' | 'stalled'> => {
  const random = seededRandom(3);
  let until = 0;
  let carrierUntil = 0;
  return {
    jitterMs: (ms) => random() * random() * 6 + Math.max(0, carrierUntil - ms),
    stalled: (ms) => {
      if (random() < 0.004) carrierUntil = Math.max(carrierUntil, ms + 10 + random() * 80);
      if (ms < until) return true;
      if (random() < 0.004) until = ms + 10 + random() * 80;
      return false;
    },
  };
};

export const limitCell = (
  { limits, free = 1 }: KnownLimit,
  perSecond: number,
  roundTripMs: number,
  stalls: boolean,
): LimitCell => {
  const window = Math.max(LEAST_WINDOW, perSecond);
  const link = { roundTripMs, window, ...(stalls ? stalling() : {}) };
  const known = new Limits(limits(perSecond), seededRandom(7));
  const course = limitTrial(new Pacer(undefined), known, link, TO_S, START_MS);
  const { accepted, refused, refusedShare } = sumOf(course, FROM_S, TO_S);
  const waits = course.criticalWaits.slice(Math.floor((FROM_S * 1000) / CRITICAL_EVERY_MS));
  const used = accepted / (perSecond * free * (TO_S - FROM_S));
  return { perSecond, roundTripMs, used, refused, refusedShare, criticalWaitMs: Math.max(...waits) };
};

export const limitCells = (known: KnownLimit, stalls: boolean): readonly LimitCell[] =>
  RATES.flatMap((rate) => ROUND_TRIPS_MS.map((roundTripMs) => limitCell(known, rate, roundTripMs, stalls)));

const inWords = ({ used, refusedShare, criticalWaitMs }: LimitCell): string =>
  `${(used * 100).toFixed(0)} / ${(refusedShare * 100).toFixed(1)} / ${criticalWaitMs}`;

/** A Markdown table: used and refused in %, and the longest wait of a critical part in ms. */
export const limitTable = (known: readonly KnownLimit[], stalls: boolean): string => {
  const heads = RATES.flatMap((rate) => ROUND_TRIPS_MS.map((roundTripMs) => `${rate}/s, ${roundTripMs} ms`));
  const rows = known.map((one) => [one.says, ...limitCells(one, stalls).map(inWords)]);
  return [['limit', ...heads], ['---', ...heads.map(() => '---')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
};
