import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from '../../../src/domain/messages/intake-limits.ts';
import type { Store } from '../../../src/store/store.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { openBehind } from './behind-the-store.ts';
import { openSqliteStore } from './sqlite-store.ts';

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

  /** Writes directly into the database what would take too long through the store. */
  fill(sql: string): void {
    using db = openBehind(this.path);
    db.exec(sql);
  }

  /** Deletes a group of people behind the store's back, which refuses that while something uses the group. */
  tearOut(table: 'lists' | 'segments' | 'areas' | 'rosters', id: number): void {
    this.fill(`DELETE FROM ${table} WHERE id = ${id}`);
    if (table === 'lists') this.fill(`DELETE FROM list_members WHERE list_id = ${id}`);
  }

  /** Changes fields of the drafts of all alerts; one that is undefined is removed. */
  changeDrafts(fields: object): void {
    using db = openBehind(this.path);
    const change = db.prepare('UPDATE alerts SET draft = ? WHERE id = ?');
    const drafts = db.prepare<[], { id: number; draft: string }>('SELECT id, draft FROM alerts').all();
    for (const { id, draft } of drafts) change.run(JSON.stringify({ ...JSON.parse(draft), ...fields }), id);
  }

  async remove(): Promise<void> {
    await this.#store.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
