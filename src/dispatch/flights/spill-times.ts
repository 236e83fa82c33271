import type { Flight } from './flight.ts';
import { resendMs } from './pauses.ts';
import type { ReturnLanes } from './return-lanes.ts';
import type { Troubles } from './troubles.ts';

// How long a route may keep back a part of a message whose priority has no spillAfter, ms. Then another route may send
// the whole message anew.
const ANEW_MS = 600_000;

/** Until when a message waits for the route that has put it off, ms since the epoch. */
export class SpillTimes {
  readonly #lanes: Pick<ReturnLanes, 'spillAfterMs'>;
  readonly #troubles: Pick<Troubles, 'since' | 'resends'>;

  constructor(lanes: Pick<ReturnLanes, 'spillAfterMs'>, troubles: Pick<Troubles, 'since' | 'resends'>) {
    this.#lanes = lanes;
    this.#troubles = troubles;
  }

  /** When other routes may take a message that this one has not sent; infinite: never. */
  spillAt(flight: Flight): number {
    const { lane, priority } = flight.message;
    return this.#since(flight) + (this.#lanes.spillAfterMs(lane, priority) ?? Number.POSITIVE_INFINITY);
  }

  /**
   * When another route may send a partly taken message anew. The time grows with each resend, as the message may
   * arrive twice.
   */
  anewAt(flight: Flight): number {
    const { id, lane, priority, rest } = flight.message;
    const spillAfterMs = this.#lanes.spillAfterMs(lane, priority) ?? ANEW_MS;
    const resends = this.#troubles.resends(id);
    const since = resends === 0 ? this.#since(flight) : (rest?.since ?? flight.launchedAt);
    return since + Math.max(spillAfterMs * 2 ** resends, resendMs(resends));
  }

  /** Since when the message has been tried in vain, ms since the epoch. */
  #since({ message, launchedAt }: Flight): number {
    return this.#troubles.since(message.id) ?? message.rest?.since ?? launchedAt;
  }
}
