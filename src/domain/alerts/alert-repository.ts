import type { Page, Paged } from '../../kernel/page.ts';
import type { NewMessage } from '../messages/message.ts';
import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { ClassCount } from '../messages/queue.ts';
import type { State } from '../messages/state.ts';
import type { AudienceMeaning } from '../people/audience.ts';
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
import type { AlertState } from './alert-state.ts';
import type { Content, Values } from './template.ts';
import type { WaveState, WaveTarget } from './wave-state.ts';

export interface NewWave {
  readonly kind: WaveKind;
  readonly target: WaveTarget;
  readonly content: Content;
  readonly values: Values;
  readonly expected: number;
  /**
   * What waves to the audience and to the undelivered still have to store, they store with this content. Other waves end:
   * whom they are for, this one is for. Of all of them, what is queued is taken back, and made anew in this one.
   */
  readonly replaces: boolean;
  readonly validUntil: number;
  /** Of a wave to the audience: what its segments and areas stand for now, for as long as the alert goes out. */
  readonly meaning?: AudienceMeaning['meaning'];
}

/** One step of an alert and all that belongs to it, in one commit with its line in the log. */
export interface AlertStep {
  readonly id: number;
  /** Of the alert that the step was decided on; if it has changed since, nothing is done. */
  readonly version: number;
  readonly state: AlertState;
  readonly at: number;
  readonly actor: Pick<AlertActor, 'id' | 'name'>;
  readonly action: AlertAction;
  readonly detail: string | undefined;
  readonly set?: {
    readonly draft?: AlertDraft;
    readonly submitted?: boolean;
    /** The hash of what is approved; null takes the approval back. */
    readonly approvedHash?: string | null;
    /** By whom, if it isn't by who takes the step; null: it is not to go out any more. */
    readonly launched?: {
      readonly hash: string;
      readonly key: string | undefined;
      readonly by?: Pick<AlertActor, 'id' | 'name'>;
    } | null;
    readonly finished?: boolean;
    readonly questionUntil?: number;
    /** By who takes the step; null: none waits any more. */
    readonly proposedUpdate?: Omit<ProposedUpdate, keyof Signed> | null;
  };
  /** Ends the waves before for this reason: what isn't out yet doesn't go out. */
  readonly cut?: string;
  readonly wave?: NewWave;
}

/** A message of a wave, and for whom. */
export interface WaveMessage {
  readonly message: NewMessage;
  readonly contactId: number | undefined;
  readonly language: string | undefined;
  readonly state: Extract<State, 'queued' | 'suppressed' | 'cancelled' | 'expired' | 'failed'>;
  /** Why it is not queued. */
  readonly reason: string | undefined;
  /** An earlier message to them, which it takes the place of; if that isn't queued any more, it isn't stored. */
  readonly instead?: MessageId | undefined;
}

/** The next people of a wave: their messages and how far the wave has come, in one commit. */
export interface WaveChunk {
  readonly alert: number;
  readonly wave: number;
  /** Of the alert that the messages were made from. */
  readonly version: number;
  readonly before: string;
  readonly after: string;
  /** Of the wave, from then on. */
  readonly state: WaveState;
  readonly people: readonly WaveMessage[];
}

/** `stale`: the alert or the wave has changed since, and nothing is stored. */
export type ChunkStored =
  | {
      readonly kind: 'stored';
      readonly queued: readonly ClassCount[];
      /** Taken back for one of these. */
      readonly ended: readonly ClassCount[];
    }
  | { readonly kind: 'stale' };

/** A person of the waves before, and what became of their message. */
export interface Reached {
  readonly number: Msisdn;
  readonly wave: number;
  readonly state: State;
  /** Cancelled for the text of an update. */
  readonly overtaken: boolean;
}

export interface AlertCount {
  readonly wave: number;
  readonly state: State;
  readonly route: string | undefined;
  readonly messages: number;
  readonly parts: number;
  readonly possibleDuplicates: number;
}

/** The alerts on disk. Promises of writes resolve after the commit, as those of the whole store. */
export interface AlertRepository {
  /**
   * Its id.
   * @param authors as `Alert` has them; left out: nobody
   */
  createAlert(
    draft: AlertDraft,
    actor: Pick<AlertActor, 'id' | 'name'>,
    nowMs: number,
    authors?: readonly string[],
  ): Promise<number>;
  getAlert(id: number): Promise<Alert | undefined>;
  /** The one whose launch had this key, then or later. */
  alertLaunchedWith(key: string, sinceMs: number): Promise<Alert | undefined>;
  /** Newest first. */
  listAlerts(state: AlertState | undefined, page: Page): Promise<Paged<Alert>>;
  /** Those in one of these states, oldest first: all of them, so that none must be many. */
  alertsIn(states: readonly AlertState[]): Promise<readonly Alert[]>;
  /** Those scheduled for now or before, the first first: at most a thousand. */
  dueAlerts(nowMs: number): Promise<readonly Alert[]>;
  /** Those in one of these states that are not to be launched from now on: at most a thousand. */
  expiredAlerts(states: readonly AlertState[], nowMs: number): Promise<readonly Alert[]>;
  waves(alert: number): Promise<readonly Wave[]>;
  /** What segments and areas of its audience stood for at the launch; undefined: nobody knows any more. */
  meaningAtLaunch(alert: number): Promise<AudienceMeaning['meaning'] | undefined>;
  /** Of every alert: those of which there is something to store or to withdraw. */
  openWaves(): Promise<readonly Wave[]>;
  /** Oldest first. */
  alertLog(alert: number): Promise<readonly AlertLogEntry[]>;
  /** A line that is no step of it; others are told as of a step. */
  logAlert(
    alert: number,
    entry: {
      readonly at: number;
      readonly actor: Pick<AlertActor, 'id' | 'name'>;
      readonly action: AlertAction;
      readonly detail: string | undefined;
    },
  ): Promise<void>;
  /** False, and nothing done, if the alert has changed since. */
  stepAlert(step: AlertStep): Promise<boolean>;
  storeChunk(chunk: WaveChunk): Promise<ChunkStored>;
  /**
   * In these lanes, the most urgent first: what was queued before this wave began.
   *
   * @param lanes all those of the waves in whose place it comes
   */
  queuedBefore(
    wave: Wave,
    lanes: readonly number[],
    limit: number,
  ): Promise<readonly { readonly id: MessageId; readonly number: Msisdn }[]>;
  /** By number, behind `after`: the rows of the waves before this one that are not in it. */
  peopleBefore(wave: Wave, after: string, limit: number): Promise<readonly Reached[]>;
  /**
   * Withdraws queued messages of a wave that was stopped or overtaken; `more` when some are left. Bounded work a call. In
   * the same commit the wave is over, once all its people have their messages and no route has any of them.
   *
   * @param lanes all that it has
   */
  withdraw(
    wave: Pick<Wave, 'alert' | 'wave'>,
    lanes: readonly number[],
    reason: string,
    nowMs: number,
  ): Promise<{ readonly ended: readonly ClassCount[]; readonly more: boolean }>;
  /** The greatest id of the next `size` messages of the alert behind `afterId`; undefined: there is none. */
  endOfRange(alert: number, afterId: number, size: number): Promise<number | undefined>;
  /** The messages of the alert with ids in (after, until]. */
  countRange(alert: number, afterId: number, untilId: number): Promise<readonly AlertCount[]>;
}
