import type { NamedRepository } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { Values } from './template.ts';

/** A scenario that is launched again and again. */
export interface ScheduleDefinition {
  /** Five fields, by the clocks of the time zone. */
  readonly cron: string;
  /** IANA, such as Europe/Paris. */
  readonly timeZone: string;
  /** The id of the scenario. */
  readonly scenario: number;
  readonly values: Values;
  readonly asExercise: boolean;
  readonly enabled: boolean;
  /** How much later than planned it may still be launched, ms. */
  readonly graceMs: number;
  /** When this was written, ms since the epoch: nothing was planned before. */
  readonly since: number;
  /** The id of who wrote it last: no second person for what it launches. Undefined: no longer known. */
  readonly writtenBy?: string;
}

/**
 * What came of a planned time. `firing`: under way; `kept`: the alert was made, and waits for somebody; `missed`: the
 * gateway was not there in time; `interrupted`: it ended meanwhile, and nobody knows whether there is an alert.
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
   * Takes a planned time, which nobody can take twice; false: it is taken. One that a clock years ahead had missed, and
   * that comes now, is not.
   */
  take(schedule: number, fire: Pick<Fire, 'plannedAt' | 'outcome' | 'detail' | 'at'>): Promise<boolean>;
  settle(schedule: number, fire: Fire): Promise<void>;
  /** The last planned time until now that was taken. What a clock that ran ahead took is none: it is still to come. */
  lastPlanned(schedule: number, nowMs: number): Promise<number | undefined>;
  /** Newest first. */
  fires(schedule: number, page: Page): Promise<Paged<Fire>>;
  /** What is firing; before any is begun, what was as the gateway ended. */
  firing(): Promise<readonly { readonly schedule: number; readonly plannedAt: number }[]>;
}
