import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { emptyStore, newFolder } from './files.ts';
import type { Condition, Left, Moment, SimulatedDatabase } from './simulated-database.ts';
import { watchFile, watchNoMore } from './sqlite-watch.ts';
import { type StoreFiles, tornBetween, unsyncedLost } from './torn.ts';

const MODE = 0o600;

/** A file of SQLite. It is a real one; what a power cut leaves of it is simulated, and becomes the next one's file. */
export class SimulatedSqlite implements SimulatedDatabase {
  readonly kind = 'sqlite';
  readonly #folder = newFolder();
  readonly #random: () => number;
  #lives = 0;
  #path: string;
  /** The octets of the log that are surely on the disk; undefined: all. */
  #syncedOctets: number | undefined;
  #isSyncing = true;

  /** @param damage decides what a power cut leaves */
  constructor(damage: () => number) {
    this.#random = damage;
    this.#path = this.#nextPath();
    writeFileSync(this.#path, emptyStore(), { mode: MODE });
  }

  get configured(): { readonly sqlite: string } {
    return { sqlite: this.#path };
  }

  failureOf(kind: 'no room' | 'failing disk' | 'slow disk', code: string): string | undefined {
    return kind === 'failing disk' ? code : undefined;
  }

  opened(condition: Condition): void {
    this.#isSyncing = true;
    this.#syncedOctets = undefined;
    watchFile(this.#path, {
      get failure() {
        return condition.failures[0];
      },
      syncs: (each) => {
        this.#isSyncing = each;
      },
    });
  }

  write(work: () => void): void {
    this.#noteSynced();
    work();
  }

  writeUntilCut(moment: Moment, work: () => void): Left {
    this.#noteSynced();
    const before = moment === 'after' ? undefined : this.#filesLeft();
    if (moment !== 'before') work();
    const after = moment === 'before' ? undefined : this.#filesLeft();
    const left =
      before === undefined || after === undefined
        ? (before ?? after ?? this.#filesLeft())
        : tornBetween(before, after, this.#random);
    return () => this.#lay(left);
  }

  left(): Left {
    const files = this.#filesLeft();
    return () => this.#lay(files);
  }

  leftOfCheckpoint(): Left {
    const before = this.#filesLeft();
    const other = new Database(this.#path);
    other.pragma('wal_checkpoint(PASSIVE)');
    other.close();
    const left = tornBetween(before, this.#filesLeft(), this.#random);
    return () => this.#lay(left);
  }

  /** Nobody needs to know: the next process has a file of its own after a power cut, and closed this one otherwise. */
  processEnded(): void {}

  async remove(): Promise<void> {
    watchNoMore(this.#folder);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #nextPath(): string {
    const path = join(this.#folder, `life-${++this.#lives}`, 'tocsin.db');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return path;
  }

  #noteSynced(): void {
    if (this.#isSyncing) return;
    const wal = `${this.#path}-wal`;
    this.#syncedOctets ??= existsSync(wal) ? statSync(wal).size : 0;
  }

  #filesLeft(): StoreFiles {
    const [path, wal] = [this.#path, `${this.#path}-wal`];
    const files = {
      db: existsSync(path) ? readFileSync(path) : Buffer.alloc(0),
      wal: existsSync(wal) ? readFileSync(wal) : undefined,
    };
    return this.#syncedOctets === undefined ? files : unsyncedLost(files, this.#syncedOctets, this.#random);
  }

  #lay({ db, wal }: StoreFiles): void {
    this.#path = this.#nextPath();
    writeFileSync(this.#path, db, { mode: MODE });
    if (wal !== undefined) writeFileSync(`${this.#path}-wal`, wal, { mode: MODE });
    // The file of the lock outlives the process that had the lock.
    writeFileSync(`${this.#path}-lock`, '', { mode: MODE });
    // The index of the log is never synced: whatever is in it, the next process must make a new one.
    if (this.#random() < 0.5) writeFileSync(`${this.#path}-shm`, Buffer.alloc(32_768, 0x5a), { mode: MODE });
  }
}
