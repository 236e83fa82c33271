import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from '../../../src/domain/messages/intake-limits.ts';
import { openPostgresForWriting } from '../../../src/store/postgres/open.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { isOnPostgres, urlInsteadOf } from '../postgres/instead-of-file.ts';
import { VirtualClock } from '../virtual-clock.ts';

/** A store on a real SQLite file in a folder of its own. */
export class StoreOnDisk {
  readonly clock: VirtualClock;
  readonly path: string;
  readonly #folder: string;
  readonly #limits: IntakeLimits;
  #store: Store;

  private constructor(folder: string, path: string, store: Store, clock: VirtualClock, limits: IntakeLimits) {
    this.#limits = limits;
    this.#folder = folder;
    this.path = path;
    this.#store = store;
    this.clock = clock;
  }

  static async open(limits: IntakeLimits = DEFAULT_INTAKE_LIMITS): Promise<StoreOnDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-store-'));
    const path = join(folder, 'tocsin.db');
    const clock = new VirtualClock();
    return new StoreOnDisk(folder, path, await openSqliteStore(path, clock, { limits }), clock, limits);
  }

  get store(): Store {
    return this.#store;
  }

  /** Closes the store and opens it again, as a restart of the gateway does. */
  async reopen(): Promise<Store> {
    await this.#store.close();
    this.#store = await openSqliteStore(this.path, this.clock, { limits: this.#limits });
    return this.#store;
  }

  /** Writes directly into the file what would take too long through the store. */
  fill(sql: string): void {
    const db = isOnPostgres() ? openPostgresForWriting(urlInsteadOf(this.path)) : new Database(this.path);
    db.exec(sql);
    db.close();
  }

  /** Deletes a group of people behind the store's back, which refuses that while something uses the group. */
  tearOut(table: 'lists' | 'segments' | 'areas' | 'rosters', id: number): void {
    this.fill(`DELETE FROM ${table} WHERE id = ${id}`);
    if (table === 'lists') this.fill(`DELETE FROM list_members WHERE list_id = ${id}`);
  }

  async remove(): Promise<void> {
    await this.#store.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
