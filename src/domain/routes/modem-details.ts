/** What is left of each limit of a SIM; undefined for a limit that isn't set. */
export interface SimLimitsLeft {
  /** Parts that the SIM may still send in each period. */
  readonly perMinute: number | undefined;
  readonly perHour: number | undefined;
  readonly perDay: number | undefined;
  readonly perMonth: number | undefined;
  /** Recipients to whom the SIM has sent nothing in the last 31 days, and may still send. */
  readonly recipientsPerMonth: number | undefined;
}

/** The credit of a SIM, as the network told it last. */
export interface SimBalance {
  /** In the currency of the contract; undefined if it was never read. */
  readonly amount: number | undefined;
  /** When the amount was read, ms since the epoch. */
  readonly readAt: number | undefined;
  /** When it was last asked for, ms since the epoch. */
  readonly askedAt: number;
  /** Why the last answer told no amount; undefined if it told one. */
  readonly problem: string | undefined;
  /** How many times in a row no amount could be read. */
  readonly failures: number;
}

/** The signal over a quarter of an hour. */
export interface SignalSlot {
  /** When the quarter of an hour began, ms since the epoch. */
  readonly at: number;
  /** The mean, and the lowest value that was measured, dBm. */
  readonly dbm: number | undefined;
  readonly lowestDbm: number | undefined;
  /** The means of RSRP (dBm) and RSRQ (dB); undefined if the modem doesn't tell them, or isn't on LTE or 5G. */
  readonly rsrp: number | undefined;
  readonly rsrq: number | undefined;
}

/** What is known of a modem and its SIM, for operators. Dispatch uses none of it. */
export interface ModemDetails {
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly firmware: string | undefined;
  /** The name of a file in hardware/profiles, without its ending. */
  readonly profile: string | undefined;
  readonly iccid: string | undefined;
  readonly imsi: string | undefined;
  /** The number of the SIM, if the SIM has it. */
  readonly ownNumber: string | undefined;
  readonly serviceCentre: string | undefined;
  /** Reference signal received power (dBm) and quality (dB) of LTE or 5G. */
  readonly rsrp: number | undefined;
  readonly rsrq: number | undefined;
  /** The last day, oldest first. A quarter of an hour without a measurement is left out. */
  readonly signalHistory: readonly SignalSlot[];
  /** Degrees Celsius: the hottest place that the modem measures. */
  readonly temperature: number | undefined;
  /** The slot of the SIM in use; undefined in a modem with one slot. */
  readonly simSlot?: number | undefined;
  readonly simLeft: SimLimitsLeft;
  /** Undefined if no balance is configured, or none was asked for since the SIM came into the modem. */
  readonly balance: SimBalance | undefined;
}
