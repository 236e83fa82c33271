import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ChainedRow, linkOf, sealOf } from '../../../../src/domain/operation/audit-chain.ts';
import { sha256 } from '../../../../src/store/rules/operation/audit.ts';
import { namedMigrations } from '../../../../src/store/schema/migrations.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
import { sqliteTest } from '../../../support/store/about-sqlite.ts';
import { chainIn, faultIn, faultOf, note } from '../../../support/store/chain.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const write = async (rows: number): Promise<void> => {
  for (let n = 1; n <= rows; n++) await disk.store.addAudit(note({ at: n, detail: { n } }));
};
const removeTriggers = (): void =>
  disk.fill('DROP TRIGGER audit_unchanged; DROP TRIGGER audit_cut; DROP TRIGGER audit_only_at_end;');

describe('the chain of the audit log', () => {
  test('holds for rows that were written one by one, together, and by another process', async () => {
    await write(3);
    await Promise.all([disk.store.addAudit(note()), disk.store.addAudit(note())]);
    await disk.reopen();
    await write(1);
    expect(chainIn(disk.path).rows).toHaveLength(6);
    expect(faultOf(disk.path)).toBeUndefined();
  });

  test('is as the documentation says: SHA-256 of JSON arrays', async () => {
    await write(2);
    const [first, second] = chainIn(disk.path).rows;
    if (first === undefined || second === undefined) throw new Error('no rows');
    expect(second.seals.actor).toBe(sha256(JSON.stringify([second.salts.actor, 'user:1', 'Anna'])));
    expect(second.seals.subject).toBe(sha256(JSON.stringify([second.salts.subject, 'route:orange'])));
    expect(second.seals.detail).toBe(sha256(JSON.stringify([second.salts.detail, '{"n":2}'])));
    const { actor, subject, detail } = second.seals;
    expect(second.hash).toBe(
      sha256(JSON.stringify([first.hash, 2, 2, 'route.disable', actor, subject, detail])),
    );
  });

  test('shows half a surrogate pair in a name as it is stored', async () => {
    await disk.store.addAudit(note({ actor: { id: 'x', name: 'A\ud800' }, detail: { half: '\udc00' } }));
    expect(faultOf(disk.path)).toBeUndefined();
  });

  test.each([
    ['actor', "actor = 'user:2'", 'the actor differs from its seal'],
    ['name of the actor', "actor_name = 'Eve'", 'the actor differs from its seal'],
    ['subject', "subject = 'route:other'", 'the subject differs from its seal'],
    ['detail', "detail = '{}'", 'the detail differs from its seal'],
    ['time', 'at = 7', 'its hash does not follow from row 1'],
    ['action', "action = 'x'", 'its hash does not follow from row 1'],
    ['seal', `detail_seal = '${'a'.repeat(64)}'`, 'its hash does not follow from row 1'],
    [
      'salt',
      'actor_salt = NULL',
      'the actor has no salt as after an erasure, and no row audit.erase names it',
    ],
  ])('finds a row whose %s was changed behind the triggers', async (_what, change, problem) => {
    await write(4);
    removeTriggers();
    disk.fill(`UPDATE audit SET ${change} WHERE id = 2`);
    expect(faultOf(disk.path)).toEqual({ row: 2, problem: expect.stringContaining(problem) });
  });

  test('finds a row that was removed in the middle, and rows that were removed at the beginning', async () => {
    await write(4);
    removeTriggers();
    disk.fill('DELETE FROM audit WHERE id = 2');
    expect(faultOf(disk.path)).toMatchObject({ row: 3, problem: expect.stringContaining('removed') });
    disk.fill('DELETE FROM audit WHERE id = 1');
    expect(faultOf(disk.path)).toMatchObject({ row: 3 });
  });

  test('finds a row that was inserted, also with hashes of its own', async () => {
    await write(4);
    const { rows } = chainIn(disk.path);
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error('no rows');
    const false_ = { ...second, id: 2.5, hash: linkOf(sha256, second.hash, { ...second, id: 2.5 }) };
    expect(faultIn([first, second, false_, ...rows.slice(2)])).toMatchObject({ row: 3 });
  });

  test('finds two rows that changed places', async () => {
    await write(4);
    const [a, b, c, d] = chainIn(disk.path).rows as [ChainedRow, ChainedRow, ChainedRow, ChainedRow];
    expect(faultIn([a, c, b, d])).toMatchObject({ row: 3 });
    expect(faultIn([a, { ...c, id: 2 }, { ...b, id: 3 }, d])).toMatchObject({ row: 2 });
  });

  test('finds rows that are missing at the end, if the head was told elsewhere', async () => {
    await write(4);
    const { rows, anchor } = chainIn(disk.path);
    const [, second, , last] = rows;
    expect(faultIn(rows.slice(0, 3))).toBeUndefined();
    expect(faultIn(rows.slice(0, 3), anchor, last?.hash)).toEqual({
      row: undefined,
      problem: expect.stringContaining('rows are missing at the end'),
    });
    expect(faultIn(rows, anchor, second?.hash)).toBeUndefined();
  });
});

