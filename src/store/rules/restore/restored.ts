import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { prepareTakeBack } from '../alerts/take-back.ts';
import { prepareWithdrawOptedOut } from '../people/withdraw-opted-out.ts';
import { prepareTransition } from '../queue/transition.ts';
import { steady } from '../steady.ts';

/** The reason by which `release` finds the messages again. It is stored, so it is never changed. */
export const MAYBE_SENT =
  'it was unsent in a backup that was restored: it may have been sent after the backup';
const RELEASED = 'released after a backup was restored';

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const UNCERTAIN = stateCode('uncertain');

const unsaid = { route: undefined, part: undefined, evidence: undefined };

/** What becomes of the messages that a restored backup had as unsent. */
export const prepareRestored = (db: Db) => {
  const { move } = prepareTransition(db);
  const { withdrawReturned } = prepareWithdrawOptedOut(db);
  const { overtakeReturned, stopReturned } = prepareTakeBack(db);
  // Several statements, since each state has an index of its own.
  const due = db
    .prepare<[number], number>(steady(`SELECT id FROM messages WHERE state = ${QUEUED} AND due_at <= ?`))
    .pluck();
  // `makeDueAgain` makes these due at the next start: the clock is behind the one of the backup.
  const dueByClock = db
    .prepare<[number, number], number>(
      steady(
        `SELECT id FROM messages WHERE state = ${QUEUED} AND due_at > ? AND (due_at = created_at OR claimed_at > ?)`,
      ),
    )
    .pluck();
  const sending = db.prepare<[], number>(steady(`SELECT id FROM messages WHERE state = ${SENDING}`)).pluck();
  const later = db
    .prepare<[number], number>(steady(`SELECT count(*) FROM messages WHERE state = ${QUEUED} AND due_at > ?`))
    .pluck();
  const held = db
    .prepare<[string, number], number>(
      steady(`SELECT id FROM messages WHERE state = ${UNCERTAIN} AND reason = ? AND valid_until > ?
              AND (alert IS NULL OR alert IN (SELECT id FROM alerts WHERE state IN ('sending', 'paused')))`),
    )
    .pluck();
  // The attempt that may have been made after the backup counts: a refusal of the next one must not end the message as
  // `failed`, which says that nothing went out.
  const again = db.prepare(`
    UPDATE messages SET possible_duplicate = 1, attempt = attempt + 1, rest = NULL, final_at = NULL, due_at = ?,
                        avoid_route = NULL, avoid_until = NULL, reserved_for = NULL, reserved_until = NULL
    WHERE id = ?`);

  return {
    /**
     * Ends each message that was due as `uncertain`: the gateway may have sent it after the backup. One that is due
     * later has surely not been sent.
     */
    hold: (nowMs: number): { readonly held: number; readonly later: number } => {
      const ids = [...due.all(nowMs), ...dueByClock.all(nowMs, nowMs), ...sending.all()];
      for (const id of ids) move(id, 'uncertain', { ...unsaid, at: nowMs, reason: MAYBE_SENT });
      return { held: ids.length, later: later.get(nowMs) ?? 0 };
    },
    /**
     * Queues the held messages that are still valid, marked as possible duplicates. One that was withdrawn meanwhile
     * (its recipient opted out, its alert was stopped) ends instead.
     */
    release: (nowMs: number): number => {
      const ids = held.all(MAYBE_SENT, nowMs);
      for (const id of ids) {
        move(id, 'queued', { ...unsaid, at: nowMs, reason: RELEASED });
        again.run(nowMs, id);
        withdrawReturned(id, nowMs);
        overtakeReturned(id, nowMs);
        stopReturned(id, nowMs);
      }
      return ids.length;
    },
  };
};
