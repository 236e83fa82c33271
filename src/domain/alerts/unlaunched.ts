import type { AuditActor } from '../operation/audit.ts';

/** A launch that nobody stood by, of a schedule, an alarm, a CAP message or a phone, and that did not happen as it was to. */
export interface Unlaunched {
  /**
   * `missed`: its time passed while the gateway was away. `refused`: it may not go out as it is. `interrupted`: the
   * gateway ended meanwhile, and whether there is an alert somebody must look.
   */
  readonly kind: 'missed' | 'refused' | 'interrupted';
  readonly by: AuditActor;
  /** Undefined: what a CAP message makes is of none. */
  readonly scenario: number | undefined;
  /** That was made, and waits for somebody. */
  readonly alert: number | undefined;
  readonly reason: string;
  /** Of a schedule: the times that it was to be at, ms since the epoch, 1 or more. */
  readonly plannedAt?: readonly number[];
}

/** Resolves when it is on disk for every webhook that asks for it. */
export type TellUnlaunched = (what: Unlaunched) => Promise<void>;
