import type { InboxMessage, Message } from '../messages/message.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Contact } from './contact.ts';
import type { Membership } from './membership.ts';
import type { OptOut } from './opt-out.ts';

/** What an alias of somebody who was erased begins with: no number does, and all of them sort after numbers. */
export const ERASED = 'erased-';

/** What a person answered to the question of an alert. */
export interface PersonAnswer {
  readonly alertId: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly meaning: string;
  readonly text: string;
}

/** All that is stored of a number. */
export interface PersonRecord {
  readonly contact: Contact | undefined;
  readonly memberships: readonly Membership[];
  readonly optOuts: readonly OptOut[];
  /** To the number, oldest first. */
  readonly messages: readonly Message[];
  /** From the number, oldest first. */
  readonly inbox: readonly InboxMessage[];
  readonly answers: readonly PersonAnswer[];
  /** Messages to the duty list that tell of the person's calls for help, oldest first. */
  readonly callsForHelp: readonly Message[];
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
] as const;

/** Something that somebody wrote a number into. */
export interface Mention {
  readonly kind: (typeof mentioning)[number];
  readonly id: number;
}

export type Erasure =
  /** Messages to the number, or about its calls for help, that are not final: emptied, they could not be sent. */
  | { readonly kind: 'open'; readonly messages: number }
  | {
      readonly kind: 'erased';
      /** How many of each there were. */
      readonly contact: number;
      readonly memberships: number;
      readonly messages: number;
      readonly inbox: number;
      readonly answers: number;
      /** Messages to the duty list that told of the person. */
      readonly callsForHelp: number;
      /** They stay, by number alone: or the person would be written to again. */
      readonly optOutsKept: number;
    };

export interface PersonRepository {
  /** @param spellings how carriers may have written the number */
  read(number: Msisdn, spellings: readonly string[]): Promise<PersonRecord>;
  /**
   * Takes all out that tells who it was; messages and answers stay as figures, under `alias`.
   *
   * @param alias stands for the number from now on: `ERASED` and something that is never given twice
   * @param spellings how carriers may have written the number
   */
  erase(number: Msisdn, alias: string, spellings: readonly string[]): Promise<Erasure>;
  /** Where one of these still stands, in rules, audiences and texts; of each kind the newest hundred. */
  mentions(spellings: readonly string[]): Promise<readonly Mention[]>;
}
