import type {
  HandledMessage,
  InboundEffect,
  ReplyLimits,
} from '../../../../domain/inbound/inbound-repository.ts';
import type { Db } from '../../open.ts';

const TEN_MINUTES_MS = 600_000;

/**
 * The order of answers in a list: help first, then texts that somebody must read, then all other meanings, and `safe`
 * last.
 */
const ranks: Readonly<Record<string, number>> = { help: 0, other: 1, safe: 3 };
const ANY_OTHER_MEANING = 2;

interface Kept {
  /** Whether the answer is a call for help, and the answer that counted until then, if there was one, was not. */
  readonly firstCall: boolean;
  /** Whether the duty list gets a message about this call alone. */
  readonly tellDuty: boolean;
}

/**
 * Stores answers. A free text never replaces an answer with a meaning: a person who called for help, and then writes
 * where they are, still needs help.
 */
export const prepareInboundAnswers = (db: Db) => {
  const countedAnswer = db.prepare<[number, string], { id: number; meaning: string }>(
    'SELECT id, meaning FROM alert_answers WHERE alert_id = ? AND number = ? AND standing = 1',
  );
  const stepDown = db.prepare('UPDATE alert_answers SET standing = 0, told = NULL WHERE id = ?');
  const insert = db.prepare(`
    INSERT INTO alert_answers (alert_id, number, inbox_id, at, meaning, text, standing, rank, told)
    VALUES (:alert, :number, :inboxId, :at, :meaning, :text, :standing, :rank, :told)`);
  const recentCalls = db
    .prepare<[number, number], number>('SELECT count(*) FROM duty_calls WHERE alert_id = ? AND at > ?')
    .pluck();
  const addCall = db.prepare('INSERT INTO duty_calls (alert_id, at, answer_id) VALUES (?, ?, ?)');
  const forgetCalls = db.prepare('DELETE FROM duty_calls WHERE alert_id = ? AND at < ?');
  const markReported = db.prepare(
    'UPDATE alert_answers SET told = 1 WHERE alert_id = ? AND id <= ? AND told = 0',
  );

  return {
    keep(
      { alert, number, meaning, duty }: Extract<InboundEffect, { kind: 'answer' }>,
      { inboxId, at, text }: HandledMessage,
      { callsPerTenMinutes }: ReplyLimits,
      now: number,
    ): Kept {
      const before = countedAnswer.get(alert, number);
      const stands = meaning !== 'other' || before === undefined || before.meaning === 'other';
      if (stands && before !== undefined) stepDown.run(before.id);
      const firstCall = meaning === 'help' && before?.meaning !== 'help';
      forgetCalls.run(alert, now - TEN_MINUTES_MS);
      const roomToTell = (recentCalls.get(alert, now - TEN_MINUTES_MS) ?? 0) < callsPerTenMinutes;
      const tellDuty = firstCall && duty.length > 0 && roomToTell;
      const rank = ranks[meaning] ?? ANY_OTHER_MEANING;
      const toTell = firstCall && duty.length > 0 ? (tellDuty ? 1 : 0) : null;
      const states = { standing: stands ? 1 : 0, rank, told: toTell };
      const { lastInsertRowid } = insert.run({ alert, number, inboxId, at, meaning, text, ...states });
      if (tellDuty) addCall.run(alert, now, lastInsertRowid);
      return { firstCall, tellDuty };
    },
    markReported: (alert: number, upTo: number): void => {
      markReported.run(alert, upTo);
    },
  };
};
