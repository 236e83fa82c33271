import type { NamedRepository } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { NewMessage } from '../messages/message.ts';
import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Priority } from '../messages/priority.ts';
import type { State } from '../messages/state.ts';
import type { AuditActor } from './audit.ts';
import type { Heard } from './ear.ts';
import type { TocsinEvent } from './events.ts';

/** The state that a message must reach; `sent` for routes without receipts. */
export const drillGoals = ['sent', 'delivered'] as const;
export type DrillGoal = (typeof drillGoals)[number];

/**
 * How far ahead of the clock a taken planned time may be, ms, since the clock may have been set back a little. If a
 * taken time is further ahead, the clock was wrong when the time was taken.
 */
export const TAKEN_AHEAD_MS = 86_400_000;

/** An exercise with messages to our own numbers. It measures, for each route, the time from intake to the phone. */
export interface DrillDefinition {
  /** Five cron fields, in local time of the time zone. */
  readonly cron: string;
  /** An IANA name, such as Europe/Paris. */
  readonly timeZone: string;
  readonly enabled: boolean;
  /** The longest delay after a planned time with which a run still begins, ms. */
  readonly graceMs: number;
  /** When the drill was last written, ms since the epoch. Earlier times don't count as planned. */
  readonly since: number;
  /** Our own numbers, 1 to 50. Erasing a person can leave fewer. */
  readonly numbers: readonly Msisdn[];
  /** The text exactly as it is sent. It must say itself that it is an exercise. */
  readonly text: string;
  /** Undefined: each route that is enabled when the run begins. */
  readonly routes: readonly string[] | undefined;
  readonly priority: Priority;
  /** The time in which each message must reach `until`, ms; also the validity of the messages. */
  readonly withinMs: number;
  readonly until: DrillGoal;
}

/** `missed`: a planned run did not begin, which says nothing about the routes. */
export const drillResults = ['running', 'passed', 'failed', 'missed'] as const;
export type DrillResult = (typeof drillResults)[number];

export const drillOutcomes = ['waiting', 'arrived', 'failed', 'suppressed'] as const;
export type DrillOutcome = (typeof drillOutcomes)[number];

/** The reason of a target that is suppressed. */
export const NUMBER_OPTED_OUT = 'the number has opted out';

/** The result of a run for one route. */
export interface DrillRouteResult {
  readonly route: string;
  readonly result: 'passed' | 'failed';
  /** Why the route failed. */
  readonly reason: string | undefined;
  readonly messages: number;
  /** Messages that arrived in time. */
  readonly arrived: number;
  /** The median and the longest time from intake to phone, of the messages that arrived in time, ms. */
  readonly medianMs: number | undefined;
  readonly worstMs: number | undefined;
}

/** A run of a drill. Times in ms since the epoch. */
export interface DrillRun {
  readonly id: number;
  readonly drill: number;
  /** The name of the drill when the run began. */
  readonly name: string;
  /** The planned time of the run; undefined if a person began it. */
  readonly plannedAt: number | undefined;
  /** Who began the run; undefined if the run was planned. */
  readonly startedBy: AuditActor | undefined;
  /** When the run began; for a missed run, when the gateway noticed that it was missed. */
  readonly startedAt: number;
  readonly withinMs: number;
  readonly until: DrillGoal;
  /** The gateway was restarted during the run. */
  readonly interrupted: boolean;
  readonly result: DrillResult;
  /** Why the run failed or was missed. */
  readonly reason: string | undefined;
  readonly finishedAt: number | undefined;
  /** Empty until the run is finished. */
  readonly routes: readonly DrillRouteResult[];
}

/** One message of a run, to one number by one route only. */
export interface DrillTarget {
  readonly route: string;
  /** The phone number; an alias after the person was erased. */
  readonly number: string;
  /** Undefined if no message could be made; `reason` says why. */
  readonly message: MessageId | undefined;
  /** `acceptedAt`, `sentAt` and `deliveredAt` are in ms since the epoch. */
  readonly acceptedAt: number | undefined;
  readonly sentAt: number | undefined;
  readonly deliveredAt: number | undefined;
  readonly outcome: DrillOutcome;
  readonly reason: string | undefined;
  /** What an ear heard of the message; left out if the number is not that of an ear. */
  readonly heard?: Heard | undefined;
}

