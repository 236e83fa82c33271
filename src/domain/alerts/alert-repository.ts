import type { Page, Paged } from '../../kernel/page.ts';
import type { NewMessage } from '../messages/message.ts';
import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { ClassCount } from '../messages/queue.ts';
import type { State } from '../messages/state.ts';
import type { AudienceMeaning } from '../people/audience.ts';
import type { Content, Values } from '../templates/template.ts';
import type {
  Alert,
  AlertActor,
  AlertDraft,
  AlertLogEntry,
  ProposedUpdate,
  Signed,
  Wave,
  WaveKind,
} from './alert.ts';
import type { AlertAction } from './alert-log.ts';
import type { LaunchedFilter } from './alert-report.ts';
import type { AlertState } from './alert-state.ts';
import type { PageAnswer } from './approval.ts';
import type { EscalationProgress } from './escalation.ts';
import type { EarlierAlert, LaunchGuard } from './launch-guard.ts';
import type { NewAlertRepository } from './new-alerts.ts';
import type { ShortTextRepository } from './short-texts.ts';
import type { WaveState, WaveTarget } from './wave-state.ts';

export interface NewWave {
  readonly kind: WaveKind;
  readonly target: WaveTarget;
  /** The step of the escalation that the wave is for, 1 or more. */
  readonly step?: number;
  readonly content: Content;
  readonly values: Values;
  readonly expected: number;
  /**
   * True for an update. Earlier waves to `audience` and `undelivered` then go on with the content of this wave. Earlier
   * waves to `reached` and `silent` end, since this wave is for their people too. Queued messages of all earlier waves
   * are cancelled, and made anew in this wave.
   */
  readonly replaces: boolean;
  readonly validUntil: number;
  /** For a wave to the audience: what the segments and areas of the audience stand for, fixed until the alert ends. */
  readonly meaning?: AudienceMeaning['meaning'];
}

/** One step of an alert and everything that belongs to it, in one commit with its line in the alert's log. */
export interface AlertStep {
  readonly id: number;
  /** The version of the alert on which the step was decided. If the alert has changed since, nothing is done. */
  readonly version: number;
  readonly state: AlertState;
  readonly at: number;
  readonly actor: Pick<AlertActor, 'id' | 'name'>;
  readonly action: AlertAction;
  readonly detail: string | undefined;
  /** The page that the step answers. If the page has ended, nothing is done. */
  readonly answers?: PageAnswer | undefined;
  readonly set?: {
    readonly draft?: AlertDraft;
    readonly submitted?: { readonly people: number };
    /** Whether the approval launches the alert. */
    readonly launchOnApproval?: boolean;
    /** The hash of the approved content; null withdraws the approval. */
    readonly approvedHash?: string | null;
    /** With `approvedHash`: how many people it was approved for. */
    readonly approvedPeople?: number;
    /** The launch, signed by `by` or, if that is left out, by the actor of the step. Null withdraws the launch. */
    readonly launched?: {
      readonly hash: string;
      readonly key: string | undefined;
      readonly by?: Pick<AlertActor, 'id' | 'name'>;
    } | null;
    readonly finished?: boolean;
    readonly questionUntil?: number;
    /** When what the alert says is over; null: nothing is to end any more. It withdraws the offer of an end. */
    readonly endsAt?: number | null;
    /** How many people have the alert whose end is offered. */
    readonly endOffer?: { readonly people: number };
    /** The update or cancel that the actor of the step proposes; null if none waits for approval any more. */
    readonly proposedUpdate?: Omit<ProposedUpdate, keyof Signed> | null;
    readonly escalation?: EscalationProgress;
  };
  /** Ends the earlier waves for this reason: their messages that no route has are not sent. */
  readonly cut?: string;
  /** The only waves that `cut` ends; left out: all. */
  readonly cutOnly?: WaveKind;
  readonly wave?: NewWave;
  /** Messages to people who are not recipients of the alert, stored as queued. */
  readonly messages?: readonly NewMessage[];
  /** Of a launch: keeps the same from going out twice. */
  readonly guard?: LaunchGuard;
}

/** Nothing is done if it is false (the alert has changed since it was read) or `earlier` (the guard held it). */
export type StepTaken = boolean | { readonly earlier: EarlierAlert };

/** A message of a wave, and its recipient. */
export interface WaveMessage {
  readonly message: NewMessage;
  readonly contactId: number | undefined;
  readonly language: string | undefined;
  readonly state: Extract<State, 'queued' | 'suppressed' | 'cancelled' | 'expired' | 'failed'>;
  /** Whether `message` has the short text. */
  readonly short: boolean;
  /** Why the message is not queued. */
  readonly reason: string | undefined;
  /**
   * An earlier message to the same person, which this message replaces. If the earlier message is not queued any more,
   * this message isn't stored.
   */
  readonly instead?: MessageId | undefined;
}

/** The messages to the next people of a wave, and the progress of the wave, in one commit. */
export interface WaveChunk {
  readonly alert: number;
  readonly wave: number;
  /** The version of the alert that the messages were made from. */
  readonly version: number;
  readonly before: string;
  readonly after: string;
  /** The state of the wave after this chunk. */
  readonly state: WaveState;
  readonly people: readonly WaveMessage[];
  /** Whether the messages were made for a wave that has gone over to the short text. */
  readonly short: boolean;
}

