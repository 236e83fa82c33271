import type { Priority } from '../../domain/messages/priority.ts';

// Without a pause, a route that gives parts back at once would cause writes as fast as the disk takes them.
export const LEAST_PAUSE_MS = 100;
// How long a message is kept off a route that left it in doubt, so that another route takes it.
export const AVOID_MS = 5_000;
// The longest pause of a message that all routes put off. It is short, so that a route that takes messages again gets
// the message soon.
const MOST_TOSS_MS = 5_000;
const URGENT_THROTTLED_MS = 100;
/**
 * The longest pauses of a message that a carrier puts off again and again, ms: of an urgent message, and of any other.
 */
const MOST_URGENT_MS = 5_000;
const MOST_MS = 60_000;
// After this many doublings every pause has its greatest length. Without the bound, 2 ** 1024 would be infinite, and a
// pause of 0 ms times that would be NaN.
const MOST_DOUBLINGS = 20;
// Each resend may be a duplicate. The first resend follows at once, then the pauses double, so that a carrier that
// delivers and never answers delivers about ten times in a day, not every few seconds.
const RESEND_MS = 10_000;

/**
 * How long a message that a route put off isn't offered to that route again, ms.
 *
 * A throttled route is slowed by its pacer, so an urgent message may try again soon: the pause only keeps the message
 * from being claimed and put back without end. A route that is broken in other ways is offered the message ever more
 * rarely.
 *
 * @param before how often the message was put off before
 */
export const pauseMs = (
  { afterMs, throttled }: { readonly afterMs: number; readonly throttled: boolean },
  priority: Priority,
  before: number,
): number => {
  const times = 2 ** Math.min(before, MOST_DOUBLINGS);
  const isUrgent = priority === 'critical' || priority === 'high';
  if (throttled) return isUrgent ? Math.min(afterMs, URGENT_THROTTLED_MS * times) : afterMs;
  const most = Math.max(afterMs, isUrgent ? MOST_URGENT_MS : MOST_MS);
  return Math.min(most, afterMs * times);
};

/** How long a message that was sent again `resends` times waits at least before the next time, ms. */
export const resendMs = (resends: number): number => (resends === 0 ? 0 : RESEND_MS * 2 ** (resends - 1));

/** How long a message that routes put off `before` times pauses before another route may have it, ms. */
export const tossMs = (before: number): number =>
  before === 0 ? 0 : Math.min(MOST_TOSS_MS, LEAST_PAUSE_MS * 2 ** (before - 1));
