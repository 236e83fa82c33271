import type { NamedRepository } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { Values } from '../templates/template.ts';

/** A scenario that is launched at recurring times. */
export interface ScheduleDefinition {
  /** Five cron fields, in local time of the time zone. */
  readonly cron: string;
  /** An IANA name, such as Europe/Paris. */
  readonly timeZone: string;
  /** The id of the scenario. */
  readonly scenario: number;
  readonly values: Values;
  readonly asExercise: boolean;
  readonly enabled: boolean;
  /** The longest delay after a planned time with which the scenario is still launched, ms. */
  readonly graceMs: number;
  /** When the schedule was last written, ms since the epoch. Earlier times don't count as planned. */
  readonly since: number;
  /**
   * The id of the person who last wrote the schedule, and so can't be the second person for its alerts. Undefined if
   * the id isn't known any more.
   */
  readonly writtenBy?: string;
}

/**
 * The results of a planned time. `firing`: the launch is under way; `kept`: an alert was made and waits for an
 * operator; `missed`: the gateway was not running; `interrupted`: the gateway ended during the launch, and it isn't
 * known whether an alert was made.
 */
export const fireOutcomes = ['firing', 'launched', 'kept', 'failed', 'missed', 'interrupted'] as const;
export type FireOutcome = (typeof fireOutcomes)[number];

interface Fire {
  /** ms since the epoch. */
  readonly plannedAt: number;
  readonly outcome: FireOutcome;
  readonly alert: number | undefined;
  readonly detail: string | undefined;
  /** ms since the epoch. */
  readonly at: number;
}

export interface ScheduleRepository extends NamedRepository<ScheduleDefinition> {
  /**
   * Marks a planned time as taken; false if it was taken before. A planned time can be taken once more if it was marked
   * as missed at a moment that is still to come, since the clock was wrong then.
   */
  take(schedule: number, fire: Pick<Fire, 'plannedAt' | 'outcome' | 'detail' | 'at'>): Promise<boolean>;
  settle(schedule: number, fire: Fire): Promise<void>;
  /**
   * The last planned time up to `nowMs` that was taken. A later planned time was taken while the clock was ahead, and
   * is still to come.
   */
  lastPlanned(schedule: number, nowMs: number): Promise<number | undefined>;
  /** Newest first. */
  fires(schedule: number, page: Page): Promise<Paged<Fire>>;
  /**
   * The planned times whose outcome is still `firing`. When the gateway starts, these are the launches that the last
   * process began and did not finish.
   */
  firing(): Promise<readonly { readonly schedule: number; readonly plannedAt: number }[]>;
}
