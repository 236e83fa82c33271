import { Flights } from '../../../src/dispatch/flights/flights.ts';
import { RouteRunner } from '../../../src/dispatch/route/route-runner.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Claimed, Settlement } from '../../../src/domain/messages/queue.ts';
import { newMessage } from '../store/messages.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { FakeRoute } from './fake-route.ts';

export const GRACE_MS = 5000;
/** Both routes, a before b. */
export const BOTH = 1;
export const ONLY_A = 2;
export const ONLY_B = 3;
/** Both routes alike: where what has been tried in vain for long goes. */
export const EITHER = 4;
/** The second route only where the first is not usable. */
const A_FIRST = 5;
export const B_FIRST = 6;
export const SPILL_MS = 5000;
/** The concatenation reference of every long message here. */
export const REFERENCE = 77;

const lanes: Readonly<Record<number, readonly string[]>> = {
  [BOTH]: ['a', 'b'],
  [ONLY_A]: ['a'],
  [ONLY_B]: ['b'],
  [EITHER]: ['a', 'b'],
  [A_FIRST]: ['a', 'b'],
  [B_FIRST]: ['b', 'a'],
};

/** Flights over two routes, a and b, in virtual time; what they settle is kept. */
export class FlightRig {
  readonly clock = new VirtualClock();
  readonly a = new FakeRoute('a');
  readonly b = new FakeRoute('b');
  readonly settled: Settlement[] = [];
  /** Whether the disk can take a lane that is new to it. */
  newLanes: 'known' | 'promised' | 'refused' = 'known';
  readonly flights: Flights;
  readonly #runners: ReadonlyMap<string, RouteRunner>;

  constructor() {
    this.#runners = new Map(
      [this.a, this.b].map((route) => [route.id, new RouteRunner(route, undefined, this.clock)]),
    );
    this.flights = new Flights({
      clock: this.clock,
      graceMs: GRACE_MS,
      settle: (settlement) => this.settled.push(settlement),
      lanes: {
        without: (lane, route) => this.#laneOf((lanes[lane] ?? []).filter((id) => id !== route)),
        alike: (lane) => (lane === BOTH ? EITHER : undefined),
        elsewhereFirst: (lane, _priority, route) =>
          this.#hasOther(lane, route) ? this.#known(route === 'a' ? B_FIRST : A_FIRST) : undefined,
        hasOther: (lane, route) => this.#hasOther(lane, route),
        isFirst: (lane, route) => lane === BOTH && route === 'a',
        spillAfterMs: (lane) => (lane === BOTH || lane === EITHER ? SPILL_MS : undefined),
      },
    });
  }

  /** A message claimed by this route, and handed over. */
  async launch(own: Partial<Claimed> = {}, by: FakeRoute = this.a): Promise<Claimed> {
    const { clock } = this;
    const base = newMessage({ lane: BOTH, validUntil: clock.now() + 3_600_000 });
    const id = own.id ?? (base.id as MessageId);
    const message: Claimed = { ...base, attempt: 1, concatReference: REFERENCE, ...own, id };
    const runner = this.#runners.get(by.id);
    if (runner === undefined) throw new Error(`there is no route ${by.id}`);
    this.flights.launch(message, runner);
    runner.pump();
    await clock.advance(0);
    return message;
  }

  /** As the gateway does when it stops: what is ready and has not been handed over is given back. */
  closeRunners(): void {
    for (const runner of this.#runners.values()) runner.close();
  }

  /** What was settled since the last look. */
  take(): readonly Settlement[] {
    return this.settled.splice(0);
  }

  #laneOf(routes: readonly string[]): number | Promise<number> | undefined {
    const [only] = routes;
    if (only === undefined) return undefined;
    return this.#known(only === 'a' ? ONLY_A : ONLY_B);
  }

  #hasOther(lane: number, route: string): boolean {
    return (lanes[lane] ?? []).some((id) => id !== route);
  }

  #known(lane: number): number | Promise<number> {
    if (this.newLanes === 'known') return lane;
    return this.newLanes === 'promised'
      ? Promise.resolve(lane)
      : Promise.reject(new Error('the disk is full'));
  }
}

/** A text that is cut into so many parts. */
export const longText = (parts: number): string => 'Crue rapide. '.repeat(parts * 13).slice(0, parts * 150);
