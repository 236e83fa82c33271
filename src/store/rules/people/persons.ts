import { callReference, INBOUND_OWNER } from '../../../domain/inbound/inbound-repository.ts';
import { formatMessageId, type MessageId } from '../../../domain/messages/message-id.ts';
import type { Erasure } from '../../../domain/people/person.ts';
import type { Db } from '../../db.ts';
import { KEPT_LISTS } from '../../rows/bin-rows.ts';
import { prepareEraseFromRosters } from '../duty/erase-from-rosters.ts';
import { prepareInBlocks } from '../queue/number-blocks.ts';
import { steady } from '../steady.ts';
import { prepareEraseFromAudit } from './erase-from-audit.ts';
import { prepareEraseFromDrills } from './erase-from-drills.ts';
import { prepareEraseFromNotes } from './erase-from-notes.ts';
import { prepareEraseReferences } from './erase-references.ts';

/**
 * How many messages without a block `messagesTo` looks at in one run. The limit keeps the wait of other readers to some
 * tens of ms.
 */
const SCANNED = 50_000;

/**
 * SQL condition for rows of the inbox from a person: a row that was handled has the number as E.164; any other has it
 * only as the carrier wrote it.
 */
const FROM_PERSON = '(number = ? OR (number IS NULL AND sender IN (SELECT value FROM json_each(?))))';

/**
 * Finds what is stored about one number, and erases it in one commit. `erasure-columns.ts` says for each column
 * whether it must be erased.
 */