describe('the triggers of the audit log', () => {
  beforeEach(() => write(4));

  test.each([
    ['a change of an action', "UPDATE audit SET action = 'x' WHERE id = 2", 'not changed'],
    [
      'a change of a detail that keeps its salt',
      "UPDATE audit SET detail = '[]' WHERE id = 2",
      'not changed',
    ],
    ['a change of a hash', `UPDATE audit SET hash = '${'a'.repeat(64)}' WHERE id = 2`, 'not changed'],
    ['the deletion of a row', 'DELETE FROM audit WHERE id = 4', 'deleted by age only'],
    [
      'a row between others',
      `INSERT INTO audit SELECT 0, at, actor, actor_name, action, subject, detail, actor_salt, subject_salt, detail_salt,
       actor_seal, subject_seal, detail_seal, hash FROM audit WHERE id = 2`,
      'only at its end',
    ],
    [
      'an anchor that skips rows',
      'INSERT INTO audit_anchor SELECT 1, 1, 1, id, hash FROM audit WHERE id = 3',
      'follows its oldest row',
    ],
    [
      'a row without a hash',
      "INSERT INTO audit (at, actor, actor_name, action, subject, detail) VALUES (1, 'a', 'a', 'a', 'a', '{}')",
      /NOT NULL constraint failed|violates not-null constraint/,
    ],
  ])('refuse %s', (_what, sql, why) => {
    expect(() => disk.fill(sql)).toThrow(why);
    expect(faultOf(disk.path)).toBeUndefined();
  });
});

describe('the deletion of old rows', () => {
  const purge = async (before: number): Promise<number> => {
    const span = { before, now: 100 };
    const { keys } = await disk.store.retention.oldRows('audit', span, undefined, 1000);
    return disk.store.retention.removeOld('audit', span, 0, keys);
  };

  test('cuts from the old end only, and leaves how many rows there were and the last hash', async () => {
    for (const at of [1, 2, 50, 3]) await disk.store.addAudit(note({ at }));
    const [, second] = chainIn(disk.path).rows;
    expect(await purge(10)).toBe(2);
    const { rows, anchor } = chainIn(disk.path);
    expect(anchor).toEqual({ rows: 2, throughId: 2, hash: second?.hash });
    expect(rows.map(({ at, action }) => `${at} ${action}`)).toEqual([
      '50 route.disable',
      '3 route.disable',
      '100 audit.cut',
    ]);
    expect(JSON.parse(rows.at(-1)?.detail ?? '')).toEqual(anchor);
    expect(faultIn(rows, anchor)).toBeUndefined();
    expect(await purge(60)).toBe(2);
    expect(chainIn(disk.path).anchor).toMatchObject({ rows: 4, throughId: 4 });
    expect(faultOf(disk.path)).toBeUndefined();
  });

  test('takes a row with a time in the future along with the old row after it', async () => {
    for (const at of [1, 5000, 2, 50]) await disk.store.addAudit(note({ at }));
    expect(await purge(10)).toBe(3);
    expect(faultOf(disk.path)).toBeUndefined();
  });

  test('leaves ids going on when every row is old', async () => {
    await write(3);
    await purge(10);
    await write(1);
    expect(chainIn(disk.path).rows.map(({ id }) => id)).toEqual([4, 5]);
    expect(faultOf(disk.path)).toBeUndefined();
  });

  test('is found if somebody cut the old end and moved the anchor by hand', async () => {
    await write(4);
    removeTriggers();
    disk.fill(`
      INSERT INTO audit_anchor SELECT 1, 9, 1, id, hash FROM audit WHERE id = 1;
      DELETE FROM audit WHERE id = 1;`);
    expect(faultOf(disk.path)).toEqual({
      row: undefined,
      problem: '1 rows up to row 1 are missing at the beginning, and the last row audit.cut does not say so',
    });
  });
});

