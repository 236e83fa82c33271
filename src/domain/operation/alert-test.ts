import type { Page, Paged } from '../../kernel/page.ts';
import type { AlertActor } from '../alerts/alert.ts';
import type { NewMessage } from '../messages/message.ts';
import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { State } from '../messages/state.ts';

/** The owner of the messages of tests. Ids of tokens are longer, so no token has this id. */
export const TEST_OWNER = 'alertTest';

/** The largest number of messages of one test, and of all tests of an alert or of a person within an hour. */
export const MOST_TEST_MESSAGES = 50;
export const MOST_TESTS_PER_HOUR = 100;

/** How long a reply may belong to a test, ms. */
export const TEST_REPLY_MS = 86_400_000;

interface OfTest {
  /** The only route that may carry the message; undefined: as the plan says. */
  readonly onlyRoute: string | undefined;
  readonly language: string;
  readonly short: boolean;
}

export interface NewTestMessage extends OfTest {
  readonly message: NewMessage;
}

/** A test of an alert's texts, and its messages, in one commit with its line in the alert's log. */
export interface NewAlertTest {
  readonly alert: number;
  /** The version of the alert whose texts these are. If the alert has changed since, nothing is done. */
  readonly version: number;
  readonly at: number;
  readonly actor: Pick<AlertActor, 'id' | 'name'>;
  /** The hash of the draft as it was tested. */
  readonly hash: string;
  readonly messages: readonly NewTestMessage[];
}

export type TestStored =
  /** `queued`: all messages except those to numbers that have opted out. */
  | { readonly kind: 'stored'; readonly test: number; readonly queued: readonly MessageId[] }
  | { readonly kind: 'changed' }
  /** So many messages may still be sent within this hour. */
  | { readonly kind: 'tooMany'; readonly left: number };

/** A message of a test, and what became of it. Times in ms since the epoch. */
export interface TestMessage extends OfTest {
  /** The phone number; an alias after the person was erased. */
  readonly number: string;
  /** Undefined if the message was never stored, or was deleted for its age. */
  readonly message:
    | {
        readonly id: MessageId;
        readonly state: State;
        readonly reason: string | undefined;
        readonly text: string;
        /** The parts as they are sent, with the mark of a test. */
        readonly parts: number;
        readonly route: string | undefined;
        readonly createdAt: number;
        readonly deliveredAt: number | undefined;
      }
    | undefined;
  /** Why it was never stored. */
  readonly reason: string | undefined;
}

export interface AlertTest {
  readonly id: number;
  readonly alert: number;
  readonly at: number;
  readonly by: Pick<AlertActor, 'id' | 'name'>;
  readonly hash: string;
  readonly messages: readonly TestMessage[];
}

export interface AlertTestRepository {
  /** Opt-outs and the limit of an hour are checked in the same commit. */
  begin(test: NewAlertTest): Promise<TestStored>;
  get(alert: number, test: number): Promise<AlertTest | undefined>;
  /** Newest first. */
  list(alert: number, page: Page): Promise<Paged<AlertTest>>;
  /** The numbers of all drills, and the phones of enabled users. */
  numbersOfOurs(): Promise<ReadonlySet<Msisdn>>;
}
