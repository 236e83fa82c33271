import type { HandledMessage, InboundEffect } from '../../../domain/inbound/inbound-repository.ts';
import type { Db } from '../../db.ts';

/**
 * The order of answers in a list: help first, then texts that somebody must read, then all other meanings, and `safe`
 * last.
 */
const ranks: ReadonlyMap<string, number> = new Map([
  ['help', 0],
  ['other', 1],
  ['safe', 3],
]);
const ANY_OTHER_MEANING = 2;

interface Kept {
  /** Whether the answer is a call for help, and the answer that counted until then, if there was one, was not. */
  readonly firstCall: boolean;
}

/**
 * Stores answers. A free text never replaces an answer with a meaning: a person who called for help, and then writes
 * where they are, still needs help.
 */
export const prepareInboundAnswers = (db: Db) => {
  const countedAnswer = db.prepare<[number, string], { id: number; meaning: string }>(
    'SELECT id, meaning FROM alert_answers WHERE alert_id = ? AND number = ? AND standing = 1',
  );
  const stepDown = db.prepare('UPDATE alert_answers SET standing = 0 WHERE id = ?');
  const insert = db.prepare(`
    INSERT INTO alert_answers (alert_id, number, inbox_id, at, meaning, text, standing, rank)
    VALUES (:alert, :number, :inboxId, :at, :meaning, :text, :standing, :rank)`);

  return {
    keep(
      { alert, number, meaning }: Extract<InboundEffect, { kind: 'answer' }>,
      { inboxId, at, text }: HandledMessage,
    ): Kept {
      const before = countedAnswer.get(alert, number);
      const stands = meaning !== 'other' || before === undefined || before.meaning === 'other';
      if (stands && before !== undefined) stepDown.run(before.id);
      const rank = ranks.get(meaning) ?? ANY_OTHER_MEANING;
      insert.run({ alert, number, inboxId, at, meaning, text, standing: stands ? 1 : 0, rank });
      return { firstCall: meaning === 'help' && before?.meaning !== 'help' };
    },
  };
};
