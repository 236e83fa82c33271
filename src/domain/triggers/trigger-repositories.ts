import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditNote } from '../operation/audit.ts';
import type { CapRepository } from './cap-repository.ts';

/** The validators of a feed when it was last fetched (RFC 9110, 8.8). */
export interface FeedMark {
  readonly etag: string | undefined;
  readonly modified: string | undefined;
}

export interface FeedRepository {
  feedMark(url: string): Promise<FeedMark | undefined>;
  markFeed(url: string, mark: FeedMark): Promise<void>;
  /** Finds which of `entries` of the feed were handled before, and notes that the feed listed them at `nowMs`. */
  knownEntries(url: string, entries: readonly string[], nowMs: number): Promise<ReadonlySet<string>>;
  keepEntry(url: string, entry: string, nowMs: number): Promise<void>;
  /** Deletes entries that no feed has listed since `beforeMs`. */
  forgetEntries(beforeMs: number): Promise<void>;
}

export interface TriggerEventRepository {
  /**
   * The alert that an event with this identity made; `open` if its launch has not been tried. It is stored in the
   * commit that makes the alert: `NewAlertRepository.createAlert`.
   */
  triggerEvent(
    trigger: string,
    identity: string,
  ): Promise<{ readonly alert: number; readonly open: boolean } | undefined>;
  closeTriggerEvent(trigger: string, identity: string): Promise<void>;
}

export interface HashedLaunchCode {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

export interface LaunchCode extends HashedLaunchCode {
  readonly id: number;
  /** A reference to the text from a phone that used the code; undefined: unused. */
  readonly usedBy: string | undefined;
  /** The alert that was launched with the code. */
  readonly alert: number | undefined;
  /** The id of who issued the code, and so has seen it; undefined: it is not known. */
  readonly issuedBy: string | undefined;
}

export interface PhoneCodes {
  readonly phone: Msisdn;
  readonly unused: number;
  readonly used: number;
  /** The number of wrong codes since the last right one. */
  readonly wrong: number;
  /** The phone can't launch alerts before this time, ms since the epoch; 0 if it is not locked. */
  readonly lockedUntil: number;
}

export interface LaunchCodeRepository {
  /**
   * Replaces the unused codes of the phone and unlocks it, in one commit with the note.
   *
   * @param note names who issues the codes, and when
   */
  replaceCodes(phone: Msisdn, codes: readonly HashedLaunchCode[], note: AuditNote): Promise<void>;
  codesOf(phone: Msisdn): Promise<readonly LaunchCode[]>;
  /** False if the code was used before. */
  useCode(id: number, by: string, nowMs: number): Promise<boolean>;
  keepLaunch(id: number, alert: number): Promise<void>;
  tries(phone: Msisdn): Promise<{ readonly wrong: number; readonly lockedUntil: number }>;
  /** Counts one more wrong code. With `most` or more, the phone is locked until `lockedUntilMs`. */
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
