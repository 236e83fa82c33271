import type { PhoneChange } from '../../../../domain/inbound/enrolment.ts';
import type { HandledMessage } from '../../../../domain/inbound/inbound-repository.ts';
import { boundEvidence } from '../../../../domain/messages/evidence.ts';
import type { Msisdn } from '../../../../domain/messages/msisdn.ts';
import type { AuditDetail } from '../../../../domain/operation/audit.ts';
import { EVERY_LIST_ID } from '../../../../domain/people/opt-out.ts';
import type { Db } from '../../open.ts';
import { prepareMembers } from '../people/members.ts';
import { prepareOptOuts } from '../people/opt-outs.ts';

const SOURCE = 'sms';
/** How many lists a phone may be asked about at the same time, and how many questions may wait in all. */
const MOST_OF_A_PHONE = 3;
const MOST_IN_ALL = 20_000;
/** A guess is right once in 10,000: after this many wrong codes the phone has to begin again. */
const WRONG_CODES = 5;
/** An answer that came in time is also heard if the gateway was down for this long. */
const KEPT_AFTER_END_MS = 86_400_000;

interface Asked {
  readonly text: string;
  readonly at: number;
  readonly route: string;
  readonly question: string;
}

/** Writes to the audit log what a phone did. */
type Note = (at: number, number: string, action: string, detail: AuditDetail) => void;

/** Stores what phones change in the data of their people. */
export const prepareEnrol = (db: Db, note: Note) => {
  const forget = db.prepare('DELETE FROM pending_opt_ins WHERE expires_at < ?');
  const ofPhone = db
    .prepare<[string, number], number>(
      'SELECT count(*) FROM pending_opt_ins WHERE number = ? AND expires_at >= ?',
    )
    .pluck();
  const inAll = db.prepare<[], number>('SELECT count(*) FROM pending_opt_ins').pluck();
  const keepPending = db.prepare(`
    INSERT OR REPLACE INTO pending_opt_ins (number, list_id, text, at, route, question, code, expires_at)
    VALUES (:number, :listId, :text, :at, :route, :question, :code, :expiresAt)`);
  const pending = db.prepare<[string, number], Asked>(
    'SELECT text, at, route, question FROM pending_opt_ins WHERE number = ? AND list_id = ?',
  );
  const dropPending = db.prepare('DELETE FROM pending_opt_ins WHERE number = ? AND list_id = ?');
  const countWrong = db.prepare('UPDATE pending_opt_ins SET wrong = wrong + 1 WHERE number = ?');
  const dropGuessed = db.prepare(`DELETE FROM pending_opt_ins WHERE number = ? AND wrong >= ${WRONG_CODES}`);
  const isList = db.prepare<[number], unknown>('SELECT 1 FROM lists WHERE id = ?');
  const addContact = db.prepare(`
    INSERT INTO contacts (number, attributes, source, created_at, updated_at)
    VALUES (:number, '{}', '${SOURCE}', :at, :at) ON CONFLICT DO NOTHING`);
  const keepProof = db.prepare(`
    INSERT OR REPLACE INTO opt_in_proofs (number, list_id, text, at, route, question, answer, answered_at)
    VALUES (:number, :listId, :text, :at, :route, :question, :answer, :answeredAt)`);
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
    const isFull = (ofPhone.get(number, at) ?? 0) >= MOST_OF_A_PHONE || (inAll.get() ?? 0) >= MOST_IN_ALL;
    if (isFull || isList.get(listId) === undefined) return false;
    keepPending.run({ number, listId, text: boundEvidence(text), at, route, question, code, expiresAt });
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
    const text = boundEvidence(said);
    addContact.run({ number, at: now });
    // Who asks to join the list takes back that they left it.
    if (optIn(number, listId)) logOptIn.run({ at: now, number, listId, evidence: text });
    putMember({ listId, number, consent: 'given', consentSource: SOURCE, consentAt: at }, now);
    const asked = pending.get(number, listId);
    keepProof.run(
      asked === undefined
        ? { number, listId, text, at, route, question: null, answer: null, answeredAt: null }
        : { number, listId, ...asked, answer: text, answeredAt: at },
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
        dropGuessed.run(number);
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