export const preparePersons = (db: Db) => {
  const idsOf = db
    .prepare<[number, number, string], number>(
      'SELECT id FROM messages WHERE id > ? AND id <= ? AND recipient = ? ORDER BY id',
    )
    .pluck();
  const stepId = db
    .prepare<[number], number>(
      `SELECT id FROM messages WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${SCANNED - 1}`,
    )
    .pluck();
  const nextBlocks = prepareInBlocks(db);
  const isOpen = db.prepare<[number], unknown>('SELECT 1 FROM messages WHERE id = ? AND final_at IS NULL');
  const isTo = db.prepare<[number, string], unknown>('SELECT 1 FROM messages WHERE id = ? AND recipient = ?');
  const writtenBy = db
    .prepare<[string, string, string], number>(
      steady(
        `SELECT id FROM inbox WHERE ${FROM_PERSON} UNION SELECT inbox_id FROM alert_answers WHERE number = ?
         ORDER BY 1`,
      ),
    )
    .pluck();
  const callsAbout = db
    .prepare<[string], number>(
      steady(`SELECT id FROM messages WHERE reference = ? AND owner = '${INBOUND_OWNER}' ORDER BY id`),
    )
    .pluck();
  const eraseMessage = db.prepare(
    "UPDATE messages SET recipient = ?, text = '', reference = NULL, receipt_evidence = NULL WHERE id = ? AND recipient = ?",
  );
  const eraseCall = db.prepare("UPDATE messages SET text = '', receipt_evidence = NULL WHERE id = ?");
  const eraseEvents = db.prepare('UPDATE events SET evidence = NULL WHERE message_id = ?');
  const eraseParts = db.prepare('UPDATE parts SET receipt_evidence = NULL WHERE message_id = ?');
  const count = db.prepare<[string], number>('SELECT count(*) FROM opt_outs WHERE number = ?').pluck();
  const one = (sql: string) => {
    const statement = db.prepare(sql);
    return (...values: readonly string[]): number => statement.run(...values).changes;
  };
  const removeContact = one('DELETE FROM contacts WHERE number = ?');
  const removeMemberships = one(`DELETE FROM list_members WHERE list_id IN ${KEPT_LISTS} AND number = ?`);
  const eraseInbox = one(`UPDATE inbox SET sender = ?, number = NULL, text = '' WHERE ${FROM_PERSON}`);
  const eraseRecipients = one('UPDATE alert_recipients SET number = ?, contact_id = NULL WHERE number = ?');
  const eraseAnswers = one("UPDATE alert_answers SET number = ?, text = '' WHERE number = ?");
  const caseIds = db
    .prepare<[string], number>('SELECT id FROM cases WHERE number = ? AND number IS NOT NULL')
    .pluck();
  const eraseCaseLog = db.prepare(`
    UPDATE case_log SET detail = '{}', actor = CASE WHEN instr(actor, 'phone:') = 1 THEN 'phone:' || ? ELSE actor END,
      actor_name = CASE WHEN instr(actor, 'phone:') = 1 THEN '' ELSE actor_name END WHERE case_id = ?`);
  const eraseCases = one(
    "UPDATE cases SET version = version + 1, number = NULL, text = '', outcome_text = NULL WHERE number = ?",
  );
  const eraseCaseActor = one(
    "UPDATE case_log SET actor = 'phone:' || ?, actor_name = '' WHERE actor = 'phone:' || ?",
  );
  const eraseCaseDetail = one("UPDATE case_log SET detail = '{}' WHERE instr(detail, ?) > 0");
  const eraseHolder = one(
    "UPDATE cases SET holder_id = 'phone:' || ?, holder_name = '' WHERE holder_id = 'phone:' || ?",
  );
  const eraseDrillTargets = one('UPDATE drill_targets SET number = ? WHERE number = ?');
  const eraseTests = one('UPDATE alert_test_messages SET number = ? WHERE number = ?');
  // The row stays under the alias: the SIM wrote to one recipient more, whoever it was.
  const clearSimRecipients = one(`
    DELETE FROM sim_recipients WHERE number = ? AND EXISTS (
      SELECT 1 FROM sim_recipients old WHERE old.number = ? AND old.iccid = sim_recipients.iccid)`);
  const eraseSimRecipients = one('UPDATE sim_recipients SET number = ? WHERE number = ?');
  const eraseFromDrills = prepareEraseFromDrills(db);
  const eraseFromUsers = one('UPDATE users SET phone = NULL, version = version + 1 WHERE phone = ?');
  const eraseFromRosters = prepareEraseFromRosters(db);
  const eraseFromNotes = prepareEraseFromNotes(db);
  const eraseEvidence = one(
    "UPDATE opt_outs SET evidence = 'kept when the person was erased' WHERE number = ?",
  );
  const eraseFromAudit = prepareEraseFromAudit(db);
  const eraseLauncher = db.prepare(`
    UPDATE alerts SET
      created_by = replace(created_by, @number, @alias), created_name = replace(created_name, @number, @alias),
      submitted_by = replace(submitted_by, @number, @alias), submitted_name = replace(submitted_name, @number, @alias),
      launched_by = replace(launched_by, @number, @alias), launched_name = replace(launched_name, @number, @alias)
    WHERE 'phone:' || @number IN (created_by, submitted_by, launched_by)`);
  // The owner of the messages of an alert is the person who launched the alert.
  const eraseOwner = db.prepare(`
    UPDATE messages SET owner = 'phone:' || @alias WHERE owner = 'phone:' || @number AND alert IN (
      SELECT id FROM alerts WHERE 'phone:' || @number IN (created_by, launched_by))`);
  const eraseLogActor = one(
    "UPDATE alert_log SET actor = 'phone:' || ?, actor_name = '' WHERE actor = 'phone:' || ?",
  );
  const eraseLogDetail = one('UPDATE alert_log SET detail = NULL WHERE instr(detail, ?) > 0');
  // A wave that is not done goes on from its cursor, so the number stays in the cursor until the wave has moved on.
  const eraseCursor = one("UPDATE alert_waves SET cursor = '' WHERE cursor = ? AND done = 1");
  // Finds the row of the key by its time, which is the time of the message: the table has no index by message.
  const ofMessage = 'created_at = (SELECT created_at FROM messages WHERE id = @id) AND message_id = @id';
  const dropKey = db.prepare(`DELETE FROM idempotency WHERE ${ofMessage} AND instr(key, @spelling) > 0`);
  // Without the digest, a retry is refused, so it does not send the message again.
  const eraseDigest = db.prepare(`UPDATE idempotency SET digest = '' WHERE ${ofMessage}`);
  const eraseReferences = prepareEraseReferences(db);
  // Rows that are about nobody else, and that no report counts, are deleted.
  const others = [
    'DELETE FROM launch_codes WHERE phone = ?',
    'DELETE FROM pending_acts WHERE phone = ?',
    'DELETE FROM held_opt_outs WHERE number = ?',
    'DELETE FROM launch_tries WHERE phone = ?',
    'DELETE FROM approval_pages WHERE phone = ?',
    'DELETE FROM case_pages WHERE phone = ?',
    'DELETE FROM case_wrong_codes WHERE phone = ?',
    'DELETE FROM field_requests WHERE phone = ?',
    'DELETE FROM unanswered WHERE recipient = ?',
    'DELETE FROM automatic_replies WHERE number = ?',
    'DELETE FROM opt_out_log WHERE number = ?',
    'DELETE FROM undelivered_numbers WHERE number = ?',
    'DELETE FROM pending_opt_ins WHERE number = ?',
    'DELETE FROM opt_in_proofs WHERE number = ?',
  ].map(one);
  const asWritten = [
    'DELETE FROM inbox_parts WHERE sender = ?',
    'DELETE FROM set_aside WHERE sender = ?',
    'DELETE FROM unmatched_refs WHERE receipt_id IN (SELECT id FROM unmatched_receipts WHERE recipient = ?)',
    'DELETE FROM unmatched_receipts WHERE recipient = ?',
  ].map(one);
  const holding = [
    // What was removed and names the person is not restored any more.
    'DELETE FROM bin WHERE instr(definition, ?) > 0',
    'DELETE FROM happenings WHERE instr(data, ?) > 0',
    'DELETE FROM webhook_deliveries WHERE instr(data, ?) > 0',
    'DELETE FROM idempotent_answers WHERE instr(body, ?) > 0',
  ].map(one);

  /** The ids of messages to the duty list about what the person wrote: their texts name the person. */
  const callsOf = (number: string, spellings: string): readonly number[] =>
    writtenBy.all(number, spellings, number).flatMap((inbox) => callsAbout.all(callReference(inbox)));

  return {
    /**
     * Returns the ids of messages to this number: first of those in blocks (number-blocks.ts), then of the others,
     * slice by slice. `next` is the `after` of the next call, undefined at the end.
     */
    messagesTo: (
      number: string,
      after: number,
    ): { readonly ids: readonly number[]; readonly next: number | undefined } => {
      const inBlocks = nextBlocks(number, after);
      if (inBlocks !== undefined) return inBlocks;
      const through = stepId.get(after);
      return { ids: idsOf.all(after, through ?? Number.MAX_SAFE_INTEGER, number), next: through };
    },

    callsForHelpOf: (number: string, spellings: readonly string[]): readonly number[] =>
      callsOf(number, JSON.stringify(spellings)),

    /**
     * @param spellings how carriers may have written the number
     * @param found the ids of the messages to the number
     */
    erasePerson: (
      number: string,
      alias: string,
      spellings: readonly string[],
      found: readonly number[],
      nowMs: number,
    ): Erasure => {
      const written = JSON.stringify(spellings);
      const messages = found.filter((id) => isTo.get(id, number) !== undefined);
      const calls = callsOf(number, written);
      const open = [...messages, ...calls].filter((id) => isOpen.get(id) !== undefined).length;
      if (open > 0) return { kind: 'open', messages: open };
      for (const id of messages) eraseMessage.run(alias, id, number);
      for (const id of calls) eraseCall.run(id);
      for (const id of [...messages, ...calls]) {
        eraseEvents.run(id);
        eraseParts.run(id);
        for (const spelling of spellings) dropKey.run({ id, spelling });
        eraseDigest.run({ id });
      }
      eraseReferences(messages.map((id) => formatMessageId(id as MessageId)));
      const counts = {
        contact: removeContact(number),
        memberships: removeMemberships(number),
        messages: messages.length,
        inbox: eraseInbox(alias, number, written),
        answers: eraseAnswers(alias, number),
        callsForHelp: calls.length,
        optOutsKept: count.get(number) ?? 0,
      };
      eraseRecipients(alias, number);
      for (const id of caseIds.all(number)) eraseCaseLog.run(alias, id);
      eraseCases(number);
      eraseCaseActor(alias, number);
      eraseCaseDetail(number);
      eraseHolder(alias, number);
      eraseDrillTargets(alias, number);
      eraseTests(alias, number);
      clearSimRecipients(alias, number);
      eraseSimRecipients(alias, number);
      // Otherwise the next run of the drill would write to the person again.
      eraseFromDrills(number);
      eraseFromUsers(number);
      eraseFromRosters(number);
      eraseEvidence(number);
      eraseFromAudit(number, alias, nowMs);
      eraseOwner.run({ number, alias });
      eraseLauncher.run({ number, alias });
      eraseLogActor(alias, number);
      eraseLogDetail(number);
      eraseFromNotes(spellings);
      eraseCursor(number);
      for (const remove of others) remove(number);
      for (const remove of asWritten) for (const spelling of spellings) remove(spelling);
      // A spelling is searched for with the quotes of JSON: its digits alone may stand within a longer number, or
      // within a time.
      for (const text of [number, ...spellings.map((spelling) => JSON.stringify(spelling))])
        for (const remove of holding) remove(text);
      return { kind: 'erased', ...counts };
    },
  };
};
