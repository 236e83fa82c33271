import type { LimitFigures } from '../../../src/sim/smsc/carrier/named-limits.ts';

/** What the pacer must reach for a class of limits where 95 % used and 1 % refused are impossible, and why they are. */
export interface Possible {
  /** The share of the limit that must be used, 0 to 1. */
  readonly used: number;
  readonly refusedShare: number;
  readonly why: string;
}

export interface KnownLimit {
  readonly says: string;
  readonly limits: (perSecond: number) => readonly LimitFigures[];
  /** The share of `perSecond` that other users leave free, on average. Default 1. */
  readonly free?: number;
  readonly possible?: Possible;
}

const alone =
  (figures: Omit<LimitFigures, 'perSecond'>) =>
  (perSecond: number): readonly LimitFigures[] => [{ ...figures, perSecond }];

/** A token bucket that holds the parts of so many seconds. */
const bucket =
  (seconds: number, more: Partial<LimitFigures> = {}) =>
  (perSecond: number): readonly LimitFigures[] => [
    { name: 'bucket', perSecond, depth: perSecond * seconds, ...more },
  ];

const noisy =
  (name: 'sliding' | 'bucket') =>
  (perSecond: number): readonly LimitFigures[] => [{ name: 'noise' }, { name, perSecond }];

const NOISE = 'one in a hundred is refused whatever is sent';
const PAUSED = 'each look for more costs a pause, and a bucket refills meanwhile: it seems larger than it is';
const REFILLED = 'a look for more spends the bucket first, and is over a round trip late';
const ELSEWHERE = 'what is free changes every 10 s, which takes seconds to be found';

export const knownLimits: readonly KnownLimit[] = [
  { says: 'any second (sliding)', limits: alone({ name: 'sliding' }) },
  {
    says: 'any second, refused ones count',
    limits: alone({ name: 'sliding', countsRefused: true }),
    possible: {
      used: 0.94,
      refusedShare: 0.02,
      why: 'with 200 ms, what is under way when the limit is passed counts against it',
    },
  },
  {
    says: 'the second of its clock',
    limits: alone({ name: 'fixed' }),
    possible: {
      used: 0.95,
      refusedShare: 0.01,
      why: 'with 200 ms the rest of a second is refused before the first refusal is heard',
    },
  },
  {
    says: 'spacing',
    limits: alone({ name: 'spacing' }),
    possible: {
      used: 0.73,
      refusedShare: 0.01,
      why: 'timers of whole milliseconds: 7 ms instead of 6.7, and two parts that come closer are one refused',
    },
  },
  {
    says: 'bucket of 0.2 s',
    limits: bucket(0.2),
    possible: { used: 0.95, refusedShare: 0.015, why: REFILLED },
  },
  { says: 'bucket of 1 s', limits: bucket(1), possible: { used: 0.95, refusedShare: 0.026, why: REFILLED } },
  { says: 'bucket of 10 s', limits: bucket(10) },
  {
    says: 'queue of 50, ESME_RMSGQFUL',
    limits: (perSecond) => [{ name: 'bucket', perSecond, depth: 50, refusal: 'queueFull' }],
    possible: { used: 0.95, refusedShare: 0.015, why: REFILLED },
  },
  { says: 'slowed answers', limits: alone({ name: 'slow' }) },
  { says: 'any second, then a pause of 1 s', limits: alone({ name: 'sliding', pauseMs: 1000 }) },
  {
    says: 'the same, prolonged by tries',
    limits: alone({ name: 'sliding', pauseMs: 1000, prolonged: true }),
  },
  { says: 'any second, then a pause of 5 s', limits: alone({ name: 'sliding', pauseMs: 5000 }) },
  {
    says: 'bucket of 1 s, then 1 s, prolonged',
    limits: bucket(1, { pauseMs: 1000, prolonged: true }),
    possible: { used: 0.65, refusedShare: 0.12, why: PAUSED },
  },
  {
    says: 'any second, shared with L/3',
    limits: (perSecond) => [{ name: 'sliding', perSecond, otherPerSecond: perSecond / 3 }],
    free: 2 / 3,
    possible: { used: 0.9, refusedShare: 0.03, why: 'who comes first gets the place' },
  },
  {
    says: 'bucket of 1 s, shared with L/3 for 10 s of 20',
    limits: (perSecond) => [
      { name: 'bucket', perSecond, otherPerSecond: perSecond / 3, otherPeriodMs: 10_000 },
    ],
    free: 5 / 6,
    possible: { used: 0.75, refusedShare: 0.06, why: ELSEWHERE },
  },
  {
    says: '1 % noise, any second',
    limits: noisy('sliding'),
    possible: { used: 0.91, refusedShare: 0.02, why: NOISE },
  },
  {
    says: '1 % noise, bucket of 1 s',
    limits: noisy('bucket'),
    possible: { used: 0.9, refusedShare: 0.035, why: NOISE },
  },
  {
    says: '1 % ESME_RSUBMITFAIL, any second',
    limits: (perSecond) => [
      { name: 'noise', refusal: 'failed' },
      { name: 'sliding', perSecond },
    ],
  },
];

/** Limits with which the controller was checked only after it was made. */
export const otherLimits: readonly KnownLimit[] = [
  { says: 'each 100 ms of its clock', limits: alone({ name: 'fixed', windowMs: 100 }) },
  { says: 'each 10 s of its clock', limits: alone({ name: 'fixed', windowMs: 10_000 }) },
  { says: 'any 5 s', limits: alone({ name: 'sliding', windowMs: 5000 }) },
  {
    says: 'leaky queue of 0.5 s',
    limits: (perSecond) => [{ name: 'slow', perSecond, depth: perSecond / 2 }],
  },
  {
    says: 'any second, then 3 s, prolonged',
    limits: alone({ name: 'sliding', pauseMs: 3000, prolonged: true }),
  },
  {
    says: 'any second, and spacing of 3 L',
    limits: (perSecond) => [
      { name: 'sliding', perSecond },
      { name: 'spacing', perSecond: perSecond * 3 },
    ],
  },
  {
    says: 'any second, a tenth from 12 s on',
    limits: alone({ name: 'sliding', changesAfterMs: 12_000, factor: 0.1 }),
    free: (2 + 2.8) / 30,
  },
];
