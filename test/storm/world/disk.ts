import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { watchFile } from './sqlite-watch.ts';
import { type StoreFiles, tornBetween, unsyncedLost } from './torn.ts';

/** before, within or after a commit, but before the answer to its callers is on its way. */
export type Moment = 'before' | 'within' | 'after';

/** How a disk differs from one that is well. */
export interface DiskState {
  readonly freeBytes?: number;
  /** See `Watcher.failure`. */
  readonly failure?: string;
  /** The longest time that a transaction takes to be written and synced, ms. */
  readonly slowMs?: number;
}

interface PlannedCut {
  /** How many transactions are still to come, that one included. */
  left: number;
  readonly moment: Moment;
  readonly cut: (left: StoreFiles) => void;
}

const PLENTY = 100e9;
const USUAL_MS = 4;

const readFiles = (path: string): StoreFiles => ({
  db: existsSync(path) ? readFileSync(path) : Buffer.alloc(0),
  wal: existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : undefined,
});

/** The disk of the machine that the gateway runs on. Its files are real ones; what it does to them is simulated. */
export class Disk {
  /** The faults that it has now. */
  readonly faults = new Set<DiskState>();
  readonly #pace: () => number;
  readonly #random: () => number;
  readonly #planned = new Set<PlannedCut>();
  /** The octets of the log that are surely on the disk; undefined: all. */
  #syncedOctets: number | undefined;
  #isSyncing = true;

  /** @param pace decides how long each batch takes @param damage decides what a power cut leaves */
  constructor(pace: () => number, damage: () => number) {
    this.#pace = pace;
    this.#random = damage;
  }

  /** What `Machine.freeBytes` measures. */
  get freeBytes(): number {
    return Math.min(PLENTY, ...[...this.faults].map(({ freeBytes }) => freeBytes ?? PLENTY));
  }

  /** See `Watcher.failure`. */
  get failure(): string | undefined {
    return [...this.faults].find(({ failure }) => failure !== undefined)?.failure;
  }

  /** How long the next batch takes, ms. */
  paceMs(readOnly: boolean): number {
    const roll = this.#pace();
    const slowMs = Math.max(0, ...[...this.faults].map((one) => one.slowMs ?? 0));
    if (readOnly || slowMs === 0) return Math.floor(roll * USUAL_MS);
    return Math.floor(slowMs * (0.3 + 0.7 * roll));
  }

  /** A process opens the file for writing. */
  opened(path: string): void {
    this.#isSyncing = true;
    this.#syncedOctets = undefined;
    const disk = this;
    watchFile(path, {
      get failure() {
        return disk.failure;
      },
      syncs: (each) => {
        disk.#isSyncing = each;
      },
    });
  }

  /** Cuts the power at the n-th transaction from now. Returns a function that takes the plan back. */
  cutAtCommit(n: number, moment: Moment, cut: (left: StoreFiles) => void): () => void {
    const planned: PlannedCut = { left: n, moment, cut };
    this.#planned.add(planned);
    return () => this.#planned.delete(planned);
  }

  /** Does what writes the file, or cuts the power on the way. Returns false if the power is off. */
  write(path: string, work: () => void): boolean {
    if (!this.#isSyncing) this.#syncedOctets ??= existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0;
    for (const one of this.#planned) one.left--;
    const planned = [...this.#planned].find(({ left }) => left <= 0);
    if (planned === undefined) {
      work();
      return true;
    }
    this.#planned.delete(planned);
    const before = planned.moment === 'after' ? undefined : this.left(path);
    if (planned.moment !== 'before') work();
    const after = planned.moment === 'before' ? undefined : this.left(path);
    if (before === undefined || after === undefined) planned.cut(before ?? after ?? this.left(path));
    else planned.cut(tornBetween(before, after, this.#random));
    return false;
  }

  /** What a power cut would leave of a store now. */
  left(path: string): StoreFiles {
    const files = readFiles(path);
    return this.#syncedOctets === undefined ? files : unsyncedLost(files, this.#syncedOctets, this.#random);
  }

  /** What a power cut leaves while another program moves the log into the main file. */
  leftOfCheckpoint(path: string): StoreFiles {
    const before = this.left(path);
    const other = new Database(path);
    other.pragma('wal_checkpoint(PASSIVE)');
    other.close();
    return tornBetween(before, this.left(path), this.#random);
  }

  /** Lays the files of a store down for the next process, as they were found when the power was back. */
  lay(path: string, { db, wal }: StoreFiles): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const mode = 0o600;
    writeFileSync(path, db, { mode });
    if (wal !== undefined) writeFileSync(`${path}-wal`, wal, { mode });
    // The file of the lock outlives the process that had the lock.
    writeFileSync(`${path}-lock`, '', { mode });
    // The index of the log is never synced: whatever is in it, the next process must make a new one.
    if (this.#random() < 0.5) writeFileSync(`${path}-shm`, Buffer.alloc(32_768, 0x5a), { mode });
  }
}
