import { seededRandom } from '../../../../src/sim/smsc/carrier/random.ts';
import { SharedDatabase } from './shared-database.ts';
import { type Chances, type Fate, SharedNode } from './shared-node.ts';

/**
 * How long a part takes to the carrier: always the same from one node, or the same but for stalls, or anything up to
 * half a second.
 */
type Link = 'steady' | 'stalls' | 'any delay';

/** The longest time to the carrier, ms. */
const MOST_MS = 500;
/** A link with stalls takes this long otherwise, ms, at most. */
const USUAL_MS = 150;
/** A stall comes no sooner after another one of the same node, ms. */
const BETWEEN_STALLS_MS = 20_000;

interface Flying {
  readonly from: SharedNode;
  readonly serial: number;
  readonly leftAt: number;
  readonly at: number;
}

/** One node, its processes one after another, and its link to the carrier. */
class Place {
  readonly usualMs: number;
  process: SharedNode | undefined;
  startsAt: number;
  stalledFrom = Number.POSITIVE_INFINITY;
  stalledUntil = 0;
  /** When the last part arrived: a link keeps the order. */
  lastAt = 0;
  flying: Flying[] = [];

  constructor(usualMs: number, startsAt: number) {
    this.usualMs = usualMs;
    this.startsAt = startsAt;
  }
}

export interface WorldOptions {
  readonly seed: number;
  /** Parts per second. */
  readonly contract: number;
  readonly nodes: number;
  readonly link: Link;
}

/** Several nodes that share one contract of one carrier, in simulated time of whole milliseconds. */
export class SharedWorld {
  readonly database: SharedDatabase;
  /** When parts left the nodes, ms, ascending. */
  readonly left: number[] = [];
  /** When parts came to the carrier, ms. */
  readonly arrived: number[] = [];
  /** The largest sum of what all processes were sending by. */
  mostApplied = 0;
  isFaulty = true;
  readonly #options: WorldOptions;
  readonly #random: () => number;
  /** How many times rarer than usual faults are. */
  readonly #calmness: number;
  readonly #places: readonly Place[];
  readonly #chances: Chances;
  #outageUntil = 0;
  #now = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#calmness = this.#between(1, 6);
    this.database = new SharedDatabase(options.contract);
    this.#chances = {
      between: this.#between,
      fate: () => this.#fate(),
      jitterMs: () =>
        this.isFaulty && this.#between(0, 3) === 0 ? this.#between(-450, 450) : this.#between(-30, 60),
    };
    this.#places = Array.from(
      { length: options.nodes },
      () =>
        new Place(this.#between(1, options.link === 'steady' ? MOST_MS : USUAL_MS), this.#between(0, 5000)),
    );
  }

  get now(): number {
    return this.#now;
  }

  /** The parts per second by which all processes send now. */
  get applied(): number {
    return this.#places.reduce((sum, { process }) => sum + (process?.appliedAt(this.#now) ?? 0), 0);
  }

  run(ms: number): void {
    for (const end = this.#now + ms; this.#now < end; this.#now++) {
      if (this.isFaulty) this.#disturb();
      for (const [index, place] of this.#places.entries()) this.#step(index + 1, place);
      if (this.#now % 10 === 0) this.mostApplied = Math.max(this.mostApplied, this.applied);
    }
  }

  /** Ends all faults, and starts all nodes. */
  calm(): void {
    this.isFaulty = false;
    this.#outageUntil = 0;
    for (const place of this.#places) {
      place.startsAt = Math.min(place.startsAt, this.#now);
      place.stalledFrom = Number.POSITIVE_INFINITY;
      if (place.process === undefined) continue;
      place.process.frozenUntil = 0;
      place.process.isUsable = true;
    }
  }

  /** @param demands parts per second, by node */
  demand(demands: readonly number[]): void {
    for (const [index, { process }] of this.#places.entries())
      if (process !== undefined) process.demand = demands[index] ?? 0;
  }

  readonly #between = (least: number, most: number): number =>
    least + Math.floor(this.#random() * (most - least + 1));

  /** Whether something happens in this millisecond that happens once in so many ms. */
  #isTime(everyMs: number): boolean {
    return this.#random() * everyMs < 1;
  }

  /** The same for a fault. */
  #isFault(everyMs: number): boolean {
    return this.#isTime(everyMs * this.#calmness);
  }

  #fate(): Fate {
    if (this.#now < this.#outageUntil) return 'failed';
    if (!this.isFaulty) return 'committed';
    const roll = this.#random();
    return roll < 0.06 ? 'lost' : roll < 0.1 ? 'failed' : 'committed';
  }

  #disturb(): void {
    if (this.#isFault(40_000)) this.#outageUntil = this.#now + this.#between(500, 15_000);
    for (const place of this.#places) {
      const { process } = place;
      if (process === undefined) continue;
      if (this.#isTime(8000)) process.demand = this.#anyDemand();
      if (this.#isFault(20_000)) process.isUsable = !process.isUsable;
      if (this.#isFault(25_000)) process.frozenUntil = this.#now + this.#between(100, 20_000);
      if (this.#isFault(30_000)) this.#kill(place);
      if (this.#isTime(30_000) && this.#now > place.stalledUntil + BETWEEN_STALLS_MS) {
        place.stalledFrom = this.#now;
        place.stalledUntil = this.#now + this.#between(50, MOST_MS - USUAL_MS);
      }
    }
  }

  #anyDemand(): number {
    const { contract } = this.#options;
    return this.#between(0, 3) === 0 ? 0 : Math.ceil(this.#random() * 3 * Math.max(1, contract));
  }

  #kill(place: Place): void {
    place.process = undefined;
    const isQuick = !this.isFaulty || this.#between(0, 1) === 0;
    place.startsAt = this.#now + this.#between(5, isQuick ? 600 : 20_000);
  }

  #step(node: number, place: Place): void {
    if (place.process?.isFenced === true) this.#kill(place);
    if (place.process === undefined && this.#now >= place.startsAt && this.#now >= this.#outageUntil) {
      place.process = new SharedNode(node, this.#options.contract, this.database, this.#chances, this.#now);
      place.process.demand = this.#anyDemand();
    }
    const { process } = place;
    if (process !== undefined) {
      const isRunning = this.#now >= process.frozenUntil;
      if (isRunning) this.#answer(place, process);
      for (const { serial, leftAt } of process.step(this.#now)) {
        this.left.push(leftAt);
        place.lastAt = Math.max(place.lastAt, leftAt + this.#delayMs(place));
        place.flying.push({ from: process, serial, leftAt, at: place.lastAt });
        this.arrived.push(place.lastAt);
      }
    }
  }

  #delayMs(place: Place): number {
    if (this.#options.link === 'any delay') return this.#between(1, MOST_MS);
    const isStalled =
      this.#options.link === 'stalls' && this.#now >= place.stalledFrom && this.#now < place.stalledUntil;
    return place.usualMs + (isStalled ? place.stalledUntil - this.#now : 0);
  }

  #answer(place: Place, process: SharedNode): void {
    const { flying } = place;
    for (let next = flying[0]; next !== undefined && next.at <= this.#now; next = flying[0]) {
      flying.shift();
      if (next.from === process) process.answered(next.serial, this.#now - next.leftAt, this.#now);
    }
  }
}

/**
 * The largest number of times within any period of this length, ms.
 *
 * @param times in any order
 */
export const mostWithin = (times: readonly number[], periodMs: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [index, at] of sorted.entries()) {
    while ((sorted[first] ?? 0) <= at - periodMs) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
};
