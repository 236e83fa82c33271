import type { Db } from '../../db.ts';
import type { SettledRef } from '../receipts/recent-refs.ts';

/** What a node has done in one commit that the others must know too, as hashes: no phone number stands in it. */
interface News {
  /** The latest time of a phone or a reference in it, ms since the epoch; 0: there is none in it. */
  at: number;
  /** Phones that messages went to, and numbers that they came from. */
  readonly phones: number[];
  readonly senders: number[];
  /** Phones for which a receipt waits until another message has its own. Nodes of an earlier version tell none. */
  readonly passed?: number[];
  /** References of receipts that were kept. */
  readonly kept: number[];
  /** Receipts that settled a part. */
  readonly settled: SettledRef[];
}

/** What takes in the news of other nodes; times are in ms since the epoch. */
interface Hearers {
  readonly phones: { heard(phones: readonly number[], senders: readonly number[], at: number): void };
  readonly passedOver: { heard(phones: readonly number[]): void };
  readonly kept: { heard(refs: readonly number[], at: number): void };
  readonly settled: { heard(one: SettledRef): void };
}

/**
 * Tells the other nodes what this one keeps in memory of receipts, and hears what they tell. Ids are committed in their
 * order, so none is missed by a node that reads on from the last one.
 */
export class NodeNews {
  readonly #node: number;
  readonly #read;
  readonly #write;
  readonly #greatest;
  #last = 0;
  #own = nothing();

  constructor(db: Db, node: number) {
    this.#node = node;
    this.#read = db.prepare<[number], { id: number; node: number; news: string }>(
      'SELECT id, node, news FROM node_news WHERE id > ? ORDER BY id',
    );
    this.#write = db.prepare<[number, string]>('INSERT INTO node_news (node, news) VALUES (?, ?)');
    this.#greatest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM node_news').pluck();
  }

  phone(hash: number, at: number): void {
    this.#own.phones.push(hash);
    this.#own.at = Math.max(this.#own.at, at);
  }

  sender(hash: number): void {
    this.#own.senders.push(hash);
  }

  passed(phone: number): void {
    this.#own.passed.push(phone);
  }

  kept(ref: number, at: number): void {
    this.#own.kept.push(ref);
    this.#own.at = Math.max(this.#own.at, at);
  }

  settled(one: SettledRef): void {
    this.#own.settled.push(one);
  }

  /** Begins after the news so far. To be called before the memory is read from the tables. */
  begin(): void {
    this.#last = this.#greatest.get() ?? 0;
  }

  /** To be called at the beginning of a transaction: what another node has committed before is known then. */
  hear({ phones, passedOver, kept, settled }: Hearers): void {
    for (const { id, node, news } of this.#read.all(this.#last)) {
      this.#last = id;
      if (node === this.#node) continue;
      const told = JSON.parse(news) as News;
      phones.heard(told.phones, told.senders, told.at);
      passedOver.heard(told.passed ?? []);
      kept.heard(told.kept, told.at);
      for (const one of told.settled) settled.heard(one);
    }
  }

  /** To be called in the transaction, before its commit. */
  tell(): void {
    const { phones, senders, passed, kept, settled } = this.#own;
    if ([phones, senders, passed, kept, settled].every(({ length }) => length === 0)) return;
    this.#write.run(this.#node, JSON.stringify(this.#own));
  }

  /** To be called after the transaction, whether it was committed or not. */
  ended(): void {
    this.#own = nothing();
  }

  /** A mark at the beginning of a savepoint: `backTo` takes back what was told of receipts after it. */
  mark(): number {
    return this.#own.settled.length;
  }

  // A phone or a reference that is told in vain costs others a look into the tables, and no more.
  backTo(mark: number): void {
    this.#own.settled.splice(mark);
  }
}

const nothing = (): Required<News> => ({
  at: 0,
  phones: [],
  senders: [],
  passed: [],
  kept: [],
  settled: [],
});
