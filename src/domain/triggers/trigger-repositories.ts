import type { Msisdn } from '../messages/msisdn.ts';
import type { CapRepository } from './cap-repository.ts';

/** What a feed was when it was last fetched (RFC 9110, 8.8). */
export interface FeedMark {
  readonly etag: string | undefined;
  readonly modified: string | undefined;
}

export interface FeedRepository {
  feedMark(url: string): Promise<FeedMark | undefined>;
  markFeed(url: string, mark: FeedMark): Promise<void>;
  /** Of these entries of a feed, those that were taken before; their time is renewed. */
  knownEntries(url: string, entries: readonly string[], nowMs: number): Promise<ReadonlySet<string>>;
  keepEntry(url: string, entry: string, nowMs: number): Promise<void>;
  /** Forgets what no feed has listed since. */
  forgetEntries(beforeMs: number): Promise<void>;
}

export interface TriggerEventRepository {
  /** The alert that the event of this identity made; `open`: and that was not yet tried to launch. */
  triggerEvent(
    trigger: string,
    identity: string,
  ): Promise<{ readonly alert: number; readonly open: boolean } | undefined>;
  /** It is open. */
  keepTriggerEvent(trigger: string, identity: string, alert: number, nowMs: number): Promise<void>;
  closeTriggerEvent(trigger: string, identity: string): Promise<void>;
}

export interface LaunchCode {
  readonly id: number;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  /** What used it; undefined: nothing yet. */
  readonly usedBy: string | undefined;
  /** That was launched with it. */
  readonly alert: number | undefined;
}

export interface PhoneCodes {
  readonly phone: Msisdn;
  readonly unused: number;
  readonly used: number;
  /** Wrong codes since the last right one. */
  readonly wrong: number;
  /** ms since the epoch; 0: it is not locked. */
  readonly lockedUntil: number;
}

export interface LaunchCodeRepository {
  /** In the place of all that the phone had. */
  replaceCodes(
    phone: Msisdn,
    codes: readonly { readonly salt: Uint8Array; readonly hash: Uint8Array }[],
    nowMs: number,
  ): Promise<void>;
  codesOf(phone: Msisdn): Promise<readonly LaunchCode[]>;
  /** False if it was used before, by whatever else. */
  useCode(id: number, by: string, nowMs: number): Promise<boolean>;
  keepLaunch(id: number, alert: number): Promise<void>;
  tries(phone: Msisdn): Promise<{ readonly wrong: number; readonly lockedUntil: number }>;
  /** One more wrong code; the count of them. */
  countWrong(phone: Msisdn, most: number, lockedUntilMs: number): Promise<void>;
  clearTries(phone: Msisdn): Promise<void>;
  phoneCodes(): Promise<readonly PhoneCodes[]>;
}

/** All that `triggers/` keeps. */
export interface TriggerRepositories
  extends CapRepository,
    FeedRepository,
    TriggerEventRepository,
    LaunchCodeRepository {}
