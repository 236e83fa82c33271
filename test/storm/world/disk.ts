import type { Condition, Left, Moment, SimulatedDatabase } from '../database/simulated-database.ts';

/** How a disk differs from one that is well. */
export interface DiskState {
  readonly freeBytes?: number;
  /** One of `Condition.failures`. */
  readonly failure?: string | undefined;
  /** The longest time that a transaction takes to be written and synced, ms. */
  readonly slowMs?: number;
}

interface PlannedCut {
  /** How many transactions are still to come, that one included. */
  left: number;
  readonly moment: Moment;
  readonly cut: (left: Left) => void;
}

const PLENTY = 100e9;
const USUAL_MS = 4;

/** The disk of the machine that the gateway runs on, and its database. */
export class Disk implements Condition {
  readonly database: SimulatedDatabase;
  /** The faults that it has now. */
  readonly faults = new Set<DiskState>();
  readonly #pace: () => number;
  readonly #planned = new Set<PlannedCut>();

  /** @param pace decides how long each batch takes */
  constructor(database: SimulatedDatabase, pace: () => number) {
    this.database = database;
    this.#pace = pace;
  }

  /** What `Machine.freeBytes` measures. */
  get freeBytes(): number {
    return Math.min(PLENTY, ...[...this.faults].map(({ freeBytes }) => freeBytes ?? PLENTY));
  }

  get failures(): readonly string[] {
    return [...this.faults].flatMap(({ failure }) => failure ?? []);
  }

  /** How long the next batch takes, ms. */
  paceMs(readOnly: boolean): number {
    const roll = this.#pace();
    const slowMs = Math.max(0, ...[...this.faults].map((one) => one.slowMs ?? 0));
    if (readOnly || slowMs === 0) return Math.floor(roll * USUAL_MS);
    return Math.floor(slowMs * (0.3 + 0.7 * roll));
  }

  /** A process opens the database for writing. */
  opened(): void {
    this.database.opened(this);
  }

  /** Cuts the power at the n-th transaction from now. Returns a function that takes the plan back. */
  cutAtCommit(n: number, moment: Moment, cut: (left: Left) => void): () => void {
    const planned: PlannedCut = { left: n, moment, cut };
    this.#planned.add(planned);
    return () => this.#planned.delete(planned);
  }

  /** Does what writes the database, or cuts the power on the way. Returns false if the power is off. */
  write(work: () => void): boolean {
    for (const one of this.#planned) one.left--;
    const planned = [...this.#planned].find(({ left }) => left <= 0);
    if (planned === undefined) {
      this.database.write(work);
      return true;
    }
    this.#planned.delete(planned);
    planned.cut(this.database.writeUntilCut(planned.moment, work));
    return false;
  }
}
