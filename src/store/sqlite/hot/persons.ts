import type { Erasure } from '../../../domain/person.ts';
import type { Db } from '../open.ts';

/** Messages looked at in one call, so that others who read wait some tens of ms. */
const SCANNED = 50_000;

/** What is stored of one number, found, and taken out in one commit. */
export const preparePersons = (db: Db) => {
  const idsOf = db
    .prepare<[number, number, string], number>(
      'SELECT id FROM messages WHERE id > ? AND id <= ? AND recipient = ?',
    )
    .pluck();
  const stepId = db
    .prepare<[number], number>(
      `SELECT id FROM messages WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${SCANNED - 1}`,
    )
    .pluck();
  const isOpen = db.prepare<[number, string], unknown>(
    'SELECT 1 FROM messages WHERE id = ? AND recipient = ? AND final_at IS NULL',
  );
  const eraseMessage = db.prepare(
    "UPDATE messages SET recipient = ?, text = '', reference = NULL WHERE id = ? AND recipient = ?",
  );
  const eraseEvents = db.prepare('UPDATE events SET evidence = NULL WHERE message_id = ?');
  const eraseParts = db.prepare('UPDATE parts SET receipt_evidence = NULL WHERE message_id = ?');
  const count = db.prepare<[string], number>('SELECT count(*) FROM opt_outs WHERE number = ?').pluck();
  const one = (sql: string) => {
    const statement = db.prepare(sql);
    return (...values: readonly string[]): number => statement.run(...values).changes;
  };
  const removeContact = one('DELETE FROM contacts WHERE number = ?');
  const removeMemberships = one(
    'DELETE FROM list_members WHERE list_id IN (SELECT id FROM lists) AND number = ?',
  );
  const eraseInbox = one("UPDATE inbox SET sender = ?, text = '' WHERE sender = ?");
  const eraseRecipients = one('UPDATE alert_recipients SET number = ?, contact_id = NULL WHERE number = ?');
  const eraseAnswers = one("UPDATE alert_answers SET number = ?, text = '' WHERE number = ?");
  const eraseDrillTargets = one('UPDATE drill_targets SET number = ? WHERE number = ?');
  const eraseFromDrills = one(`
    UPDATE drills SET version = version + 1, definition = json_set(definition, '$.numbers', json((
      SELECT json_group_array(value) FROM json_each(definition, '$.numbers') WHERE value <> ?)))
    WHERE instr(definition, json_quote(?)) > 0`);
  const eraseEvidence = one(
    "UPDATE opt_outs SET evidence = 'kept when the person was erased' WHERE number = ?",
  );
  const eraseAuditSubject = one(
    "UPDATE audit SET subject = 'number:' || ?, detail = '{}' WHERE subject = 'number:' || ?",
  );
  const eraseAuditActor = one(
    "UPDATE audit SET actor = 'phone:' || ?, actor_name = '' WHERE actor = 'phone:' || ?",
  );
  const eraseAuditDetail = one("UPDATE audit SET detail = '{}' WHERE instr(detail, ?) > 0");
  // What names nobody else, and what no figure is made of.
  const others = [
    'DELETE FROM inbox_parts WHERE sender = ?',
    'DELETE FROM launch_codes WHERE phone = ?',
    'DELETE FROM launch_tries WHERE phone = ?',
    'DELETE FROM unmatched_refs WHERE receipt_id IN (SELECT id FROM unmatched_receipts WHERE recipient = ?)',
    'DELETE FROM unmatched_receipts WHERE recipient = ?',
    'DELETE FROM unanswered WHERE recipient = ?',
    'DELETE FROM automatic_replies WHERE number = ?',
    'DELETE FROM opt_out_log WHERE number = ?',
    'DELETE FROM happenings WHERE instr(data, ?) > 0',
    'DELETE FROM webhook_deliveries WHERE instr(data, ?) > 0',
    'DELETE FROM idempotent_answers WHERE instr(body, ?) > 0',
  ].map(one);

  return {
    /** Of some messages those to this number; `next` goes on with the following ones. */
    messagesTo: (
      number: string,
      after: number,
    ): { readonly ids: readonly number[]; readonly next: number | undefined } => {
      const through = stepId.get(after);
      return { ids: idsOf.all(after, through ?? Number.MAX_SAFE_INTEGER, number), next: through };
    },

    erasePerson: (number: string, alias: string, messages: readonly number[]): Erasure => {
      const open = messages.filter((id) => isOpen.get(id, number) !== undefined).length;
      if (open > 0) return { kind: 'open', messages: open };
      let erased = 0;
      for (const id of messages) {
        if (eraseMessage.run(alias, id, number).changes === 0) continue;
        erased += 1;
        eraseEvents.run(id);
        eraseParts.run(id);
      }
      const found = {
        contact: removeContact(number),
        memberships: removeMemberships(number),
        messages: erased,
        inbox: eraseInbox(alias, number),
        answers: eraseAnswers(alias, number),
        optOutsKept: count.get(number) ?? 0,
      };
      eraseRecipients(alias, number);
      eraseDrillTargets(alias, number);
      // Or the next exercise would write to them again.
      eraseFromDrills(number, number);
      eraseEvidence(number);
      eraseAuditSubject(alias, number);
      eraseAuditActor(alias, number);
      eraseAuditDetail(number);
      for (const remove of others) remove(number);
      return { kind: 'erased', ...found };
    },
  };
};
