import type { AuditActor } from '../operation/audit.ts';

/**
 * A launch by a schedule, an alarm, a CAP message or a phone that did not happen as planned, with no operator to notice
 * it.
 */
export interface Unlaunched {
  /**
   * `missed`: the time of the launch passed while the gateway was not running. `refused`: the alert may not be launched
   * as it is. `interrupted`: the gateway ended during the launch, and an operator must check whether there is an alert.
   */
  readonly kind: 'missed' | 'refused' | 'interrupted';
  readonly by: AuditActor;
  /** Undefined for an alert that a CAP message makes: it has no scenario. */
  readonly scenario: number | undefined;
  /** The alert that was made and waits for an operator; undefined if none was made. */
  readonly alert: number | undefined;
  readonly reason: string;
  /** Of a schedule: the planned times, ms since the epoch, 1 or more. */
  readonly plannedAt?: readonly number[];
}

/** Resolves when the event is on disk for every webhook that asks for it. */
export type TellUnlaunched = (what: Unlaunched) => Promise<void>;
