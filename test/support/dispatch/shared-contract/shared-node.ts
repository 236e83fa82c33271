import { Pacer } from '../../../../src/dispatch/route/pacer.ts';
import { type Asked, Shares } from '../../../../src/dispatch/share/shares.ts';
import type { Grant } from '../../../../src/domain/routes/share/next-grant.ts';
import type { SharedDatabase, Watched } from './shared-database.ts';

const ROUTE = 'carrier';
const BEAT_MS = 1000;
/** Whether a link takes messages is told to the node with its beats. */
const UNUSABLE = { demand: 0, isUsable: false };

/** How a transaction fares: the commit is known, or it happens and nobody hears of it, or it does not happen. */
export type Fate = 'committed' | 'lost' | 'failed';

/** The chances that a node takes, each drawn when it is needed. */
export interface Chances {
  readonly between: (least: number, most: number) => number;
  readonly fate: () => Fate;
  /** How much later than a second after the last one a beat begins, ms; negative: earlier. */
  readonly jitterMs: () => number;
}

export interface Part {
  readonly leftAt: number;
  readonly serial: number;
}

interface Answer {
  readonly at: number;
  readonly asked: Asked;
  /** Undefined: the commit is not known. */
  readonly grant: Grant | 'fenced' | undefined;
}

/** One process of a node: it beats, and sends by its pacer. Times are in ms of the world, and its own clock differs. */
export class SharedNode {
  readonly node: number;
  /** Parts per second that messages for this node's route bring. */
  demand = 0;
  isUsable = true;
  /** Nothing runs in this process until then. */
  frozenUntil = 0;
  isFenced = false;
  readonly pacer: Pacer;
  readonly #run: number;
  readonly #shares = new Shares();
  readonly #database: SharedDatabase;
  readonly #chances: Chances;
  readonly #clock: (atMs: number) => number;
  readonly #watched: Watched = new Map();
  #waiting = 0;
  #beatAt: number;
  #open: { readonly runsAt: number; readonly asked: Asked } | undefined;
  #answer: Answer | undefined;

  constructor(node: number, contract: number, database: SharedDatabase, chances: Chances, atMs: number) {
    this.node = node;
    this.#database = database;
    this.#chances = chances;
    const ahead = chances.between(0, 1_000_000);
    const rate = 1 + chances.between(-100, 100) / 1_000_000;
    this.#clock = (at) => Math.floor(ahead + at * rate);
    this.pacer = new Pacer(contract);
    this.#shares.add(ROUTE, contract, this.#clock(atMs));
    this.#pace();
    this.#run = database.register(node);
    this.#beatAt = atMs + chances.between(1, 300);
  }

  /** The parts per second by which the node sends now. */
  appliedAt(atMs: number): number {
    const now = this.#clock(atMs);
    return this.pacer.isWithoutShare(now) ? 0 : (this.#shares.of(ROUTE)?.parts ?? 0);
  }

  /** One millisecond of this process: the parts that leave in it. */
  step(atMs: number): readonly Part[] {
    this.#runTransaction(atMs);
    if (atMs < this.frozenUntil || this.isFenced) return [];
    // What a thawed process does first is to send what was due.
    const left = this.#send(atMs);
    this.#hear(atMs);
    if (atMs >= this.#beatAt && this.#open === undefined && this.#answer === undefined) this.#beat(atMs);
    return left;
  }

  answered(serial: number, latencyMs: number, atMs: number): void {
    this.pacer.answered(serial, latencyMs, this.#clock(atMs));
  }

  #send(atMs: number): readonly Part[] {
    if (!this.isUsable) return [];
    const left: Part[] = [];
    const now = this.#clock(atMs);
    this.#waiting = Math.min(this.#waiting + this.demand / 1000, Math.max(1, this.demand));
    while (this.#waiting >= 1 && this.pacer.waitMs(now, false) <= 0) {
      this.#waiting -= 1;
      left.push({ leftAt: atMs, serial: this.pacer.take(now) });
    }
    return left;
  }

  #beat(atMs: number): void {
    const { demand, isUsable } = this;
    const wanted = isUsable ? { demand, isUsable } : UNUSABLE;
    const asked = this.#shares.begin(new Map([[ROUTE, wanted]]), this.#clock(atMs));
    this.#open = { runsAt: atMs + this.#chances.between(1, 40), asked };
    this.#beatAt = Math.max(this.#beatAt + BEAT_MS, atMs + BEAT_MS / 2) + this.#chances.jitterMs();
  }

  /** A transaction that was sent is run also when its process is frozen. */
  #runTransaction(atMs: number): void {
    const open = this.#open;
    if (open === undefined || atMs < open.runsAt) return;
    this.#open = undefined;
    const ask = open.asked.asks.get(ROUTE);
    if (ask === undefined) throw new Error('the route asks for nothing');
    const fate = this.#chances.fate();
    const grant =
      fate === 'failed'
        ? undefined
        : (this.#database.beat(this.node, this.#run, ask, this.#watched, atMs) ?? 'fenced');
    const at = atMs + this.#chances.between(1, 40);
    this.#answer = { at, asked: open.asked, grant: fate === 'lost' ? undefined : grant };
  }

  #hear(atMs: number): void {
    const answer = this.#answer;
    if (answer === undefined || atMs < answer.at) return;
    this.#answer = undefined;
    const { grant } = answer;
    this.isFenced = grant === 'fenced';
    if (grant === undefined || grant === 'fenced') return;
    this.#shares.granted(answer.asked, new Map([[ROUTE, grant]]), this.#clock(atMs));
    this.#pace();
  }

  #pace(): void {
    const share = this.#shares.of(ROUTE);
    if (share !== undefined) this.pacer.shareTo(share);
  }
}
