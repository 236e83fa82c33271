import type { Backlog } from './backlog.ts';
import type { LaneRegistry } from './lane-registry.ts';
import type { Lane } from './plan.ts';

export interface TurnsDeps {
  readonly lanes: Pick<LaneRegistry, 'get' | 'lanesOf' | 'learn'>;
  /** Whether other processes send from the store. */
  readonly isShared: boolean;
  readonly backlog: Backlog;
  /** Called when a held wave was released: its messages may be claimed again. */
  readonly released: () => void;
}

/** The waves of alerts in the send loop: how many messages of each wait, and which waves are held. */
export class Turns {
  readonly #deps: TurnsDeps;
  readonly #paused = new Set<string>();

  constructor(deps: TurnsDeps) {
    this.#deps = deps;
  }

  /** The lane; undefined if its wave is held, so that none of its messages is claimed. */
  laneOf(number: number): Lane | undefined {
    const lane = this.#deps.lanes.get(number);
    return lane?.turn !== undefined && this.#paused.has(lane.turn) ? undefined : lane;
  }

  /**
   * Claims no message of the wave until `release`; a route still sends the messages that it has. A restart forgets the
   * hold; the store gives no message of a held wave all the same.
   */
  hold(turn: string): void {
    this.#paused.add(turn);
  }

  release(turn: string): void {
    if (this.#paused.delete(turn)) this.#deps.released();
  }

  /** Messages of the wave that are queued. */
  waiting(turn: string): number {
    const { backlog, lanes } = this.#deps;
    let sum = 0;
    for (const { lane, messages } of backlog.all()) if (lanes.get(lane)?.turn === turn) sum += messages;
    return sum;
  }

  /** All lanes of the wave, also those that other processes have made. */
  async lanesOf(turn: string): Promise<readonly number[]> {
    const { lanes, isShared } = this.#deps;
    if (isShared) await lanes.learn();
    return lanes.lanesOf(turn);
  }

  /** The held waves of which messages wait. The others are forgotten: the store holds them all the same. */
  waitingHeld(): readonly string[] {
    for (const turn of this.#paused) if (this.waiting(turn) === 0) this.#paused.delete(turn);
    return [...this.#paused];
  }
}
