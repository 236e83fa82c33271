import type { Contact } from './contact.ts';
import type { InboxMessage, Message } from './message.ts';
import type { Msisdn } from './msisdn.ts';
import type { OptOut } from './opt-out.ts';
import type { Membership } from './people.ts';

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
interface PersonRecord {
  readonly contact: Contact | undefined;
  readonly memberships: readonly Membership[];
  readonly optOuts: readonly OptOut[];
  /** To the number, oldest first. */
  readonly messages: readonly Message[];
  /** From the number, oldest first. */
  readonly inbox: readonly InboxMessage[];
  readonly answers: readonly PersonAnswer[];
}

export type Erasure =
  /** Messages to the number that are not final yet: without a number they could not be sent or settled. */
  | { readonly kind: 'open'; readonly messages: number }
  | {
      readonly kind: 'erased';
      /** How many of each there were. */
      readonly contact: number;
      readonly memberships: number;
      readonly messages: number;
      readonly inbox: number;
      readonly answers: number;
      /** They stay, by number alone: or the person would be written to again. */
      readonly optOutsKept: number;
    };

export interface PersonBook {
  read(number: Msisdn): Promise<PersonRecord>;
  /**
   * Takes all out that tells who it was; messages and answers stay as figures, under `alias`.
   *
   * @param alias stands for the number from now on: `ERASED` and something that is never given twice
   */
  erase(number: Msisdn, alias: string): Promise<Erasure>;
}
