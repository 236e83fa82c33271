import type { PhoneDelivery } from '../../../chaos/phone-post.ts';
import type { Batch, Post } from './plan.ts';
import type { Saying } from './sayings.ts';

/** A saying on its way by one carrier. */
export interface Said {
  readonly saying: Saying;
  readonly route: string;
  readonly deliveries: readonly PhoneDelivery[];
}

/** When the first part of it was sent to the gateway, ms since 1970; undefined: none was. */
export const firstSentAt = ({ deliveries }: Said): number | undefined =>
  deliveries.map(({ sent }) => sent[0]?.at ?? Number.POSITIVE_INFINITY).toSorted((a, b) => a - b)[0];

/** When the last part of it was acknowledged; undefined: some part was not. */
export const acknowledgedAt = ({ deliveries }: Said): number | undefined => {
  const times = deliveries.map((one) => one.acknowledgedAt);
  return times.every((one) => one !== undefined) ? Math.max(...times) : undefined;
};

/** How often the carrier sent it, or the part of it that it sent most often. */
export const timesSent = ({ deliveries }: Said): number =>
  Math.max(...deliveries.map(({ sent }) => sent.length));

export interface Cancel {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly body: string;
}

/** A message that was posted, and what became of the requests about it. */
export interface Posted {
  readonly post: Post;
  /** When it was first asked for, and when the first yes came, ms since 1970. It was stored in between. */
  readonly askedAt: number;
  readonly acceptedAt: number;
  /** As asked for, ms since 1970; undefined: at once. */
  readonly sendAt: number | undefined;
  readonly reference: string;
  /** The request to cancel it; undefined: there was none. */
  cancel: Cancel | undefined;
}

export interface BatchAnswer {
  readonly at: number;
  readonly isOther: boolean;
  readonly status: number;
  readonly body: string;
}

export interface PostedBatch {
  readonly batch: Batch;
  readonly answers: readonly BatchAnswer[];
  /** The line that the first request did not have. */
  readonly otherReference: string;
}

/** What this act did, in the logs of its clients and of the carriers. */
export interface InboundLog {
  readonly said: Said[];
  readonly posted: Posted[];
  readonly batches: PostedBatch[];
}
