import type { ContactData } from '../../../domain/people/contact.ts';
import type { Removal } from '../../../kernel/named.ts';
import type { Db } from '../../db.ts';
import { KEPT_LISTS } from '../../rows/bin-rows.ts';

interface Row {
  readonly number: string;
  readonly version: number;
}

/** How many members of a list one call deletes. The limit keeps the wait of other writes to some tens of ms. */
const DROPPED = 5000;
/** How many contacts one call reads. The limit keeps the wait of other readers to some tens of ms. */
const SCANNED = 25_000;

/** Changes of a contact and of its memberships, which are stored by its number. */
export const prepareContacts = (db: Db) => {
  const find = db.prepare<[number], Row>('SELECT number, version FROM contacts WHERE id = ?');
  const findNumber = db.prepare<[string], { id: number }>('SELECT id FROM contacts WHERE number = ?');
  const update = db.prepare(`
    UPDATE contacts SET number = ?, name = ?, language = ?, attributes = ?, lat = ?, lon = ?, postal_code = ?, source = ?,
      updated_at = ?, version = version + 1
    WHERE id = ?`);
  const remove = db.prepare('DELETE FROM contacts WHERE id = ?');
  // Asks list by list: lists are few, and the primary key (list, number) makes each a single lookup.
  const moveMember = db.prepare(
    `UPDATE list_members SET number = ? WHERE list_id IN ${KEPT_LISTS} AND number = ?`,
  );
  // What the new number has already gives way to what comes from the old one.
  const clearMember = db.prepare(`
    DELETE FROM list_members WHERE list_id IN ${KEPT_LISTS} AND number = ? AND EXISTS (
      SELECT 1 FROM list_members old WHERE old.list_id = list_members.list_id AND old.number = ?)`);
  const moveProofs = db.prepare('UPDATE opt_in_proofs SET number = ? WHERE number = ?');
  const clearProofs = db.prepare(`
    DELETE FROM opt_in_proofs WHERE number = ? AND EXISTS (
      SELECT 1 FROM opt_in_proofs old WHERE old.number = ? AND old.list_id = opt_in_proofs.list_id)`);
  // The old number keeps its opt-outs, since it may become the number of a contact again.
  const copyOptOuts = db.prepare(`
    INSERT INTO opt_outs (number, list_id, source, evidence, at)
    SELECT ?, list_id, source, evidence, at FROM opt_outs WHERE number = ? ON CONFLICT DO NOTHING`);
  const removeMember = db.prepare(`DELETE FROM list_members WHERE list_id IN ${KEPT_LISTS} AND number = ?`);
  const dropMembers = db.prepare(`
    DELETE FROM list_members WHERE (list_id, number) IN (
      SELECT list_id, number FROM list_members WHERE list_id = ? LIMIT ${DROPPED})`);

  const isOther = (row: Row, version: number | undefined): boolean =>
    version !== undefined && row.version !== version;

  // Steps from list to list in the index, instead of reading all members.
  const listsGone = db
    .prepare<[], number>(`
      WITH RECURSIVE ids (id) AS (
        SELECT min(list_id) FROM list_members
        UNION ALL
        SELECT (SELECT min(list_id) FROM list_members WHERE list_id > ids.id) FROM ids WHERE ids.id IS NOT NULL)
      SELECT id FROM ids WHERE id IS NOT NULL AND id NOT IN ${KEPT_LISTS}`)
    .pluck();
  const namesIn = db
    .prepare<[number, number], string>(
      `SELECT DISTINCT j.key FROM contacts c NOT INDEXED, json_each(c.attributes) j WHERE c.id > ? AND c.id <= ?`,
    )
    .pluck();
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM contacts').pluck();

  return {
    /**
     * The names of the attributes of the next contacts, in the order of their ids. `next` is the `after` of the next
     * call, undefined at the end.
     */
    attributeNames: (
      after: number,
    ): { readonly names: readonly string[]; readonly next: number | undefined } => {
      const through = after + SCANNED;
      return {
        names: namesIn.all(after, through),
        next: through < (lastId.get() ?? 0) ? through : undefined,
      };
    },

    replaceContact: (
      id: number,
      data: ContactData,
      version: number | undefined,
      nowMs: number,
    ): 'done' | 'unknown' | 'changed' | 'taken' => {
      const row = find.get(id);
      if (row === undefined) return 'unknown';
      if (isOther(row, version)) return 'changed';
      if ((findNumber.get(data.number)?.id ?? id) !== id) return 'taken';
      update.run(
        data.number,
        data.name ?? null,
        data.language ?? null,
        JSON.stringify(data.attributes),
        data.position?.lat ?? null,
        data.position?.lon ?? null,
        data.postalCode ?? null,
        data.source,
        nowMs,
        id,
      );
      if (data.number !== row.number) {
        clearMember.run(data.number, row.number);
        moveMember.run(data.number, row.number);
        clearProofs.run(data.number, row.number);
        moveProofs.run(data.number, row.number);
        copyOptOuts.run(data.number, row.number);
      }
      return 'done';
    },

    removeContact: (id: number, version: number | undefined): Removal => {
      const row = find.get(id);
      if (row === undefined) return 'unknown';
      if (isOther(row, version)) return 'changed';
      removeMember.run(row.number);
      remove.run(id);
      return 'removed';
    },

    /** The ids of deleted lists that still have members. */
    listsGone: (): readonly number[] => listsGone.all(),

    /** Deletes some members of a deleted list; false once none is left. */
    dropMembers: (listId: number): boolean => dropMembers.run(listId).changes === DROPPED,
  };
};
