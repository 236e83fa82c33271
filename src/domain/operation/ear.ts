import type { MessageId } from '../messages/message-id.ts';

/** The owners of the messages that an ear listens for. Ids of tokens are longer, so no token has such an id. */
export const checkOwners = ['drill', 'heartbeat'] as const;

/** One part of a message that an ear got: a modem to whose number the other routes send. */
export interface HeardPart {
  /** The id of the ear's route. */
  readonly ear: string;
  /** The sender as it came. */
  readonly from: string;
  /** The concatenation header; `reference` is undefined for a message of one part. */
  readonly reference: number | undefined;
  readonly total: number;
  readonly part: number;
  readonly text: string;
  /** ms since the epoch. */
  readonly at: number;
}

interface NewHeardPart extends HeardPart {
  /** Our message that this is a part of; undefined: only another part of the same message can tell. */
  readonly message: MessageId | undefined;
  /** Equal for two parts only if they are the same part, read twice. */
  readonly fingerprint: string | undefined;
}

/** What tells the parts of one arrival from those of others. */
type HeardSet = Pick<HeardPart, 'ear' | 'from' | 'reference' | 'total'>;

export interface EarRepository {
  /** Resolves when the part is on disk. A part with a known fingerprint is kept once. */
  keepHeard(part: NewHeardPart): Promise<void>;
  /** The message of which another part with this header came after `sinceMs`. */
  messageOfSet(set: HeardSet, sinceMs: number): Promise<MessageId | undefined>;
  /** All parts that were heard of these messages, oldest first. */
  heardOf(messages: readonly MessageId[]): Promise<readonly (HeardPart & { readonly message: MessageId })[]>;
  /** Removes parts that were heard before this time. */
  forgetHeard(beforeMs: number): Promise<void>;
}

/** What an ear heard of one message. It is stored with the result of a drill. */
export interface Heard {
  /** The id of the ear's route. */
  readonly ear: string;
  /** When the last part arrived, ms since the epoch; undefined while a part is missing. */
  readonly at: number | undefined;
  /** The sender that the ear saw. */
  readonly from: string | undefined;
  /** The parts that arrived, and of how many. Both are 0 if nothing arrived. */
  readonly parts: number;
  readonly of: number;
  /** How what arrived differs from what was sent, in words. */
  readonly faults: readonly string[];
}

/** What the ears know of a message to one of them. */
export interface Hearing extends Heard {
  /** Why the ear can't be trusted to have heard everything until now; undefined: it was in service all the time. */
  readonly deaf: string | undefined;
}

/** What drills and heartbeats need of the ears. */
export interface Ears {
  /** The text with a mark by which the ear knows it again, if `to` is the number of an ear; otherwise the text. */
  marked(to: string, text: string): string;
  /** Messages that went to no ear, and messages that were deleted, are left out. */
  hearings(
    messages: readonly { readonly message: MessageId; readonly number: string; readonly route: string }[],
  ): Promise<ReadonlyMap<MessageId, Hearing>>;
}

export const noEars: Ears = { marked: (_to, text) => text, hearings: async () => new Map() };

/** What an ear says of one route. */
export interface EarCheck {
  readonly ear: string;
  readonly route: string;
  /** `unknown`: no message has been judged, or the ear was out of service. */
  readonly result: 'unknown' | 'passed' | 'failed';
  /** Why the check failed, or why nothing is known. */
  readonly reason: string | undefined;
  /** The message that was judged. */
  readonly message: MessageId | undefined;
  readonly sentAt: number | undefined;
  readonly deliveredAt: number | undefined;
  readonly heard: Heard | undefined;
}
