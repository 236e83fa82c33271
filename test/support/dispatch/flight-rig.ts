import { Flights } from '../../../src/dispatch/flights/flights.ts';
import type { Standings } from '../../../src/dispatch/flights/second-route.ts';
import { RouteRunner } from '../../../src/dispatch/route/route-runner.ts';
import { standingsOf } from '../../../src/dispatch/route/standings.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { Claimed, Settlement } from '../../../src/domain/messages/queue.ts';
import { newMessage } from '../store/messages.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { type Answer, FakeRoute } from './fake-route.ts';

export const GRACE_MS = 5000;
/** A lane with both routes, a in the first tier and b in the second. */
export const BOTH = 1;
export const ONLY_A = 2;
export const ONLY_B = 3;
/** A lane with both routes in one tier, for messages that were put off for longer than spillAfter. */
export const EITHER = 4;
/** Lanes that use the second route only while the first is not usable. */
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

/** Real flights over two fake routes, a and b, in virtual time; their settlements are kept. */
export class FlightRig {
  readonly clock = new VirtualClock();
  readonly a = new FakeRoute('a');
  readonly b = new FakeRoute('b');
  readonly settled: Settlement[] = [];
  /** What the disk does with a new lane: it has it already, writes it later, refuses it, or writes it then. */
  newLanes: 'known' | 'promised' | 'refused' | Promise<void> = 'known';
  readonly flights: Flights;
  readonly standings: Standings;
  readonly #runners: ReadonlyMap<string, RouteRunner>;

  constructor() {
    this.#runners = new Map(
      [this.a, this.b].map((route) => [route.id, new RouteRunner(route, undefined, this.clock)]),
    );
    this.standings = standingsOf(this.#runners);
    this.flights = new Flights({
      clock: this.clock,
      graceMs: GRACE_MS,
      settle: (settlement) => this.settled.push(settlement),
      lanes: {
        without: (lane, route) => this.#laneOf((lanes[lane] ?? []).filter((id) => id !== route)),
        alike: (lane) => (lane === BOTH ? EITHER : undefined),
        elsewhereFirst: (lane, _priority, route, second) =>
          second === undefined && this.#hasOther(lane, route)
            ? this.#known(route === 'a' ? B_FIRST : A_FIRST)
            : undefined,
        askedFirst: (lane: number) => lane,
        hasOther: (lane, route) => this.#hasOther(lane, route),
        isFirst: (lane, route) => lane === BOTH && route === 'a',
        spillAfterMs: (lane) => (lane === BOTH || lane === EITHER ? SPILL_MS : undefined),
      },
      standings: this.standings,
    });
  }

  /** Claims a message for this route, and hands it over. */
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

  /** Has the runners give back the parts that they have not handed over, as the gateway does when it stops. */
  closeRunners(): void {
    for (const runner of this.#runners.values()) runner.close('the gateway is stopping');
  }

  /** The settlements since the last call. */
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
    if (this.newLanes === 'refused') return Promise.reject(new Error('the disk is full'));
    return this.newLanes === 'promised' ? Promise.resolve(lane) : this.newLanes.then(() => lane);
  }
}

/** A text of GSM 7 bit characters that is cut into so many parts. */
export const longText = (parts: number): string => 'Crue rapide. '.repeat(parts * 13).slice(0, parts * 150);

export const longMessage = (parts: number, own: Partial<Claimed> = {}): Partial<Claimed> => ({
  text: longText(parts),
  parts,
  ...own,
});

/** For `FakeRoute.answers`: the first answer is for part 1, and so on; all further parts are accepted. */
export const byPart =
  (...answers: readonly Answer[]) =>
  ({ part }: { part: number }): Answer =>
    answers[part - 1] ?? 'accepts';

/** A carrier's yes to this part that comes after the time-out. */
export const lateAccept = (message: Claimed, part = 1): Outcome => ({
  kind: 'accepted',
  carrier: 'fake',
  carrierRef: `late/${message.id}/${part}`,
});

export const kinds = (settlements: readonly Settlement[]) => settlements.map(({ kind }) => kind);
