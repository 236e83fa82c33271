import type { Priority } from './priority.ts';

export interface ClaimRequest {
  readonly lane: number;
  readonly priority: Priority;
  readonly route: string;
  /** The room of the route, 1 or more. One message is claimed even if it has more parts. */
  readonly maxParts: number;
  readonly now: number;
  /**
   * Routes that take messages now; left out: all. A message that is reserved for any other route needn't wait for that
   * route, unless the message is reserved `FOREVER`, or was sent again before and is in doubt: each further attempt may
   * be a duplicate.
   */
  readonly usable?: readonly string[];
  /** The wave of an alert that the lane is for; left out: it is for no wave. A wave that is held gives nothing. */
  readonly turn?: string | undefined;
  /** Only messages of so many parts are claimed; left out: of any number. */
  readonly lengths?: ClaimLengths | undefined;
}

/** Of a message that the route has begun, the rest is claimed all the same. */
export interface ClaimLengths {
  /** The fewest parts. */
  readonly least: number;
  /** The most parts that the limits of the route leave now. */
  readonly now: number;
  /** A message of more parts is claimed too: the route refuses it for good. */
  readonly most: number;
}

/** A message that is not claimed, since the limits of the route leave too few parts to finish it. */
export interface TooLong {
  readonly parts: number;
}
