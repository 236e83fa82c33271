import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Beat } from '../../../src/domain/operation/nodes.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { openPostgresForWriting } from '../../../src/store/postgres/open.ts';
import { BEATS_TO_DEATH } from '../../../src/store/rules/nodes/beat.ts';
import type { Store } from '../../../src/store/store.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { dropDatabase, ensureDatabase, urlOf } from './database.ts';

/** What a node says with each beat. */
export const BEAT: Beat = { url: 'http://127.0.0.1:1', key: 'a key', status: '{}', held: [], asks: [] };

/**
 * The stores of two nodes, `here` and `there`, on one database: opened before each test of the file, closed after it.
 * @param of the file, in the name of its database
 */
export const twoNodes = (of: string) => {
  const name = `${of}_${process.pid}`;
  const opened: Store[] = [];
  const open = async (node: string): Promise<Store> => {
    const store = await openStore({ kind: 'postgres', url: urlOf(name), node }, new VirtualClock());
    opened.push(store);
    return store;
  };
  const close = async (store: Store): Promise<void> => {
    opened.splice(opened.indexOf(store), 1);
    await store.close();
  };

  let stores: readonly [Store, Store] | undefined;
  beforeAll(() =>
    ensureDatabase(name, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close()),
  );
  afterAll(() => dropDatabase(name));
  beforeEach(async () => {
    stores = [await open('here'), await open('there')];
  });
  afterEach(async () => {
    for (const store of [...opened]) {
      await store.nodes.leave().catch(() => {});
      await close(store);
    }
  });

  return {
    name,
    open,
    close,
    both: (): readonly [Store, Store] => {
      if (stores === undefined) throw new Error('the nodes are not open');
      return stores;
    },
    /** Beats as often as it takes to find a node dead that no longer beats. */
    beatUntilDeath: async (store: Store) => {
      let last = await store.nodes.beat(BEAT);
      for (let beats = 0; beats < BEATS_TO_DEATH; beats++) last = await store.nodes.beat(BEAT);
      return last;
    },
  };
};
