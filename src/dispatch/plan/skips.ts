import type { MessageLengths } from '../../domain/routes/allowance.ts';
import type { WaitingClass } from './backlog.ts';

/** How long a class is skipped in which a claim found due messages, but none for the route, ms. */
const LOOK_AGAIN_MS = 250;
/** The same where the route's limits leave too few parts for the messages: before they leave more, nothing changes. */
const TOO_LONG_AGAIN_MS = 2000;

/** What a claim for a class found. */
export interface Found {
  /** When the claim was called, ms since the epoch. */
  readonly at: number;
  /** Messages that were queued after that call. */
  readonly newer: number;
  /** Messages that the claim took. */
  readonly claimed: number;
  readonly nextDueAt: number | undefined;
  /** The parts that the route's limits left; undefined for a route without such limits. */
  readonly partsLeft: number | undefined;
}

interface Skipped extends Pick<Found, 'partsLeft'> {
  /** By the clock's elapsed time. */
  readonly until: number;
  readonly added: number;
}

/** What the claims found, by class and route: where no claim is to be made for a while. */
export class Skips {
  /**
   * Until when no claim is made, since the last claim found due messages but none for the route. Messages that are
   * added to the class meanwhile are claimed at once.
   */
  readonly #skipped = new Map<string, Skipped>();
  /** The classes and routes whose last claim left messages in the queue, since the route had no room for them. */
  readonly #leftBehind = new Set<string>();

  isLeftBehind(key: string): boolean {
    return this.#leftBehind.has(key);
  }

  has(key: string, { added }: WaitingClass, lengths: MessageLengths | undefined, now: number): boolean {
    const skipped = this.#skipped.get(key);
    if (skipped === undefined || skipped.until <= now || skipped.added !== added) return false;
    return lengths === undefined || lengths.now <= (skipped.partsLeft ?? Number.POSITIVE_INFINITY);
  }

  /** Corrects the count and the due time of a class by what the claim found on disk. */
  learn(key: string, one: WaitingClass, found: Found, now: number): void {
    const { newer, claimed, nextDueAt, at, partsLeft } = found;
    // A message that became due after the call was not left by this claim: it must not keep the route from the next
    // claim.
    const isLeft = nextDueAt !== undefined && nextDueAt <= at;
    if (isLeft && claimed > 0) this.#leftBehind.add(key);
    else this.#leftBehind.delete(key);
    if (nextDueAt === undefined) {
      one.messages = newer;
      return;
    }
    one.messages = Math.max(1, one.messages);
    one.nextDueAt = newer > 0 ? Math.min(one.nextDueAt, nextDueAt) : nextDueAt;
    const until = now + (partsLeft === undefined ? LOOK_AGAIN_MS : TOO_LONG_AGAIN_MS);
    if (isLeft && claimed === 0) this.#skipped.set(key, { until, added: one.added - newer, partsLeft });
    else this.#skipped.delete(key);
  }
}
