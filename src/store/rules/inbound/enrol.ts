import { MOST_WRONG_CODES, type PhoneChange } from '../../../domain/inbound/enrolment.ts';
import type { HandledMessage } from '../../../domain/inbound/inbound-repository.ts';
import { boundEvidence } from '../../../domain/messages/evidence.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { AuditDetail } from '../../../domain/operation/audit.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { Db } from '../../db.ts';
import { prepareMembers } from '../people/members.ts';
import { prepareOptOuts } from '../people/opt-outs.ts';
import { steady } from '../steady.ts';

const SOURCE = 'sms';
// The sender of an SMS can be forged, so no limit may keep real people out for longer than minutes.
/** How many lists a phone may be asked about at the same time; then a question older than this, ms, gives way. */
const MOST_OF_A_PHONE = 3;
const GIVES_WAY_MS = 600_000;
/** How many questions all phones together may be asked in a minute: fewer than their replies may be in an hour. */
const MOST_IN_A_MINUTE = 60;
const MINUTE_MS = 60_000;
/** How long a phone has no question after `MOST_WRONG_CODES`, ms. */
const LOCKED_MS = 900_000;
/** An answer that came in time is also heard if the gateway was down for this long. */
const KEPT_AFTER_END_MS = 86_400_000;

interface Asked {
  readonly text: string;
  readonly at: number;
  readonly route: string;
  readonly question: string;
}

/** A question that waits for its code. */
interface Open {
  readonly listId: number;
  /** Wrong codes that came for it. */
  readonly wrong: number;
  readonly expiresAt: number;
}

const proofOf = ({ text, at, route, question }: Asked): Asked => ({ text, at, route, question });

/** Writes to the audit log what a phone did. */
type Note = (at: number, number: string, action: string, detail: AuditDetail) => void;

