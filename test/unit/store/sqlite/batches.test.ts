import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import type { Db } from '../../../../src/store/db.ts';
import { Batches } from '../../../../src/store/thread/batches.ts';
import type { Call } from '../../../../src/store/thread/protocol.ts';
import { openBehind } from '../../../support/store/behind-the-store.ts';
import { newMessage } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let db: Db;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  db = openBehind(disk.path);
});
afterEach(async () => {
  db.close();
  await disk.remove();
});

const enqueue = (id: number): Call => ['enqueue', [[{ ...newMessage(), id }]]];
/** The database, of which the first commit loses a deadlock to another program. */
const deadlockedOnce = (): Db => {
  let commits = 0;
  const commit = (): void => {
    if (commits++ === 0) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    db.commit();
  };
  return new Proxy({} as Db, {
    get: (_, name) => {
      if (name === 'commit') return commit;
      const value: unknown = Reflect.get(db, name, db);
      return typeof value === 'function' ? value.bind(db) : value;
    },
  });
};
const stored = () => db.prepare('SELECT id FROM messages ORDER BY id').pluck().all();

test.each([1, 2])('%i calls that the database rolled back for another program are run once more', (count) => {
  const calls = Array.from({ length: count }, (_, index) => enqueue(index + 1));
  const results = new Batches(deadlockedOnce(), DEFAULT_INTAKE_LIMITS).run(calls, () => undefined);
  expect(results.map((result) => 'value' in result)).toEqual(calls.map(() => true));
  expect(stored()).toEqual(calls.map((_, index) => index + 1));
});

describe('calls to the store that come while a transaction is open', () => {
  test('are committed in that transaction, and answered after the earlier calls', () => {
    const coming = [[enqueue(2)], [enqueue(3), enqueue(4)]];
    let open = 0;
    const results = new Batches(db, DEFAULT_INTAKE_LIMITS).run([enqueue(1)], () => {
      open += db.inTransaction ? 1 : 0;
      return coming.shift();
    });
    expect(results).toHaveLength(4);
    expect(results.every((result) => 'value' in result)).toBe(true);
    expect([open, stored()]).toEqual([3, [1, 2, 3, 4]]);
  });

  test('fail alone: earlier calls are committed once, and later ones are left to the next transaction', () => {
    const coming = [[enqueue(1)], [enqueue(2)]];
    const results = new Batches(db, DEFAULT_INTAKE_LIMITS).run([enqueue(1)], () => coming.shift());
    expect(results.map((result) => 'value' in result)).toEqual([true, false]);
    expect(stored()).toEqual([1]);
    // What was not taken in is left to the next transaction.
    expect(coming).toHaveLength(1);
  });
});
