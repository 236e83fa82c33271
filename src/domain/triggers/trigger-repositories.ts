import type { Msisdn } from '../messages/msisdn.ts';
import type { CapRepository } from './cap-repository.ts';

/** The validators of a feed when it was last fetched (RFC 9110, 8.8). */
export interface FeedMark {
  readonly etag: string | undefined;
  readonly modified: string | undefined;
}

export interface FeedRepository {
  feedMark(url: string): Promise<FeedMark | undefined>;
  markFeed(url: string, mark: FeedMark): Promise<void>;
  /** Those of these entries of a feed that were handled before. Their time is renewed. */
  knownEntries(url: string, entries: readonly string[], nowMs: number): Promise<ReadonlySet<string>>;
  keepEntry(url: string, entry: string, nowMs: number): Promise<void>;
  /** Deletes entries that no feed has listed since then. */
  forgetEntries(beforeMs: number): Promise<void>;
}

export interface TriggerEventRepository {
  /** The alert that an event with this identity made; `open` if its launch has not been tried. */
  triggerEvent(
    trigger: string,
    identity: string,
  ): Promise<{ readonly alert: number; readonly open: boolean } | undefined>;
  /** Stores an open event. */
  keepTriggerEvent(trigger: string, identity: string, alert: number, nowMs: number): Promise<void>;
  closeTriggerEvent(trigger: string, identity: string): Promise<void>;
}

export interface LaunchCode {
  readonly id: number;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  /** What used the code; undefined: unused. */
  readonly usedBy: string | undefined;
  /** The alert that was launched with it. */
  readonly alert: number | undefined;
}

export interface PhoneCodes {
  readonly phone: Msisdn;
  readonly unused: number;
  readonly used: number;
  /** Wrong codes since the last right one. */
  readonly wrong: number;
  /** ms since the epoch; 0 if it is not locked. */
  readonly lockedUntil: number;
}

export interface LaunchCodeRepository {
  /** Replaces all codes of the phone. */
  replaceCodes(
    phone: Msisdn,
    codes: readonly { readonly salt: Uint8Array; readonly hash: Uint8Array }[],
    nowMs: number,
  ): Promise<void>;
  codesOf(phone: Msisdn): Promise<readonly LaunchCode[]>;
  /** False if the code was used before. */
  useCode(id: number, by: string, nowMs: number): Promise<boolean>;
  keepLaunch(id: number, alert: number): Promise<void>;
  tries(phone: Msisdn): Promise<{ readonly wrong: number; readonly lockedUntil: number }>;
  /** Counts one more wrong code. */
  countWrong(phone: Msisdn, most: number, lockedUntilMs: number): Promise<void>;
  clearTries(phone: Msisdn): Promise<void>;
  phoneCodes(): Promise<readonly PhoneCodes[]>;
}

/** Everything that `triggers/` stores. */
export interface TriggerRepositories
  extends CapRepository,
    FeedRepository,
    TriggerEventRepository,
    LaunchCodeRepository {}
