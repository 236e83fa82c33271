/** One time on duty of a calendar. Times in ms since the epoch. */
export interface CalendarPeriod {
  readonly uid: string;
  readonly from: number;
  readonly to: number;
  readonly summary: string;
  /** Names and mail addresses of those who take part. */
  readonly attendees: readonly string[];
}

export interface Calendar {
  /** The UIDs of all events, also of those that were cancelled or have no time in the span. */
  readonly uids: readonly string[];
  readonly periods: readonly CalendarPeriod[];
  /** What could not be read as it was written, in words. */
  readonly problems: readonly string[];
}

/** What to read of a calendar. */
export interface CalendarSpan {
  /** The time zone of times that have none. */
  readonly timeZone: string;
  /** ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
}

export type CalendarRead =
  | { readonly kind: 'read'; readonly calendar: Calendar }
  | { readonly kind: 'refused'; readonly reason: string };

/** The largest number of times on duty in one import. */
export const MOST_PERIODS = 2000;
