import type { User } from '../access/user.ts';
import type { OptInProof } from '../inbound/enrolment.ts';
import type { InboxMessage, Message } from '../messages/message.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Contact } from './contact.ts';
import type { Membership } from './membership.ts';
import type { OptOut } from './opt-out.ts';

/** The beginning of the alias of an erased person. No number begins with it, and aliases sort after all numbers. */
export const ERASED = 'erased-';

/** A person's answer to the question of an alert. */
export interface PersonAnswer {
  readonly alertId: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly meaning: string;
  readonly text: string;
}

/** A roster in which somebody with the number is, who is no user. */
export interface PersonRoster {
  readonly id: number;
  readonly name: string;
  /** As the roster names the person. */
  readonly as: string;
}

/** A call of the person for help. */
export interface PersonCase {
  readonly id: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly state: string;
  /** The newest cry. */
  readonly text: string;
  /** How it ended, in words. */
  readonly outcomeText: string | undefined;
}

/** All stored data of a number. */
export interface PersonRecord {
  readonly contact: Contact | undefined;
  readonly memberships: readonly Membership[];
  readonly optOuts: readonly OptOut[];
  /** The proofs of opt-ins by SMS. */
  readonly optIns: readonly OptInProof[];
  /** Messages to the number, oldest first. */
  readonly messages: readonly Message[];
  /** Messages from the number, oldest first. */
  readonly inbox: readonly InboxMessage[];
  readonly answers: readonly PersonAnswer[];
  /** Messages to the duty list about the person's calls for help, oldest first. */
  readonly callsForHelp: readonly Message[];
  readonly cases: readonly PersonCase[];
  /** Users with the phone; of several, all but one are disabled. */
  readonly users: readonly Pick<User, 'id' | 'name' | 'roles' | 'language'>[];
  readonly rosters: readonly PersonRoster[];
}

export const mentioning = [
  'list',
  'segment',
  'area',
  'template',
  'scenario',
  'schedule',
  'drill',
  'keyword',
  'alert',
  'import',
] as const;

/** A text or rule in which somebody wrote the number, or an import whose file waits, and may have it. */
export interface Mention {
  readonly kind: (typeof mentioning)[number];
  readonly id: number;
}

export type Erasure =
  /**
   * Nothing was erased, since `messages` messages to the number, or about its calls for help, are not final. They could
   * not be sent without their data.
   */
  | { readonly kind: 'open'; readonly messages: number }
  | {
      readonly kind: 'erased';
      /** How many contacts were erased (0 or 1); the next fields count other rows. */
      readonly contact: number;
      readonly memberships: number;
      readonly messages: number;
      readonly inbox: number;
      readonly answers: number;
      /** Messages to the duty list about the person. */
      readonly callsForHelp: number;
      /** Opt-outs stay with the number only: otherwise the person could get messages again. */
      readonly optOutsKept: number;
    };

export interface PersonRepository {
  /** @param spellings the spellings of the number that carriers may use */
  read(number: Msisdn, spellings: readonly string[]): Promise<PersonRecord>;
  /**
   * Removes everything that identifies the person. Messages and answers stay as figures, under `alias`.
   * @param alias replaces the number from now on: `ERASED`, followed by something that is never used twice
   * @param spellings the spellings of the number that carriers may use
   */
  erase(number: Msisdn, alias: string, spellings: readonly string[]): Promise<Erasure>;
  /**
   * The rules, audiences and texts in which one of these spellings occurs, and the imports whose files wait; the newest
   * hundred of each kind.
   */
  mentions(spellings: readonly string[]): Promise<readonly Mention[]>;
}
