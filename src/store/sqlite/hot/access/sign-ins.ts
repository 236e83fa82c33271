import type {
  HashedPassword,
  NewSession,
  PasswordChange,
  SignedIn,
  SignInRepository,
  UsedCode,
} from '../../../../domain/access/sign-in.ts';
import type { UserWrite } from '../../../../domain/access/user.ts';
import type { AuditNote } from '../../../../domain/operation/audit.ts';
import type { Db } from '../../open.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { prepareUserGrants } from './user-grants.ts';

/** So many sessions a user has at most; a new one ends the oldest. The same holds for remembered addresses. */
const MOST = 20;

/** Passwords, second factors and sessions: each change in one commit with its entry of the audit log. */
export const prepareSignIns = (db: Db, enqueue: Enqueue) => {
  const audit = prepareAudit(db);
  const grants = prepareUserGrants(db);
  const signsIn = db.prepare<[number, number], unknown>(`
    SELECT 1 FROM user_passwords p JOIN users u ON u.id = p.user_id
    WHERE p.user_id = ? AND p.version = ? AND u.disabled_at IS NULL`);
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
    DELETE FROM sessions WHERE id_hash IN
      (SELECT id_hash FROM sessions WHERE user_id = ? ORDER BY created_at DESC LIMIT -1 OFFSET ${MOST})`);
  const keepAddress = db.prepare(
    'INSERT OR REPLACE INTO sign_in_addresses (user_id, address, at) VALUES (:userId, :peer, :createdAt)',
  );
  const forgetAddresses = db.prepare('DELETE FROM sign_in_addresses WHERE at < ?');
  const trimAddresses = db.prepare(`
    DELETE FROM sign_in_addresses WHERE user_id = :user AND address IN
      (SELECT address FROM sign_in_addresses WHERE user_id = :user ORDER BY at DESC LIMIT -1 OFFSET ${MOST})`);
  const ownerOf = db.prepare<[Uint8Array], { userId: number }>(
    'SELECT user_id AS userId FROM sessions WHERE id_hash = ?',
  );
  const confirm = db.prepare('UPDATE sessions SET confirmed_at = ? WHERE id_hash = ?');
  const end = db.prepare('DELETE FROM sessions WHERE id_hash = ?');
  const endAll = db.prepare('DELETE FROM sessions WHERE user_id = :user AND id_hash IS NOT :keep');
  const version = db.prepare<[number], { version: number }>(
    'SELECT version FROM user_passwords WHERE user_id = ?',
  );
  const putPassword = db.prepare(`
    INSERT INTO user_passwords (user_id, hash, salt, n, r, p, must_change, expires_at)
    VALUES (:userId, :hash, :salt, :n, :r, :p, :mustChange, :expiresAt)
    ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, salt = excluded.salt, n = excluded.n, r = excluded.r,
      p = excluded.p, must_change = excluded.must_change, expires_at = excluded.expires_at,
      version = version + 1`);
  const hasFactor = db.prepare<[number], unknown>(
    'SELECT 1 FROM user_factors WHERE user_id = ? AND last_step IS NOT NULL',
  );
  const putFactor = db.prepare('INSERT OR REPLACE INTO user_factors (user_id, secret) VALUES (?, ?)');
  const confirmPending = db.prepare(`
    UPDATE user_factors SET last_step = :step
    WHERE user_id = :userId AND secret = :secret AND last_step IS NULL`);
  const addRecovery = db.prepare('INSERT INTO recovery_codes (user_id, hash) VALUES (?, ?)');
  const dropFactor = db.prepare('DELETE FROM user_factors WHERE user_id = ?');
  const dropPasskeys = db.prepare('DELETE FROM passkeys WHERE user_id = ?');
  const dropRecovery = db.prepare('DELETE FROM recovery_codes WHERE user_id = ?');

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
  const use = (user: number, code: UsedCode | undefined, at: number): boolean =>
    code === undefined || changesBy(user, code, at) === 1;

  const put = (
    {
      userId,
      password,
      note,
      mustChange,
      expiresAt = null,
    }: Pick<PasswordChange, 'userId' | 'password' | 'note' | 'mustChange'> & { expiresAt?: number | null },
    keep: Uint8Array | undefined,
  ): void => {
    putPassword.run({ userId, ...password, mustChange: Number(mustChange), expiresAt });
    endAll.run({ user: userId, keep: keep ?? null });
    audit(note);
  };

  const removeFactor = (user: number): void => {
    dropFactor.run(user);
    dropRecovery.run(user);
  };

  return {
    beginSession: (begun: NewSession): SignedIn => {
      const { session, note } = begun;
      const { userId } = session;
      if (signsIn.get(userId, begun.passwordVersion) === undefined) return 'changed';
      if (!use(userId, begun.code, session.createdAt)) return 'codeUsed';
      sweep.run(begun.beganBefore, begun.usedBefore);
      insert.run(session);
      trim.run(userId);
      forgetAddresses.run(begun.addressesBefore);
      keepAddress.run({ userId, peer: begun.peer, createdAt: session.createdAt });
      trimAddresses.run({ user: userId });
      audit(note);
      return 'done';
    },
    confirmSession: (idHash: Uint8Array, at: number, code: UsedCode | undefined): SignedIn => {
      const owner = ownerOf.get(idHash);
      if (owner === undefined) return 'changed';
      if (!use(owner.userId, code, at)) return 'codeUsed';
      confirm.run(at, idHash);
      return 'done';
    },
    endSession: (idHash: Uint8Array, note: AuditNote): void => {
      if (end.run(idHash).changes === 1) audit(note);
    },
    endSessionsOf: (userId: number, note: AuditNote): void => {
      if (endAll.run({ user: userId, keep: null }).changes > 0) audit(note);
    },
    changePassword: (change: PasswordChange): boolean => {
      if (change.version !== undefined && version.get(change.userId)?.version !== change.version)
        return false;
      put(change, change.keep);
      return true;
    },
    resetUser: (userId: number, password: HashedPassword, expiresAt: number, write: UserWrite): void => {
      removeFactor(userId);
      dropPasskeys.run(userId);
      put({ userId, password, mustChange: true, expiresAt, note: write.note }, undefined);
      grants.givePassword(userId, write);
      enqueue(write.messages);
    },
    offerFactor: (userId: number, secret: Uint8Array): boolean => {
      if (hasFactor.get(userId) !== undefined) return false;
      putFactor.run(userId, secret);
      return true;
    },
    confirmFactor: ({
      recovery,
      note,
      ...factor
    }: Parameters<SignInRepository['confirmFactor']>[0]): boolean => {
      if (confirmPending.run(factor).changes === 0) return false;
      dropRecovery.run(factor.userId);
      for (const hash of recovery) addRecovery.run(factor.userId, hash);
      audit(note);
      return true;
    },
    removeFactor: (userId: number, note: AuditNote): void => {
      removeFactor(userId);
      audit(note);
    },
  };
};
