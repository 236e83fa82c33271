import { handoverMs, placesOf } from '../../../../src/domain/routes/share/handover.ts';
import {
  type Grant,
  nextGrant,
  type ShareAsk,
  type ShareRow,
} from '../../../../src/domain/routes/share/next-grant.ts';

/** A node that another one declares dead after so many own beats in which it did not beat. */
const DEAD_AFTER_BEATS = 10;
const LEAST_HELD_MS = 2000;

interface Beats {
  run: number;
  beats: number;
}

/** What a node remembers of another one between its own beats. */
export type Watched = Map<number, { beats: number; still: number }>;

/** A row, and until when that of a dead node is kept, ms. */
type Row = ShareRow & { readonly until?: number };

/** The shares and beats of nodes as a database would keep them: one transaction after another, each whole or not at all. */
export class SharedDatabase {
  readonly rows = new Map<number, Row>();
  /** The largest sum of all shares that a commit ever left. */
  mostShared = 0;
  readonly #contract: number;
  readonly #nodes = new Map<number, Beats>();

  constructor(contract: number) {
    this.#contract = contract;
  }

  /** A process of the node begins. Returns the number of its run. */
  register(node: number): number {
    const known = this.#nodes.get(node) ?? { run: 0, beats: 0 };
    this.#nodes.set(node, { run: known.run + 1, beats: known.beats + 1 });
    return known.run + 1;
  }

  /** A beat of the node as one transaction. Undefined if its run is fenced. */
  beat(node: number, run: number, ask: ShareAsk, watched: Watched, nowMs: number): Grant | undefined {
    const own = this.#nodes.get(node);
    if (own?.run !== run) return undefined;
    own.beats++;
    this.#fence(node, watched, nowMs);
    for (const [id, { until }] of this.rows) if (until !== undefined && until <= nowMs) this.rows.delete(id);
    const grant = nextGrant(this.#contract, [...this.rows.values()], node, ask);
    this.rows.set(node, grant.row);
    const sum = [...this.rows.values()].reduce((all, { share }) => all + share, 0);
    this.mostShared = Math.max(this.mostShared, sum);
    if (sum > placesOf(this.#contract)) throw new Error(`${sum} parts per second are granted`);
    return grant;
  }

  #fence(node: number, watched: Watched, nowMs: number): void {
    for (const [id, other] of this.#nodes) {
      if (id === node) continue;
      const seen = watched.get(id);
      const still = seen?.beats === other.beats ? seen.still + 1 : 0;
      watched.set(id, { beats: other.beats, still });
      const row = this.rows.get(id);
      if (still < DEAD_AFTER_BEATS || row === undefined || row.until !== undefined) continue;
      other.run++;
      this.rows.set(id, {
        ...row,
        isLeft: true,
        until: nowMs + Math.max(LEAST_HELD_MS, handoverMs(this.#contract)),
      });
    }
  }
}
