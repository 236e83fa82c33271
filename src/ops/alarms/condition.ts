import type { AlarmKind, AlarmSeverity } from '../../domain/operation/alarm.ts';

/** Something that is wrong now, as its source says. An alarm is raised if it stays so. */
export interface Condition {
  readonly kind: AlarmKind;
  /** Left out: the gateway as a whole. */
  readonly subject?: string | undefined;
  /** The subject as people call it; left out: as the subject. */
  readonly name?: string | undefined;
  /** Left out: that of the kind. */
  readonly severity?: AlarmSeverity | undefined;
  readonly reason?: string | undefined;
  /** When the trouble last began anew, ms since the epoch: whoever acknowledged it before has not seen this. */
  readonly lastAt?: number | undefined;
  /** How long it must be so until the alarm is raised, ms; left out: that of the kind. */
  readonly holdMs?: number | undefined;
}

/** What one part of the gateway knows to be wrong now. */
export interface Source {
  /** For the log. */
  readonly name: string;
  /** How often it is asked, ms. */
  readonly everyMs: number;
  readonly look: (nowMs: number) => readonly Condition[] | Promise<readonly Condition[]>;
}

/** No route, drill or limit has a colon in its id. */
export const alarmIdOf = ({ kind, subject }: Pick<Condition, 'kind' | 'subject'>): string =>
  subject === undefined ? kind : `${kind}:${subject}`;