/** Stores what phones change in the data of their people. */
export const prepareEnrol = (db: Db, note: Note) => {
  const forget = db.prepare('DELETE FROM pending_opt_ins WHERE expires_at < ?');
  const ofPhone = db.prepare<[string, number], Open>(
    `SELECT list_id AS listId, wrong, expires_at AS expiresAt FROM pending_opt_ins
     WHERE number = ? AND expires_at >= ? ORDER BY expires_at, list_id`,
  );
  // Every question ends equally long after it was asked, so those of the last minute are the last ones to end.
  const endAfter = db
    .prepare<[number, number], number>(
      steady('SELECT count(*) FROM (SELECT 1 FROM pending_opt_ins WHERE expires_at > ? LIMIT ?)'),
    )
    .pluck();
  const keepPending = db.prepare(`
    INSERT INTO pending_opt_ins (number, list_id, text, at, route, question, code, wrong, expires_at)
    VALUES (:number, :listId, :text, :at, :route, :question, :code, :wrong, :expiresAt)
    ON CONFLICT (number, list_id) DO UPDATE SET text = excluded.text, at = excluded.at, route = excluded.route,
      question = excluded.question, code = excluded.code, wrong = excluded.wrong, expires_at = excluded.expires_at`);
  const pending = db.prepare<[string, number], Asked & Pick<Open, 'wrong'>>(
    'SELECT text, at, route, question, wrong FROM pending_opt_ins WHERE number = ? AND list_id = ?',
  );
  const dropPending = db.prepare('DELETE FROM pending_opt_ins WHERE number = ? AND list_id = ?');
  const countWrong = db.prepare('UPDATE pending_opt_ins SET wrong = wrong + 1 WHERE number = ?');
  const lock = db.prepare(
    `UPDATE pending_opt_ins SET expires_at = min(expires_at, ?) WHERE number = ? AND wrong = ${MOST_WRONG_CODES}`,
  );
  const isList = db.prepare<[number], unknown>('SELECT 1 FROM lists WHERE id = ?');
  const addContact = db.prepare(`
    INSERT INTO contacts (number, attributes, source, created_at, updated_at)
    VALUES (:number, '{}', '${SOURCE}', :at, :at) ON CONFLICT DO NOTHING`);
  const keepProof = db.prepare(`
    INSERT INTO opt_in_proofs (number, list_id, text, at, route, question, answer, answered_at)
    VALUES (:number, :listId, :text, :at, :route, :question, :answer, :answeredAt)
    ON CONFLICT (number, list_id) DO UPDATE SET text = excluded.text, at = excluded.at, route = excluded.route,
      question = excluded.question, answer = excluded.answer, answered_at = excluded.answered_at`);
  const logOptIn = db.prepare(`
    INSERT INTO opt_out_log (at, action, number, list_id, source, evidence)
    VALUES (:at, 'optIn', :number, :listId, '${SOURCE}', :evidence)`);
  const before = {
    language: db.prepare<[string], string | null>('SELECT language FROM contacts WHERE number = ?').pluck(),
    postalCode: db
      .prepare<[string], string | null>('SELECT postal_code FROM contacts WHERE number = ?')
      .pluck(),
  };
  const set = {
    language: db.prepare(
      'UPDATE contacts SET language = ?, updated_at = ?, version = version + 1 WHERE number = ?',
    ),
    postalCode: db.prepare(
      'UPDATE contacts SET postal_code = ?, updated_at = ?, version = version + 1 WHERE number = ?',
    ),
  };
  const { isOptedOut, optIn } = prepareOptOuts(db);
  const { putMember } = prepareMembers(db);

  const ask = (
    { listId, code, question, expiresAt, route }: Extract<PhoneChange, { kind: 'ask' }>,
    number: Msisdn,
    { text, at }: HandledMessage,
  ): boolean => {
    if (isList.get(listId) === undefined) return false;
    if ((endAfter.get(expiresAt - MINUTE_MS, MOST_IN_A_MINUTE) ?? 0) >= MOST_IN_A_MINUTE) return false;
    const open = ofPhone.all(number, at);
    // Another question brings no more tries.
    const wrong = Math.max(0, ...open.map((one) => one.wrong));
    if (wrong >= MOST_WRONG_CODES) return false;
    const [oldest] = open.length < MOST_OF_A_PHONE ? [] : open;
    if (oldest !== undefined) {
      if (oldest.expiresAt > expiresAt - GIVES_WAY_MS) return false;
      dropPending.run(number, oldest.listId);
    }
    const asked = { number, listId, text: boundEvidence(text), at, route, question, code };
    keepPending.run({ ...asked, wrong, expiresAt });
    return true;
  };

  const join = (
    { listId, route }: Extract<PhoneChange, { kind: 'join' }>,
    number: Msisdn,
    { inboxId, text: said, at }: HandledMessage,
    now: number,
  ): boolean => {
    // Both may have changed since the message was read.
    if (isOptedOut(number, EVERY_LIST_ID) || isList.get(listId) === undefined) return false;
    const asked = pending.get(number, listId);
    // A right code may have been read before the last wrong one was counted.
    if (asked !== undefined && asked.wrong >= MOST_WRONG_CODES) return false;
    const text = boundEvidence(said);
    addContact.run({ number, at: now });
    // Who asks to join the list takes back that they left it.
    if (optIn(number, listId)) logOptIn.run({ at: now, number, listId, evidence: text });
    putMember({ listId, number, consent: 'given', consentSource: SOURCE, consentAt: at }, now);
    keepProof.run(
      asked === undefined
        ? { number, listId, text, at, route, question: null, answer: null, answeredAt: null }
        : { number, listId, ...proofOf(asked), answer: text, answeredAt: at },
    );
    dropPending.run(number, listId);
    note(now, number, 'member.put', { list: listId, consent: 'given', consentSource: SOURCE, inboxId });
    return true;
  };

  /** Applies the change; false if it can't be applied any more, and then nothing is stored. */
  const enrol = (change: PhoneChange, handled: HandledMessage, now: number): boolean => {
    const { number, inboxId } = handled;
    if (number === undefined) return false;
    switch (change.kind) {
      case 'ask':
        return ask(change, number, handled);
      case 'join':
        return join(change, number, handled, now);
      case 'wrongCode':
        countWrong.run(number);
        lock.run(now + LOCKED_MS, number);
        return true;
      case 'set': {
        const { field, value } = change;
        const was = before[field].get(number);
        if (was === undefined) return false;
        set[field].run(value, now, number);
        note(now, number, 'contact.register', { [field]: value, before: was, inboxId });
        return true;
      }
    }
  };

  return { enrol, forgetPending: (now: number): void => void forget.run(now - KEPT_AFTER_END_MS) };
};