/** A stored target, with the current state of its message. */
export interface OpenTarget extends DrillTarget {
  readonly run: number;
  readonly now:
    | {
        readonly state: State;
        readonly reason: string | undefined;
        readonly sentAt: number | undefined;
        readonly finalAt: number | undefined;
      }
    | undefined;
  /** The number has opted out of every list. */
  readonly optedOut: boolean;
}

export interface NewDrillRun
  extends Pick<DrillRun, 'drill' | 'name' | 'plannedAt' | 'startedBy' | 'startedAt' | 'withinMs' | 'until'> {
  readonly targets: readonly NewDrillTarget[];
}

export interface NewDrillTarget {
  readonly route: string;
  readonly number: Msisdn;
  /** The message, or why there can be none. */
  readonly message: NewMessage | string;
}

export type DrillBegun =
  /** `stored`: all messages except those to numbers that have opted out. */
  | { readonly kind: 'begun'; readonly run: number; readonly stored: readonly MessageId[] }
  /** Another run of this drill is under way. */
  | { readonly kind: 'running'; readonly run: number }
  /** The planned time has been taken before. */
  | { readonly kind: 'taken' }
  /** The drill doesn't exist any more. */
  | { readonly kind: 'unknown' };

export type FinishedDrill = Pick<DrillRun, 'reason' | 'routes'> & {
  readonly run: number;
  readonly result: 'passed' | 'failed';
  readonly at: number;
  readonly targets: readonly DrillTarget[];
  /** The event to be published, stored in the same commit. */
  readonly event: TocsinEvent;
};

/** A planned time at which no run began. Times in ms since the epoch. */
export interface MissedDrill {
  readonly drill: number;
  readonly name: string;
  readonly plannedAt: number;
  readonly reason: string;
  readonly at: number;
  /**
   * The event to be published, stored in the same commit; undefined if the event of another missed time covers this
   * one.
   */
  readonly event: TocsinEvent | undefined;
}

export interface DrillRepository extends NamedRepository<DrillDefinition> {
  /**
   * Stores the run, its targets and its messages in one commit, so that a crash leaves the whole run or nothing of it.
   * Opt-outs are checked in the same commit.
   */
  begin(run: NewDrillRun): Promise<DrillBegun>;
  /** Marks a planned time as missed. False if it was taken before; then no event is published. */
  miss(missed: MissedDrill): Promise<boolean>;
  /** The last planned time that was taken. A time more than a day after `nowMs` is left out: a wrong clock took it. */
  lastPlanned(drill: number, nowMs: number): Promise<number | undefined>;
  /** To be called at the start: marks the runs that were under way as interrupted. Resolves with their number. */
  interrupt(): Promise<number>;
  /** The runs that are under way, at most one for each drill. */
  running(): Promise<readonly DrillRun[]>;
  /** False if the run was finished before. */
  finish(finished: FinishedDrill): Promise<boolean>;
  /** For each drill, the last run that passed or failed. */
  lastFinished(): Promise<readonly DrillRun[]>;
  /** Newest first. */
  runs(drill: number, page: Page): Promise<Paged<DrillRun>>;
  run(drill: number, id: number): Promise<DrillRun | undefined>;
  /** Ordered by run, route and number. */
  targets(runs: readonly number[]): Promise<readonly OpenTarget[]>;
}

/** The current state of a drill. */
export interface DrillStatus {
  readonly drill: number;
  readonly name: string;
  /** The id of the run under way. */
  readonly running: number | undefined;
  /** The last run that passed or failed. A failed run is shown as an alarm until a later run passes. */
  readonly last: DrillRun | undefined;
}

export interface DrillRunView extends DrillRun {
  readonly targets: readonly DrillTarget[];
}

/** What the API needs of drills. */
export interface DrillService {
  /** Begins a run. @throws TocsinError `storeUnavailable`, `shuttingDown` */
  run(id: number, by: AuditActor): Promise<Exclude<DrillBegun, { kind: 'begun' | 'taken' }> | DrillRunView>;
  runs(id: number, page: Page): Promise<Paged<DrillRunView>>;
  runOf(id: number, run: number): Promise<DrillRunView | undefined>;
  status(id: number): Pick<DrillStatus, 'running' | 'last'>;
}
