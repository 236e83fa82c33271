import type { ClaimRequest } from '../../../src/domain/messages/claim.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { type Priority, priorities } from '../../../src/domain/messages/priority.ts';
import type { Claimed, ClaimResult, Queue } from '../../../src/domain/messages/queue.ts';

export const LANE = 1;

interface Returned {
  readonly dueAt: number;
  readonly avoid: string | undefined;
  readonly avoidUntil: number;
}

/**
 * How many messages a claim skips to find one that this route may have: a message avoids a route for a second at most.
 */
const LOOKS = 2000;

/** The number of waiting messages by priority: a million messages that differ in nothing else need no rows. */
export class SimulatedQueue implements Pick<Queue, 'claim'> {
  readonly #fresh = new Map<Priority, number>(priorities.map((priority) => [priority, 0]));
  readonly #returned = new Map<Priority, Returned[]>(priorities.map((priority) => [priority, []]));
  #lastId = 0;

  add(priority: Priority, count: number): void {
    this.#fresh.set(priority, (this.#fresh.get(priority) ?? 0) + count);
  }

  putBack(priority: Priority, returned: Returned): void {
    this.#returned.get(priority)?.push(returned);
  }

  async claim({ priority, route, maxParts, now }: ClaimRequest): Promise<ClaimResult> {
    const returned = this.#returned.get(priority) ?? [];
    const claimed: Claimed[] = [];
    for (let i = 0, looks = 0; i < returned.length && claimed.length < maxParts && looks < LOOKS; looks++) {
      const one = returned[i];
      if (one === undefined || one.dueAt > now || (one.avoid === route && one.avoidUntil > now)) i++;
      else {
        returned.splice(i, 1);
        claimed.push(this.#message(priority));
      }
    }
    const fresh = this.#fresh.get(priority) ?? 0;
    const more = Math.min(fresh, maxParts - claimed.length);
    for (let i = 0; i < more; i++) claimed.push(this.#message(priority));
    this.#fresh.set(priority, fresh - more);
    if (fresh > more) return { claimed, nextDueAt: now };
    const nextDueAt = returned.reduce<number | undefined>(
      (first, { dueAt }) => Math.min(first ?? dueAt, dueAt),
      undefined,
    );
    return { claimed, nextDueAt };
  }

  #message(priority: Priority): Claimed {
    return {
      id: ++this.#lastId as MessageId,
      to: '+33639980000' as Msisdn,
      from: undefined,
      text: '',
      priority,
      encoding: 'gsm7',
      flash: false,
      parts: 1,
      lane: LANE,
      attempt: 1,
      validUntil: Number.MAX_SAFE_INTEGER,
      onUncertain: priority === 'critical' ? 'resend' : 'hold',
      concatReference: 0,
    };
  }
}
