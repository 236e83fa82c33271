import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../../src/store/open-store.ts';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { Store } from '../../../../src/store/store.ts';
import { serverUrl } from '../../../support/postgres/address.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { PostgresProxy } from '../../../support/postgres/proxy.ts';
import { freshLane, newMessage } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** The key of the lock of all writers. */
const WRITES = 0x746f_6373;
/** In so many ms each call is answered: what docs/postgres.md promises. */
const LONGEST_MS = 120_000;
/** Longer than a gateway that runs waits for a statement, s. */
const LONG_S = 32;
/** After which a test hangs for sure. */
const TIMEOUT_MS = 180_000;
const REFUSED = { code: 'storeUnavailable' };

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

/** A gateway's store, and another program that holds locks of its database. */
class HeldUp implements AsyncDisposable {
  readonly proxy: PostgresProxy;
  readonly store: Store;
  readonly other: pg.Client;
  readonly #name: string;

  private constructor(name: string, proxy: PostgresProxy, store: Store, other: pg.Client) {
    this.#name = name;
    this.proxy = proxy;
    this.store = store;
    this.other = other;
  }

  static async open(name: string): Promise<HeldUp> {
    await ensureDatabase(name, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
    const proxy = await PostgresProxy.open(urlOf(name));
    const store = await openStore({ kind: 'postgres', url: proxy.url, isSole: true }, new VirtualClock());
    return new HeldUp(name, proxy, store, await connected(urlOf(name)));
  }

  put(): Promise<unknown> {
    return this.store.enqueue([newMessage({ lane: freshLane() })]);
  }

  get(): Promise<unknown> {
    return this.store.get(newMessage().id);
  }

  /** Holds up all statements about messages until `letGo`. */
  async holdUp(): Promise<void> {
    await this.other.query(`BEGIN; LOCK TABLE messages IN ACCESS EXCLUSIVE MODE;
      SELECT pg_advisory_xact_lock(${WRITES})`);
  }

  async letGo(): Promise<void> {
    await this.other.query('ROLLBACK');
  }

  /** Resolves once so many connections wait for a lock. */
  async areHeldUp(connections: number): Promise<void> {
    const waiting = `SELECT FROM pg_locks WHERE NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    while ((await this.other.query(waiting)).rowCount !== connections) await pause(20);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.other.end();
    this.proxy.keepMute(0);
    await this.store.close();
    await this.proxy[Symbol.asyncDispose]();
    await dropDatabase(this.#name);
  }
}

describe.concurrent('while another program holds up statements', () => {
  test(
    'one greeting that the server misses refuses no call, and gives up no read',
    async () => {
      await using rig = await HeldUp.open(`held_up_1_${process.pid}`);
      await rig.holdUp();
      // One of each thread.
      rig.proxy.keepMute(2);
      const greetings = rig.proxy.opened(6);
      const begun = [rig.put(), rig.get()];
      await rig.areHeldUp(2);
      const all = Promise.all([...begun, rig.put(), rig.get()]);
      // Three greetings of each take longer than a silent server is waited for.
      await Promise.race([greetings, all]);
      await rig.letGo();
      expect(await all).toHaveLength(4);
    },
    TIMEOUT_MS,
  );

  test(
    'calls are refused once the server has missed two greetings, and are waited for again once it greets',
    async () => {
      await using rig = await HeldUp.open(`held_up_2_${process.pid}`);
      await rig.holdUp();
      rig.proxy.keepMute(Number.POSITIVE_INFINITY);
      const begun = rig.put();
      await rig.areHeldUp(1);
      await expect(rig.put()).rejects.toMatchObject(REFUSED);
      rig.proxy.keepMute(0);
      // When the second one begins, the first one was heard for sure.
      expect(await rig.proxy.opened(2)).toEqual(['tocsin asks', 'tocsin asks']);
      const waiting = rig.put();
      await Promise.race([rig.proxy.opened(1), waiting]);
      await rig.letGo();
      await Promise.all([begun, waiting]);
    },
    TIMEOUT_MS,
  );

  test(
    'by a lock of the table that shows whether the database takes writes, each call is refused in time',
    async () => {
      await using rig = await HeldUp.open(`held_up_3_${process.pid}`);
      rig.proxy.goAway();
      await expect(rig.put()).rejects.toMatchObject(REFUSED);
      rig.proxy.comeBack();
      await rig.other.query('BEGIN; LOCK TABLE tocsin_schema IN SHARE MODE');
      const fromMs = performance.now();
      await expect(rig.put()).rejects.toMatchObject(REFUSED);
      expect(performance.now() - fromMs).toBeLessThan(LONGEST_MS);
      await rig.letGo();
      await rig.put();
    },
    TIMEOUT_MS,
  );

  test(
    'of a migration, it is waited for, longer than a gateway that runs waits',
    async () => {
      const name = `held_up_4_${process.pid}`;
      const server = await connected(serverUrl());
      await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
      const other = await connected(urlOf(name));
      try {
        // The server makes no table of a name that another transaction may yet have made.
        await other.query('BEGIN; CREATE TABLE lanes (lane BIGINT)');
        const opening = openStore({ kind: 'postgres', url: urlOf(name) }, new VirtualClock());
        await Promise.race([opening, other.query(`SELECT pg_sleep(${LONG_S})`)]);
        await other.query('ROLLBACK');
        await (await opening).close();
      } finally {
        await other.end();
        await server.end();
        await dropDatabase(name);
      }
    },
    TIMEOUT_MS,
  );
});
