import type { Msisdn } from '../messages/msisdn.ts';
import type { OptInByWord } from '../people/lists.ts';

/** A list that phones can join by one of its words. */
export interface OpenList extends OptInByWord {
  readonly id: number;
  readonly name: string;
}

/** A phone that was asked whether it wants to join a list, and that has not answered. */
export interface PendingOptIn {
  readonly list: OpenList;
  readonly code: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

/** A guess is right once in 10,000: after this many wrong codes in its name a phone has no question for a while. */
export const MOST_WRONG_CODES = 5;

/** What is stored of the person with a phone, as far as the person may change it by SMS. */
export interface Enrolled {
  readonly isContact: boolean;
  readonly language: string | undefined;
  readonly postalCode: string | undefined;
  /** Whether the person opted out of every list. */
  readonly optedOut: boolean;
  /** The lists whose messages the person gets, in the order of their ids. */
  readonly lists: readonly { readonly id: number; readonly name: string; readonly hasAgreed: boolean }[];
  readonly pending: readonly PendingOptIn[];
}

/** What a message from a phone changes in the data of its person; stored in one commit with the message's handling. */
export type PhoneChange =
  /** The phone is asked whether it wants to join the list. */
  | {
      readonly kind: 'ask';
      readonly listId: number;
      readonly code: string;
      readonly question: string;
      readonly expiresAt: number;
      readonly route: string;
    }
  /** The phone becomes a member, with the consent `given`. */
  | { readonly kind: 'join'; readonly listId: number; readonly route: string }
  | { readonly kind: 'wrongCode' }
  | { readonly kind: 'set'; readonly field: 'language' | 'postalCode'; readonly value: string };

/** The proof that the owner of a phone asked to be on a list. Times in ms since the epoch. */
export interface OptInProof {
  readonly listId: number;
  /** What the phone wrote, when it came and by which route. */
  readonly text: string;
  readonly at: number;
  readonly route: string;
  /** What the phone was asked, and what it answered; undefined if the list asks nothing. */
  readonly question: string | undefined;
  readonly answer: string | undefined;
  readonly answeredAt: number | undefined;
}

export interface EnrolmentRepository {
  /** The list that phones join by this word, which is in the form in which words are compared. */
  listOfWord(word: string): Promise<OpenList | undefined>;
  enrolled(number: Msisdn, atMs: number): Promise<Enrolled>;
}
