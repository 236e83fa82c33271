import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { PostgresDb } from '../../../../src/store/postgres/postgres-db.ts';
import { prepareBeat } from '../../../../src/store/rules/nodes/beat.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { T0 } from '../../../support/store/messages.ts';

const NAME = `beat_${process.pid}`;
const GONE = 9;
let db: PostgresDb;

beforeAll(async () => {
  await ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
  db = openPostgresForWriting({ kind: 'postgres', url: urlOf(NAME), node: 'here' });
  db.begin();
  db.exec(`
    INSERT INTO messages (id, recipient, sender, text, priority, lane, encoding, flash, parts, created_at, due_at,
      valid_until, on_uncertain, owner, state, node)
    VALUES (1, '+33639980001', 's', 't', 2, 1, 0, 0, 1, ${T0}, ${T0}, ${T0 + 1e9}, 0, 'o', 1, ${GONE})`);
  db.commit();
});
afterAll(async () => {
  db.close();
  await dropDatabase(NAME);
});

test('what a dead node was sending is taken over by the beat that is committed, not by one that was rolled back or lost', () => {
  const { beat } = prepareBeat(db);
  const adoptedBy = (end: 'commit' | 'rollback') => {
    db.begin();
    const said = beat({ url: 'http://127.0.0.1:1', key: 'k', status: '{}', held: [], asks: [] });
    db[end]();
    return said.adopted;
  };
  expect(adoptedBy('rollback')).toEqual([1]);
  expect(adoptedBy('rollback')).toEqual([1]);
  expect(adoptedBy('commit')).toEqual([1]);
  expect(adoptedBy('commit')).toEqual([]);
  // A standby that had not heard of the last beats is the server now.
  db.begin();
  db.exec(`UPDATE nodes SET beat = beat - 2; UPDATE messages SET node = ${GONE}`);
  db.commit();
  expect(adoptedBy('commit')).toEqual([1]);
});
