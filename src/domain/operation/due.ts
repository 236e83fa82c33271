/** What waits for its time, or is looked after each second while it lasts. */
export const DUE_KINDS = ['deadlines', 'alerts', 'drills', 'schedules', 'withdrawals'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

/** Times in ms since the epoch. */
export interface DueTimes {
  readonly now: number;
  /** Validities of queued messages up to this time have been looked at before. */
  readonly expiredUntil: number;
  /** Messages of a carrier whose validity ended by then are given up. */
  readonly givenUpUntil: number;
}

export interface DueRepository {
  /** Which of them may have something to do. One that has something is never left out. */
  due(times: DueTimes): Promise<readonly DueKind[]>;
}
