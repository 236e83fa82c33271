import { between, type Dice, pick } from '../chaos/dice.ts';
import type { Moment } from './world/disk.ts';

/** What goes wrong with the gateway's machine. Times are ms since the routes were up first. */
export type WorldFault =
  /** The power fails at the n-th transaction after `atMs`. */
  | {
      readonly kind: 'cut at commit';
      readonly atMs: number;
      readonly commits: number;
      readonly moment: Moment;
    }
  /** The power fails, and again while the next process starts. */
  | { readonly kind: 'cut at start'; readonly atMs: number; readonly afterMs: number }
  /** The power fails while a process stops after SIGTERM. */
  | { readonly kind: 'cut at stop'; readonly atMs: number; readonly afterMs: number }
  /** SIGTERM comes while a process starts, after a power cut. */
  | { readonly kind: 'SIGTERM at start'; readonly atMs: number; readonly afterMs: number }
  /** The power fails while another program, such as `token create`, moves the log into the main file. */
  | { readonly kind: 'cut at checkpoint'; readonly atMs: number };

type Kind = WorldFault['kind'];

const KINDS: readonly [Kind, ...Kind[]] = [
  'cut at commit',
  'cut at commit',
  'cut at start',
  'cut at stop',
  'SIGTERM at start',
  'cut at checkpoint',
];

const LAST_MS = 5500;

const faultOf = (dice: Dice): WorldFault => {
  const kind = pick(dice('kind'), KINDS);
  const atMs = between(dice('at'), 100, LAST_MS);
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
  }
};

/** Up to two faults of the machine. */
export const worldFaultsOf = (dice: Dice): readonly WorldFault[] =>
  Array.from({ length: between(dice('world faults'), 0, 2) }, (_, index) =>
    faultOf((label) => dice(`world fault ${index} ${label}`)),
  );
