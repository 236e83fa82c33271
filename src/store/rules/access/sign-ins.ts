import type {
  HashedPassword,
  NewSession,
  PasswordChange,
  SignedIn,
  SignInRepository,
  UsedCode,
} from '../../../domain/access/sign-in.ts';
import type { UserWrite } from '../../../domain/access/user.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { prepareNewSessions } from './new-sessions.ts';
import { prepareUserGrants } from './user-grants.ts';

/** Passwords, second factors and sessions: each change in one commit with its entry of the audit log. */
export const prepareSignIns = (db: Db, enqueue: Enqueue) => {
  const audit = prepareAudit(db);
  const grants = prepareUserGrants(db);
  const sessions = prepareNewSessions(db);
  // A user without a password, whose version is 0, may have a passkey.
  const signsIn = db.prepare<[number, number], unknown>(`
    SELECT 1 FROM users u LEFT JOIN user_passwords p ON p.user_id = u.id
    WHERE u.id = ? AND coalesce(p.version, 0) = ? AND u.disabled_at IS NULL`);
  const ownerOf = db.prepare<[Uint8Array], { userId: number }>(
    'SELECT user_id AS userId FROM sessions WHERE id_hash = ?',
  );
  const confirm = db.prepare('UPDATE sessions SET confirmed_at = ? WHERE id_hash = ?');
  const end = db.prepare('DELETE FROM sessions WHERE id_hash = ?');
  const endAll = db.prepare('DELETE FROM sessions WHERE user_id = :user AND id_hash IS DISTINCT FROM :keep');
  const version = db.prepare<[number], { version: number }>(
    'SELECT version FROM user_passwords WHERE user_id = ?',
  );
  const putPassword = db.prepare(`
    INSERT INTO user_passwords (user_id, hash, salt, n, r, p, must_change, expires_at)
    VALUES (:userId, :hash, :salt, :n, :r, :p, :mustChange, :expiresAt)
    ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, salt = excluded.salt, n = excluded.n, r = excluded.r,
      p = excluded.p, must_change = excluded.must_change, expires_at = excluded.expires_at,
      version = user_passwords.version + 1`);
  const hasFactor = db.prepare<[number], unknown>(
    'SELECT 1 FROM user_factors WHERE user_id = ? AND last_step IS NOT NULL',
  );
  const putFactor = db.prepare(`
    INSERT INTO user_factors (user_id, secret) VALUES (?, ?)
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = NULL`);
  const confirmPending = db.prepare(`
    UPDATE user_factors SET last_step = :step
    WHERE user_id = :userId AND secret = :secret AND last_step IS NULL`);
  const addRecovery = db.prepare('INSERT INTO recovery_codes (user_id, hash) VALUES (?, ?)');
  const dropFactor = db.prepare('DELETE FROM user_factors WHERE user_id = ?');
  const dropPasskeys = db.prepare('DELETE FROM passkeys WHERE user_id = ?');
  const dropIdentity = db.prepare('DELETE FROM user_identities WHERE user_id = ?');
  const dropRecovery = db.prepare('DELETE FROM recovery_codes WHERE user_id = ?');

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
      const { userId } = begun.session;
      if (signsIn.get(userId, begun.passwordVersion) === undefined) return 'changed';
      if (!sessions.use(userId, begun.code, begun.session.createdAt)) return 'codeUsed';
      sessions.begin(begun);
      return 'done';
    },
    confirmSession: (idHash: Uint8Array, at: number, code: UsedCode | undefined): SignedIn => {
      const owner = ownerOf.get(idHash);
      if (owner === undefined) return 'changed';
      if (!sessions.use(owner.userId, code, at)) return 'codeUsed';
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
      dropIdentity.run(userId);
      put({ userId, password, mustChange: true, expiresAt, note: write.note }, undefined);
      grants.giveAccess(userId, 'password', write);
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