/** `stale`: the alert, the wave or a contact has changed since the chunk was made, and nothing was stored. */
export type ChunkStored =
  | {
      readonly kind: 'stored';
      readonly queued: readonly ClassCount[];
      /** Queued messages of earlier waves that were cancelled because messages of this chunk replace them. */
      readonly ended: readonly ClassCount[];
      /** Waves that may send from now on: this commit replaced the last queued message of earlier waves. */
      readonly freed: readonly number[];
    }
  | { readonly kind: 'stale' };

/** A person of an earlier wave, and the state of their message. */
export interface Reached {
  readonly number: Msisdn;
  readonly wave: number;
  readonly state: State;
  /** The message was cancelled because an update replaced its text. */
  readonly overtaken: boolean;
}

export interface AlertCount {
  readonly wave: number;
  readonly state: State;
  readonly route: string | undefined;
  readonly messages: number;
  /** The parts that the texts of these messages have, sent or not. */
  readonly parts: number;
  readonly possibleDuplicates: number;
  /** Messages with the short text. */
  readonly short: number;
  /**
   * When the last of these messages ended or, if it is open, was accepted, ms since the epoch; undefined: none was, or
   * the figures were kept by an older version of the gateway.
   */
  readonly lastAt?: number | undefined;
}

/** The alerts on disk. Promises of methods that write resolve after the commit. */
export interface AlertRepository extends NewAlertRepository, ShortTextRepository {
  getAlert(id: number): Promise<Alert | undefined>;
  /** The alert whose launch had this idempotency key, at `sinceMs` or later. */
  alertLaunchedWith(key: string, sinceMs: number): Promise<Alert | undefined>;
  /** Newest first. */
  listAlerts(state: AlertState | undefined, page: Page): Promise<Paged<Alert>>;
  /**
   * Alerts with at least one wave, newest first; at most `limit`. `launched` doesn't show this: an alert that was
   * scheduled keeps it even if the alert was stopped or expired before its time.
   */
  alertsThatWentOut(limit: number): Promise<readonly Alert[]>;
  /** Alerts with at least one wave, by the time of their launch, oldest first. */
  launchedAlerts(filter: LaunchedFilter, page: Page): Promise<Paged<Alert>>;
  /** Oldest first. There is no limit, so use it only for states in which few alerts are. */
  alertsIn(states: readonly AlertState[]): Promise<readonly Alert[]>;
  /** Alerts scheduled for `nowMs` or before, earliest first; at most 1000. */
  dueAlerts(nowMs: number): Promise<readonly Alert[]>;
  /** Alerts in one of these states whose `expiresAt` is `nowMs` or earlier; at most 1000. */
  expiredAlerts(states: readonly AlertState[], nowMs: number): Promise<readonly Alert[]>;
  /** Alerts whose `endsAt` is `nowMs` or earlier, and whose end was not offered yet; at most 1000. */
  alertsToEnd(nowMs: number): Promise<readonly Alert[]>;
  waves(alert: number): Promise<readonly Wave[]>;
  /** What the segments and areas of the audience stood for at the launch; undefined if that is not known any more. */
  meaningAtLaunch(alert: number): Promise<AudienceMeaning['meaning'] | undefined>;
  /** Of all alerts, the waves that still have messages to store or to withdraw. */
  openWaves(): Promise<readonly Wave[]>;
  /** Oldest first. */
  alertLog(alert: number): Promise<readonly AlertLogEntry[]>;
  /** Adds a line that is not a step of the alert. Webhooks and event streams report it like a step. */
  logAlert(
    alert: number,
    entry: {
      readonly at: number;
      readonly actor: Pick<AlertActor, 'id' | 'name'>;
      readonly action: AlertAction;
      readonly detail: string | undefined;
    },
  ): Promise<void>;
  stepAlert(step: AlertStep): Promise<StepTaken>;
  storeChunk(chunk: WaveChunk): Promise<ChunkStored>;
  /**
   * Messages in these lanes that were queued before this wave began, most urgent first.
   * @param lanes all lanes of the earlier waves whose messages this wave replaces
   */
  queuedBefore(
    wave: Wave,
    lanes: readonly number[],
    limit: number,
  ): Promise<readonly { readonly id: MessageId; readonly number: Msisdn }[]>;
  /** The recipients of earlier waves who are not in `wave`, ordered by number, from the first number after `after`. */
  peopleBefore(wave: Wave, after: string, limit: number): Promise<readonly Reached[]>;
  /** Which of these numbers another wave of the alert has written to, or still writes to. */
  inOtherWaves(wave: Wave, numbers: readonly Msisdn[]): Promise<ReadonlySet<string>>;
  /**
   * Withdraws queued messages of a wave that was stopped or replaced by an update, a bounded number in each call;
   * `more` if some are left. The wave ends in the same commit once all its people have messages and no route has any of
   * these messages.
   * @param lanes all lanes of the wave
   */
  withdraw(
    wave: Pick<Wave, 'alert' | 'wave'>,
    lanes: readonly number[],
    reason: string,
    nowMs: number,
  ): Promise<{ readonly ended: readonly ClassCount[]; readonly more: boolean }>;
  /** The greatest id among the next `size` messages of the alert after `afterId`; undefined if there are no more. */
  endOfRange(alert: number, afterId: number, size: number): Promise<number | undefined>;
  /** The messages of the alert with ids in (after, until]. */
  countRange(alert: number, afterId: number, untilId: number): Promise<readonly AlertCount[]>;
  /** Whether each message of the alert with an id in (after, until] waits as it was stored: quicker than a count. */
  isUntouched(alert: number, afterId: number, untilId: number): Promise<boolean>;
}
