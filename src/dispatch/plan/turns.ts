import type { Backlog } from './backlog.ts';
import type { LaneRegistry } from './lane-registry.ts';
import type { Lane } from './plan.ts';

export interface TurnsDeps {
  readonly lanes: Pick<LaneRegistry, 'get' | 'lanesOf'>;
  readonly backlog: Backlog;
  /** Something may be claimed again. */
  readonly released: () => void;
}

/** The waves of alerts, as the send loop sees them: what of them waits, and which are held. */
export class Turns {
  readonly #deps: TurnsDeps;
  readonly #paused = new Set<string>();

  constructor(deps: TurnsDeps) {
    this.#deps = deps;
  }

  /** The lane, unless it is held: then nothing of it is claimed. */
  laneOf(number: number): Lane | undefined {
    const lane = this.#deps.lanes.get(number);
    return lane?.turn !== undefined && this.#paused.has(lane.turn) ? undefined : lane;
  }

  /** Nothing of it is claimed until it is released; what a route has is on its way. Not kept over a restart. */
  hold(turn: string): void {
    this.#paused.add(turn);
  }

  release(turn: string): void {
    if (this.#paused.delete(turn)) this.#deps.released();
  }

  /** Messages of it that wait. */
  waiting(turn: string): number {
    const { backlog, lanes } = this.#deps;
    let sum = 0;
    for (const { lane, messages } of backlog.all()) if (lanes.get(lane)?.turn === turn) sum += messages;
    return sum;
  }

  lanesOf(turn: string): readonly number[] {
    return this.#deps.lanes.lanesOf(turn);
  }
}
