import { between, type Dice, pick } from '../../chaos/dice.ts';
import type { Moment } from '../database/simulated-database.ts';

interface Cut {
  readonly kind: 'cut at start' | 'cut at stop' | 'SIGTERM at start';
  readonly atMs: number;
  readonly afterMs: number;
}

interface CutAtCommit {
  readonly kind: 'cut at commit';
  readonly atMs: number;
  readonly commits: number;
  readonly moment: Moment;
}

interface CutAtCheckpoint {
  readonly kind: 'cut at checkpoint';
  readonly atMs: number;
}

export interface DiskFault {
  readonly kind: 'no room' | 'failing disk' | 'slow disk';
  readonly atMs: number;
  readonly forMs: number;
  /** The failure of each commit of a failing disk, as a code of SQLite. */
  readonly code: string;
  /** The longest time that a slow disk takes for one commit, ms. */
  readonly slowMs: number;
}

export interface NetworkFault {
  readonly kind: 'silence' | 'lost connections' | 'refused connections' | 'mute listener' | 'cut connection';
  readonly atMs: number;
  readonly forMs: number;
  readonly route: string;
  /** Where nothing comes through, or the connection is cut. */
  readonly way: 'out' | 'in' | 'both';
  /** The octets until the connection is cut. */
  readonly octets: number;
}

export interface ClockFault {
  readonly kind: 'clock';
  readonly atMs: number;
  /** How far the clock is set forward, or back if negative. */
  readonly byMs: number;
  /** Whether it is set right when the faults of carriers end; otherwise it stays as it was set. */
  readonly isSetRight: boolean;
}

/**
 * What goes wrong with the gateway's machine. Times are ms since the routes were up first.
 *
 * - `cut at start`: the power fails, and again while the next process starts.
 * - `cut at stop`: the power fails while a process stops after SIGTERM.
 * - `SIGTERM at start`: SIGTERM comes while a process starts, after a power cut.
 * - `cut at commit`: the power fails at the n-th transaction after `atMs`.
 * - `cut at checkpoint`: it fails while another program, such as `token create`, moves the log into the main file.
 */
export type CutFault = Cut | CutAtCommit | CutAtCheckpoint;

export type WorldFault = CutFault | DiskFault | NetworkFault | ClockFault;

type Kind = WorldFault['kind'];

export const KINDS: readonly [Kind, ...Kind[]] = [
  'cut at commit',
  'cut at commit',
  'cut at start',
  'cut at stop',
  'SIGTERM at start',
  'cut at checkpoint',
  'no room',
  'no room',
  'failing disk',
  'failing disk',
  'failing disk',
  'slow disk',
  'slow disk',
  'clock',
  'clock',
  'silence',
  'silence',
  'lost connections',
  'refused connections',
  'mute listener',
  'cut connection',
];

const LAST_MS = 4500;
const LONGEST_MS = 1900;
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

const faultOf = (dice: Dice, routes: readonly { readonly id: string }[]): WorldFault => {
  const kind = pick(dice('kind'), KINDS);
  const atMs = between(dice('at'), 100, LAST_MS);
  const forMs = between(dice('for'), 300, LONGEST_MS);
  switch (kind) {
    case 'cut at commit': {
      const moment = pick(dice('moment'), ['before', 'within', 'within', 'after']);
      return { kind, atMs, commits: between(dice('commits'), 1, 40), moment };
    }
    case 'cut at start':
    case 'SIGTERM at start':
      return { kind, atMs, afterMs: between(dice('after'), 0, 300) };
    case 'cut at stop':
      return { kind, atMs, afterMs: between(dice('after') ** 2, 0, 1500) };
    case 'cut at checkpoint':
      return { kind, atMs };
    case 'no room':
    case 'failing disk':
    case 'slow disk': {
      const codes = [
        'SQLITE_FULL',
        'SQLITE_FULL',
        'SQLITE_IOERR_WRITE',
        'SQLITE_IOERR_FSYNC',
        'SQLITE_READONLY',
      ] as const;
      const slowMs = between(dice('slow'), 300, 2500);
      return { kind, atMs, forMs: Math.max(forMs, LEAST_DISK_MS), code: pick(dice('code'), codes), slowMs };
    }
    case 'clock': {
      const sizes = [700, 5000, HOUR_MS, HOUR_MS, YEAR_MS] as const;
      const byMs = pick(dice('size'), sizes) * (dice('back') < 0.5 ? 1 : -1);
      return { kind, atMs, byMs, isSetRight: dice('set right') >= 0.5 };
    }
    default: {
      const route = routes[between(dice('route'), 0, routes.length - 1)]?.id ?? '';
      const way = pick(dice('way'), ['out', 'in', 'both']);
      return { kind, atMs, forMs, route, way, octets: between(dice('octets'), 0, 2000) };
    }
  }
};

/** The free space is measured once a second, and a fault of the disk is looked at while it lasts. */
const LEAST_DISK_MS = 1500;

/** Up to two faults of the machine. */
export const worldFaultsOf = (
  dice: Dice,
  routes: readonly { readonly id: string }[],
): readonly WorldFault[] =>
  Array.from({ length: pick(dice('world faults'), [0, 1, 1, 2, 2]) }, (_, index) =>
    faultOf((label) => dice(`world fault ${index} ${label}`), routes),
  );
