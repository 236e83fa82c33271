import type { NamedRepository } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { NewMessage } from '../messages/message.ts';
import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Priority } from '../messages/priority.ts';
import type { State } from '../messages/state.ts';
import type { TocsinEvent } from './events.ts';

/** How far a message must have come to count as arrived: `sent` for routes that give no receipts. */
export const drillGoals = ['sent', 'delivered'] as const;
export type DrillGoal = (typeof drillGoals)[number];

/** A planned time that was taken is at most so much later than the clock says, ms; else the clock was wrong then. */
export const TAKEN_AHEAD_MS = 86_400_000;

/** An exercise to numbers of ours that measures the way from the intake to the handset, route by route. */
export interface DrillDefinition {
  /** Five fields, by the clocks of the time zone. */
  readonly cron: string;
  /** IANA, such as Europe/Paris. */
  readonly timeZone: string;
  readonly enabled: boolean;
  /** How much later than planned it may still begin, ms. */
  readonly graceMs: number;
  /** When this was written, ms since the epoch: nothing was planned before. */
  readonly since: number;
  /** Of ours, 1 to 50; fewer only when somebody was erased. */
  readonly numbers: readonly Msisdn[];
  /** Exactly what goes out: it says itself that it is an exercise. */
  readonly text: string;
  /** Undefined: each route that is enabled as it begins. */
  readonly routes: readonly string[] | undefined;
  readonly priority: Priority;
  /** In which each message must have come to `until`, ms; also how long it is valid. */
  readonly withinMs: number;
  readonly until: DrillGoal;
}

/** `missed`: it was planned, and did not begin: it says nothing of the routes. */
export const drillResults = ['running', 'passed', 'failed', 'missed'] as const;
export type DrillResult = (typeof drillResults)[number];

export const drillOutcomes = ['waiting', 'arrived', 'failed', 'suppressed'] as const;
export type DrillOutcome = (typeof drillOutcomes)[number];

/** Why a target is suppressed. */
export const NUMBER_OPTED_OUT = 'the number has opted out';

/** What a run says of one route. */
export interface DrillRouteResult {
  readonly route: string;
  readonly result: 'passed' | 'failed';
  /** Why it failed. */
  readonly reason: string | undefined;
  readonly messages: number;
  /** In time. */
  readonly arrived: number;
  /** End to end, of those that arrived in time, ms. */
  readonly medianMs: number | undefined;
  readonly worstMs: number | undefined;
}

/** Times in ms since the epoch. */
export interface DrillRun {
  readonly id: number;
  readonly drill: number;
  /** Of the drill as it began. */
  readonly name: string;
  /** Undefined: somebody began it. */
  readonly plannedAt: number | undefined;
  /** The name of who began it. */
  readonly startedBy: string | undefined;
  /** When it began; of one that was missed, when that was seen. */
  readonly startedAt: number;
  readonly withinMs: number;
  readonly until: DrillGoal;
  /** The gateway was started anew while it ran. */
  readonly interrupted: boolean;
  readonly result: DrillResult;
  /** Why it failed, or was missed. */
  readonly reason: string | undefined;
  readonly finishedAt: number | undefined;
  /** Empty until it is finished. */
  readonly routes: readonly DrillRouteResult[];
}

/** One message of a run: to one number by one route alone. */
export interface DrillTarget {
  readonly route: string;
  /** An alias once the person was erased. */
  readonly number: string;
  /** Undefined: none was made, and `reason` says why. */
  readonly message: MessageId | undefined;
  /** Times in ms since the epoch. */
  readonly acceptedAt: number | undefined;
  readonly sentAt: number | undefined;
  readonly deliveredAt: number | undefined;
  readonly outcome: DrillOutcome;
  readonly reason: string | undefined;
}

/** A target as it is kept, with its message as that is now. */
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
  /** The number has opted out of everything. */
  readonly optedOut: boolean;
}

export interface NewDrillRun
  extends Pick<DrillRun, 'drill' | 'name' | 'plannedAt' | 'startedBy' | 'startedAt' | 'withinMs' | 'until'> {
  readonly targets: readonly NewDrillTarget[];
}

export interface NewDrillTarget {
  readonly route: string;
  readonly number: Msisdn;
  /** Or why there can be none. */
  readonly message: NewMessage | string;
}

export type DrillBegun =
  /** `stored`: all messages but those to numbers that have opted out. */
  | { readonly kind: 'begun'; readonly run: number; readonly stored: readonly MessageId[] }
  /** A run of this drill is under way. */
  | { readonly kind: 'running'; readonly run: number }
  /** The planned time was taken before. */
  | { readonly kind: 'taken' }
  /** There is no such drill any more. */
  | { readonly kind: 'unknown' };

export type FinishedDrill = Pick<DrillRun, 'reason' | 'routes'> & {
  readonly run: number;
  readonly result: 'passed' | 'failed';
  readonly at: number;
  readonly targets: readonly DrillTarget[];
  /** What others are told, kept in the same commit. */
  readonly event: TocsinEvent;
};

/** A planned time that nothing came of. Times in ms since the epoch. */
export interface MissedDrill {
  readonly drill: number;
  readonly name: string;
  readonly plannedAt: number;
  readonly reason: string;
  readonly at: number;
  /** What others are told, kept in the same commit; undefined: another time that was missed with it tells of both. */
  readonly event: TocsinEvent | undefined;
}

export interface DrillRepository extends NamedRepository<DrillDefinition> {
  /**
   * The run, what it measures and the messages in one commit: a gateway that ends has begun all of it or nothing. Who
   * has opted out is looked at in the same commit.
   */
  begin(run: NewDrillRun): Promise<DrillBegun>;
  /** Takes a planned time that nothing came of; false: it was taken before, and nobody is told. */
  miss(missed: MissedDrill): Promise<boolean>;
  /** The last planned time that was taken, but for those that a clock took that was more than a day ahead. */
  lastPlanned(drill: number, nowMs: number): Promise<number | undefined>;
  /** Marks what is running as interrupted, for a gateway that starts; how many. */
  interrupt(): Promise<number>;
  /** Of each drill at most one. */
  running(): Promise<readonly DrillRun[]>;
  /** False: it was finished before. */
  finish(finished: FinishedDrill): Promise<boolean>;
  /** The last of each drill that passed or failed. */
  lastFinished(): Promise<readonly DrillRun[]>;
  /** Newest first. */
  runs(drill: number, page: Page): Promise<Paged<DrillRun>>;
  run(drill: number, id: number): Promise<DrillRun | undefined>;
  /** By run, route and number. */
  targets(runs: readonly number[]): Promise<readonly OpenTarget[]>;
}

/** How it stands with a drill. */
export interface DrillStatus {
  readonly drill: number;
  readonly name: string;
  /** The id of the run under way. */
  readonly running: number | undefined;
  /** The last that passed or failed: a failed one is an alarm until one passes. */
  readonly last: DrillRun | undefined;
}

export interface DrillRunView extends DrillRun {
  readonly targets: readonly DrillTarget[];
}

/** What the edge asks of drills. */
export interface DrillService {
  /** Begins a run. @throws TocsinError `storeUnavailable`, `shuttingDown` */
  run(id: number, by: string): Promise<Exclude<DrillBegun, { kind: 'begun' | 'taken' }> | DrillRunView>;
  runs(id: number, page: Page): Promise<Paged<DrillRunView>>;
  runOf(id: number, run: number): Promise<DrillRunView | undefined>;
  status(id: number): Pick<DrillStatus, 'running' | 'last'>;
}
