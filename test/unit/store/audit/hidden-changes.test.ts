import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chainIn, faultOf, note } from '../../../support/store/chain.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const PHONE = '+33639980001';

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const behindTriggers = (sql: string): void =>
  disk.fill(`DROP TRIGGER audit_unchanged; DROP TRIGGER audit_cut; DROP TRIGGER audit_only_at_end;
             DROP TRIGGER audit_anchor_begins; ${sql}`);

test('a beginning that was cut by hand is found also if the anchor says that no row was cut', async () => {
  for (let n = 1; n <= 4; n++) await disk.store.addAudit(note({ at: n }));
  behindTriggers(`
    INSERT INTO audit_anchor SELECT 1, 9, 0, id, hash FROM audit WHERE id = 2;
    DELETE FROM audit WHERE id <= 2;`);
  expect(faultOf(disk.path)).toEqual({
    row: undefined,
    problem: expect.stringContaining('rows up to row 2 are missing at the beginning'),
  });
});

describe('of a row of which a person was erased, the verifier finds', () => {
  beforeEach(async () => {
    const actor = { id: `phone:${PHONE}`, name: 'SMS' };
    await disk.store.addAudit(note({ actor, subject: `number:${PHONE}`, detail: { word: 'x' } }));
    await disk.store.persons.erase(PHONE as never, 'erased-1', []);
    expect(chainIn(disk.path).rows[0]).toMatchObject({ actor: 'phone:erased-1', detail: '{}' });
    expect(faultOf(disk.path)).toBeUndefined();
  });

  test.each([
    ['an actor', "actor = 'user:9'"],
    ['a name', "actor_name = 'Eve'"],
    ['a subject', "subject = 'number:erased-2'"],
    ['a detail', `detail = '{"lists":[1]}'`],
  ])('%s that was put in the place of the erased one', async (_what, change) => {
    behindTriggers(`UPDATE audit SET ${change} WHERE id = 1`);
    expect(faultOf(disk.path)).toEqual({
      row: 1,
      problem: expect.stringContaining('was erased, and something else was written there'),
    });
  });
});
