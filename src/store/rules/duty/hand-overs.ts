import type { HandOverAccepted, HandOverAnswer } from '../../../domain/duty/duty.ts';
import { HAND_OVERS_PER_HOUR, type NewHandOver, WRONG_CODES } from '../../../domain/duty/hand-over.ts';
import type { NewMessage } from '../../../domain/messages/message.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import { prepareTell } from '../operation/tell.ts';
import type { Enqueue } from '../queue/enqueue.ts';

const HOUR_MS = 3_600_000;

interface Row {
  readonly state: string;
  readonly answeredBy: string | null;
  readonly rosterId: number;
  readonly wrong: number;
}

/** Hand-overs of duty. Each step is in one commit with the messages that it sends. */
export const prepareHandOvers = (db: Db, enqueue: Enqueue) => {
  const audit = prepareAudit(db);
  const tell = prepareTell(db);
  const known = db.prepare<[string], unknown>('SELECT 1 FROM hand_overs WHERE reference = ?');
  const open = db.prepare<[string, number], unknown>(
    "SELECT 1 FROM hand_overs WHERE giver_phone = ? AND state = 'asked' AND expires_at > ?",
  );
  const askedSince = db
    .prepare<[string, number], number>(
      'SELECT count(*) FROM hand_overs WHERE giver_phone = ? AND asked_at > ?',
    )
    .pluck();
  const insert = db.prepare(`
    INSERT INTO hand_overs (reference, roster_id, giver_phone, giver, taker_phone, taker, code_salt, code_hash,
                            until, asked_at, expires_at, state)
    VALUES (:reference, :roster, :giverPhone, :giver, :takerPhone, :taker, :salt, :hash,
            :until, :askedAt, :expiresAt, 'asked')`);
  const find = db.prepare<[number], Row>(
    'SELECT state, answered_by AS answeredBy, roster_id AS rosterId, wrong FROM hand_overs WHERE id = ?',
  );
  const setRoster = db.prepare(
    'UPDATE rosters SET definition = ?, version = version + 1 WHERE id = ? AND version = ?',
  );
  const settle = db.prepare('UPDATE hand_overs SET state = ?, answered_by = ?, wrong = ? WHERE id = ?');

  return {
    askHandOver: (
      { from, to, code, ...asked }: NewHandOver,
      messages: readonly NewMessage[],
    ): 'asked' | 'again' | 'open' | 'tooMany' => {
      if (known.get(asked.reference) !== undefined) return 'again';
      if (open.get(from.phone, asked.askedAt) !== undefined) return 'open';
      if ((askedSince.get(from.phone, asked.askedAt - HOUR_MS) ?? 0) >= HAND_OVERS_PER_HOUR) return 'tooMany';
      insert.run({
        ...asked,
        ...code,
        giverPhone: from.phone,
        giver: JSON.stringify(from),
        takerPhone: to.phone,
        taker: JSON.stringify(to),
      });
      enqueue(messages);
      return 'asked';
    },

    acceptHandOver: ({
      id,
      reference,
      roster,
      version,
      messages,
      note,
      event,
    }: HandOverAccepted): 'done' | 'again' | 'changed' | 'gone' => {
      const row = find.get(id);
      if (row?.state === 'accepted' && row.answeredBy === reference) return 'again';
      if (row?.state !== 'asked') return 'gone';
      if (setRoster.run(JSON.stringify(roster), row.rosterId, version).changes === 0) return 'changed';
      settle.run('accepted', reference, row.wrong, id);
      enqueue(messages);
      audit(note);
      tell(event);
      return 'done';
    },

    countWrongHandOver: ({ id, reference, messages }: HandOverAnswer): 'waits' | 'ended' => {
      const row = find.get(id);
      if (row?.state !== 'asked') return 'ended';
      if (row.answeredBy === reference) return 'waits';
      const wrong = row.wrong + 1;
      const ended = wrong >= WRONG_CODES;
      settle.run(ended ? 'ended' : 'asked', reference, wrong, id);
      if (ended) enqueue(messages);
      return ended ? 'ended' : 'waits';
    },

    endHandOver: (id: number, messages: readonly NewMessage[]): boolean => {
      const row = find.get(id);
      if (row?.state !== 'asked') return false;
      settle.run('ended', row.answeredBy, row.wrong, id);
      enqueue(messages);
      return true;
    },
  };
};