describe('erasing a person', () => {
  test('takes values and salts away, names the rows, and the chain still holds', async () => {
    const phone = { id: 'phone:+33639980001', name: 'SMS' };
    await disk.store.addAudit(note({ actor: phone, subject: 'number:+33639980001', detail: { word: 'x' } }));
    await disk.store.addAudit(note({ subject: 'number:+33639980001', detail: { by: 'x' } }));
    await disk.store.addAudit(note({ detail: { to: '+33639980001' } }));
    await disk.store.addAudit(note());
    await disk.store.persons.erase('+33639980001' as never, 'erased-1', []);
    const { rows } = chainIn(disk.path);
    expect(rows.at(-1)).toMatchObject({ action: 'audit.erase', subject: 'number:erased-1' });
    expect(JSON.parse(rows.at(-1)?.detail ?? '')).toEqual({ actor: [1], subject: [1, 2], detail: [1, 2, 3] });
    expect(rows[1]).toMatchObject({ actor: 'user:1', subject: 'number:erased-1', detail: '{}' });
    expect(rows[1]?.salts).toEqual({ actor: expect.any(String), subject: null, detail: null });
    expect(rows[3]?.salts.detail).toEqual(expect.any(String));
    expect(JSON.stringify(rows)).not.toContain('+33639980001');
    expect(faultOf(disk.path)).toBeUndefined();
    // What was not erased of the row is still held by its seal.
    removeTriggers();
    disk.fill("UPDATE audit SET actor = 'user:9' WHERE id = 2");
    expect(faultOf(disk.path)).toMatchObject({ row: 2 });
  });
});

sqliteTest(
  'a log of before the chain gets its chain at the upgrade, with its ids, also after a crash half way',
  () => {
    const db = new Database(`${disk.path}.old`);
    const names = Object.keys(namedMigrations);
    const before = names.indexOf('auditChain');
    for (const sql of Object.values(namedMigrations).slice(0, before)) db.exec(sql);
    db.pragma(`user_version = ${before}`);
    const add = db.prepare(`INSERT INTO audit (at, actor, actor_name, action, subject, detail)
                          VALUES (?, 'user:1', 'Anna', 'route.disable', 'route:orange', '{}')`);
    db.transaction(() => {
      for (let n = 0; n < 2500; n++) add.run(n);
      db.exec('DELETE FROM audit WHERE id <= 10 OR id > 2490');
    })();
    // The migration, and a first piece, then the process ends.
    for (const sql of Object.values(namedMigrations).slice(before)) db.exec(sql);
    db.pragma(`user_version = ${names.length}`);
    db.close();
    const opened = openForWriting(`${disk.path}.old`);
    opened.close();
    const { rows } = chainIn(`${disk.path}.old`);
    expect([rows.length, rows[0]?.id, rows.at(-1)?.id]).toEqual([2480, 11, 2490]);
    expect(faultIn(rows)).toBeUndefined();
    const again = new Database(`${disk.path}.old`);
    expect(again.prepare("SELECT name FROM sqlite_schema WHERE name = 'audit_unchained'").all()).toEqual([]);
    expect(again.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").pluck().get()).toBe(2500);
    again.close();
  },
);

test('a seal needs its salt: another salt gives another seal', () => {
  const values = { actor: 'a', actorName: 'b', subject: 'c', detail: '{}' };
  expect(sealOf(sha256, 'actor', '1', values)).not.toBe(sealOf(sha256, 'actor', '2', values));
});
