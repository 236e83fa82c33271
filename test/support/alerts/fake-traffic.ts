import type { AlertTraffic, RoutePace } from '../../../src/domain/alerts/alert-traffic.ts';
import { routeCapabilities } from '../../../src/domain/routes/capabilities.ts';
import { Supply } from '../../../src/domain/routes/supply.ts';

/** Traffic in memory: one lane per turn for every number; it keeps the queued messages and the held turns. */
export class FakeTraffic implements AlertTraffic {
  readonly held = new Set<string>();
  readonly queue = new Map<number, number>();
  routes: RoutePace[] = [
    {
      id: 'carrier-a',
      capabilities: routeCapabilities.smpp,
      usable: true,
      ratePerSecond: 100,
      delayMs: 50,
      ahead: { critical: 0, high: 0, normal: 0, low: 0 },
      supply: new Supply(100, undefined, 0),
    },
  ];
  /** The lane of each turn. */
  readonly lanes: Map<string, number>;
  #next: number;

  constructor(firstLane: number, lanes: Map<string, number>) {
    this.#next = firstLane;
    this.lanes = lanes;
  }

  laneFor(_to: unknown, _priority: unknown, _only: unknown, turn: string): number {
    const lane = this.lanes.get(turn) ?? this.#next++;
    this.lanes.set(turn, lane);
    return lane;
  }

  queued(lane: number, _priority: unknown, messages: number): void {
    this.queue.set(lane, (this.queue.get(lane) ?? 0) + messages);
  }

  waiting(turn: string): number {
    return this.queue.get(this.lanes.get(turn) ?? 0) ?? 0;
  }

  async lanesOf(turn: string): Promise<readonly number[]> {
    const lane = this.lanes.get(turn);
    return lane === undefined ? [] : [lane];
  }

  hold(turn: string): void {
    this.held.add(turn);
  }

  release(turn: string): void {
    this.held.delete(turn);
  }

  waitingHeld(): readonly string[] {
    return [...this.held].filter((turn) => this.waiting(turn) > 0);
  }

  paces(): readonly RoutePace[] {
    return this.routes;
  }
}
