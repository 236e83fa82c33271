/**
 * What must be remembered of a SIM whatever port it is in, on disk, by ICCID (or what stands for it where that can't
 * be read): three wrong PINs block it, and its
 * contract's limits outlive a restart.
 */
export interface SimRepository {
  /**
   * Resolves `allowed` once it is on disk that this PIN is about to be tried on this SIM; else it must not be sent. A
   * PIN is tried once, ever, until an administrator clears the latch.
   */
  latchPin(iccid: string, pin: string): Promise<PinLeave>;
  /** The SIM took its PIN: it may be sent again at the next power-up. */
  pinAccepted(iccid: string, pin: string): Promise<void>;
  /** Forgets that PINs were tried on this SIM and not taken: each may be tried once more. An administrator's act. */
  clearPins(iccid: string): Promise<void>;
  /** Counts parts handed to the network at `atMs`; a negative number takes off again what did not go after all. */
  countParts(iccid: string, atMs: number, parts: number): Promise<void>;
  /** Parts counted in the minute, hour, day and 30 days that end at `nowMs`. */
  usage(iccid: string, nowMs: number): Promise<SimUsage>;
  /** The SIM or its contract refused: it is left alone for a while, in whatever port. */
  setAside(iccid: string, aside: SimAside): Promise<void>;
  /** Undefined if it was never set aside, or was restored. */
  aside(iccid: string): Promise<SimAside | undefined>;
  /** Puts a SIM back that was set aside. */
  restore(iccid: string): Promise<void>;
}

export type PinLeave =
  | 'allowed'
  /** It was, and the SIM didn't take it. */
  | 'tried'
  /** Two others were, and not taken since the SIM last took one: a third wrong one would block it (TS 31.101 9.5.1). */
  | 'lastTry';

export interface SimUsage {
  readonly perMinute: number;
  readonly perHour: number;
  readonly perDay: number;
  readonly perMonth: number;
}

export interface SimAside {
  readonly reason: string;
  /** ms since the epoch. */
  readonly until: number;
}
