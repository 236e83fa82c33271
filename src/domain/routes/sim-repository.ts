import type { Msisdn } from '../messages/msisdn.ts';

/**
 * Data of a SIM that must outlive restarts and changes of the modem, because three wrong PINs block a SIM and its
 * subscription limits what it sends. The key is the ICCID, or a substitute if that can't be read.
 */
export interface SimRepository {
  /**
   * Resolves with `allowed` once it is on disk that this PIN is about to be tried on this SIM; with any other result
   * the PIN must not be sent. A PIN that the SIM did not accept is not tried again until an administrator clears it.
   */
  latchPin(iccid: string, pin: string): Promise<PinLeave>;
  /** The SIM accepted this PIN: it may be sent again at the next power-up. */
  pinAccepted(iccid: string, pin: string): Promise<void>;
  /**
   * Forgets the PINs that the SIM did not accept, so that each may be tried once more. Only an administrator does this.
   */
  clearPins(iccid: string): Promise<void>;
  /**
   * Counts parts to this recipient given to the network at `atMs`. A negative number takes back parts that were not
   * sent; the recipient then counts only if the SIM sent something to it before.
   */
  countParts(iccid: string, atMs: number, parts: number, to: Msisdn): Promise<void>;
  /** Parts counted in the minute, the hour, the day and the 30 days before `nowMs`. */
  usage(iccid: string, nowMs: number): Promise<SimUsage>;
  /** The recipients of parts counted in the 31 days before `nowMs`: no month is longer. */
  recipients(iccid: string, nowMs: number): Promise<ReadonlySet<string>>;
  /** Keeps a SIM from being used for a while, in any modem, since the network refused the SIM or its subscription. */
  setAside(iccid: string, aside: SimAside): Promise<void>;
  /** Undefined if the SIM was never set aside, or was restored. */
  aside(iccid: string): Promise<SimAside | undefined>;
  /** Lets a SIM be used again that was set aside. */
  restore(iccid: string): Promise<void>;
}

export type PinLeave =
  | 'allowed'
  /** This PIN was tried, and the SIM didn't accept it. */
  | 'tried'
  /**
   * Two other PINs were tried and not accepted since the last right PIN. A third wrong PIN would block the SIM (TS
   * 31.101 9.5.1).
   */
  | 'lastTry';

export interface SimUsage {
  readonly perMinute: number;
  readonly perHour: number;
  readonly perDay: number;
  readonly perMonth: number;
  /** The parts of the last 30 days by the minute (since the epoch) in which they were counted; the oldest first. */
  readonly minutes: readonly { readonly minute: number; readonly parts: number }[];
}

export interface SimAside {
  readonly reason: string;
  /** ms since the epoch. */
  readonly until: number;
}
