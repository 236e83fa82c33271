import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';
import { openBehind } from '../../support/store/behind-the-store.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
afterAll(() => rig.close());

const who = numberAt(1);

describe('the number of an erased person in another text or definition', () => {
  test('is reported in whatever form it is written, so that an operator can remove it', async () => {
    const audience = { include: [{ numbers: [who, numberAt(2)] }] };
    using db = openBehind(rig.disk.path);
    const keep = (table: string, id: number, name: string, definition: unknown) =>
      db
        .prepare(`INSERT INTO ${table} (id, name, definition, created_at) VALUES (?, ?, ?, 0)`)
        .run(id, name, JSON.stringify(definition));
    keep('segments', 4, 'a', { field: 'number', op: 'in', value: [who] });
    keep('segments', 5, 'b', { field: 'number', op: 'eq', value: numberAt(2) });
    keep('scenarios', 6, 'c', { audience });
    keep('templates', 7, 'd', { text: 'Appelez le 06 39\u202f98 00\u00a001.' });
    keep('keywords', 8, 'e', { reply: '+33 (0)6.39.98.00.01' });
    keep('lists', 9, `with ${who}`, { kind: 'emergency' });
    const alert = db.prepare(
      `INSERT INTO alerts (id, state, draft, created_at, created_by, created_name, updated_at)
         VALUES (?, 'draft', ?, 0, 't', 't', 0)`,
    );
    alert.run(10, JSON.stringify({ audience }));
    alert.run(11, JSON.stringify({ audience: { include: [{ list: 99 }] } }));
    alert.run(12, '{}');
    db.prepare(
      `INSERT INTO alert_waves (alert_id, wave, kind, target, content, given, started_at, valid_until, mark, expected, recipients)
         VALUES (12, 1, 'first', 'audience', ?, '{}', 0, 0, 0, 0, 0)`,
    ).run(JSON.stringify({ text: who }));
    const erased = await rig.ask('POST', `/v1/people/${who}/erase`, undefined, {}, 'admin');
    expect(erased.json().mentions).toEqual([
      { kind: 'list', id: 9 },
      { kind: 'segment', id: 4 },
      { kind: 'template', id: 7 },
      { kind: 'scenario', id: 6 },
      { kind: 'keyword', id: 8 },
      { kind: 'alert', id: 12 },
      { kind: 'alert', id: 10 },
    ]);
  });

  test('is erased from notes of officers and from the bin, as people write it, and from no other', async () => {
    const other = numberAt(3);
    using db = openBehind(rig.disk.path);
    const note = db.prepare(
      "INSERT INTO alert_log (id, alert_id, at, actor, actor_name, action, detail) VALUES (?, 12, 0, 'a', 'a', 'note', ?)",
    );
    note.run(901, 'Rappeler le 06 39 98 00 03, ne marche pas');
    note.run(902, 'Rappeler le 06 39 98 00 04');
    db.prepare(
      `INSERT INTO case_log (id, case_id, at, actor, actor_name, action, detail)
         VALUES (903, 77, 0, 'a', 'a', 'note', ?)`,
    ).run(JSON.stringify({ text: 'son voisin : +33 (0)6.39.98.00.03' }));
    const bin = db.prepare(
      `INSERT INTO bin (id, kind, thing, name, definition, created_at, version, removed_at, removed_by, removed_name)
         VALUES (?, 'template', ?, ?, ?, 0, 1, 0, 'a', 'a')`,
    );
    bin.run(904, 1, 'a', JSON.stringify({ text: 'Appelez le 06 39 98 00 03.' }));
    bin.run(905, 2, 'pour le 06 39 98 00 03', '{}');
    bin.run(906, 3, 'c', JSON.stringify({ text: 'Appelez le 06 39 98 00 04.' }));
    await rig.ask('POST', `/v1/people/${other}/erase`, undefined, {}, 'admin');
    const left = (table: string) =>
      db
        .prepare<[], { id: number; detail: string | null }>(
          `SELECT * FROM ${table} WHERE id > 900 ORDER BY id`,
        )
        .all();
    expect(left('alert_log')).toMatchObject([
      { id: 901, detail: null },
      { id: 902, detail: 'Rappeler le 06 39 98 00 04' },
    ]);
    expect(left('case_log')).toMatchObject([{ id: 903, detail: '{}' }]);
    expect(left('bin')).toMatchObject([{ id: 906 }]);
  });

  test('may be in a file that waits to be imported: it is not searched, so the import is mentioned', async () => {
    const csv = `number\n${numberAt(5)}\n`;
    const waits = await rig.upload(csv, '?dryRun=true');
    await rig.upload(csv);
    const erased = await rig.ask('POST', `/v1/people/${numberAt(5)}/erase`, undefined, {}, 'admin');
    expect(erased.json().mentions).toEqual([{ kind: 'import', id: waits['id'] }]);
  });

  test('is exported with its memberships of lists in the bin, since they can be restored', async () => {
    const list = (await rig.ask('POST', '/v1/lists', { name: 'bin', kind: 'emergency' })).json().id;
    await rig.ask('POST', '/v1/contacts', { number: numberAt(6) });
    const said = { consent: 'given', consentSource: 'form' };
    await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(6)}`, said);
    expect((await rig.ask('DELETE', `/v1/lists/${list}`)).statusCode).toBe(204);
    const found = await rig.ask('GET', `/v1/people/${numberAt(6)}/export`, undefined, {}, 'admin');
    expect(found.json().memberships).toMatchObject([{ list, ...said }]);
  });
});
