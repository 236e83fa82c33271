import type { NewSession, UsedCode } from '../../../domain/access/sign-in.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';

/** So many sessions a user has at most; a new one ends the oldest. The same holds for remembered addresses. */
const MOST = 20;

/** What every new session does, whatever its user has shown for it. */
export const prepareNewSessions = (db: Db) => {
  const audit = prepareAudit(db);
  const useStep = db.prepare(
    'UPDATE user_factors SET last_step = :step WHERE user_id = :user AND last_step < :step',
  );
  const useRecovery = db.prepare('DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?');
  const usePasskey = db.prepare(`
    UPDATE passkeys SET counter = :counter, used_at = :at
    WHERE id = :id AND user_id = :user AND (counter < :counter OR (counter = 0 AND :counter = 0))`);
  const sweep = db.prepare('DELETE FROM sessions WHERE created_at < ? OR used_at < ?');
  const insert = db.prepare(`
    INSERT INTO sessions (id_hash, user_id, created_at, used_at, confirmed_at, address, browser)
    VALUES (:idHash, :userId, :createdAt, :usedAt, :confirmedAt, :address, :browser)`);
  const trim = db.prepare(`
    DELETE FROM sessions WHERE user_id = :user AND id_hash NOT IN
      (SELECT id_hash FROM sessions WHERE user_id = :user ORDER BY created_at DESC, id_hash DESC LIMIT ${MOST})`);
  const keepAddress = db.prepare(`
    INSERT INTO sign_in_addresses (user_id, address, at) VALUES (:userId, :peer, :createdAt)
    ON CONFLICT (user_id, address) DO UPDATE SET at = excluded.at`);
  const forgetAddresses = db.prepare('DELETE FROM sign_in_addresses WHERE at < ?');
  const trimAddresses = db.prepare(`
    DELETE FROM sign_in_addresses WHERE user_id = :user AND address NOT IN
      (SELECT address FROM sign_in_addresses WHERE user_id = :user ORDER BY at DESC, address LIMIT ${MOST})`);
  const changesBy = (user: number, code: UsedCode, at: number): number => {
    switch (code.kind) {
      case 'step':
        return useStep.run({ user, step: code.step }).changes;
      case 'recovery':
        return useRecovery.run(user, code.hash).changes;
      case 'passkey':
        return usePasskey.run({ user, id: code.id, counter: code.counter, at }).changes;
    }
  };
  return {
    /** Uses up a code. False: another request was quicker with it. */
    use: (user: number, code: UsedCode | undefined, at: number): boolean =>
      code === undefined || changesBy(user, code, at) === 1,
    begin: ({ session, note, ...begun }: Omit<NewSession, 'passwordVersion' | 'code'>): void => {
      const { userId } = session;
      sweep.run(begun.beganBefore, begun.usedBefore);
      insert.run(session);
      trim.run({ user: userId });
      forgetAddresses.run(begun.addressesBefore);
      keepAddress.run({ userId, peer: begun.peer, createdAt: session.createdAt });
      trimAddresses.run({ user: userId });
      audit(note);
    },
  };
};
