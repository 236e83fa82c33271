import { foldTokenName, type StoredToken, type TokenRemoval } from '../../../domain/access/token.ts';
import {
  countMessages,
  type SendingLimits,
  type Taken,
  type TokenCounts,
} from '../../../domain/access/token-limits.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';

/**
 * SQL condition for tokens `t` that can do what admins do. A token may do no more than its user, so the user has to be
 * an enabled admin too.
 */
const IS_ADMIN_TOKEN = `t.role = 'admin' AND (t.user_id IS NULL OR EXISTS (
  SELECT 1 FROM users u, json_each(u.roles) r
  WHERE u.id = t.user_id AND u.disabled_at IS NULL AND r.value = 'admin'))`;

/** SQL condition for users `u` who can manage users: enabled admins, with a token for that or a password. */
export const CAN_MANAGE_USERS = `u.disabled_at IS NULL
  AND EXISTS (SELECT 1 FROM json_each(u.roles) r WHERE r.value = 'admin')
  AND (EXISTS (SELECT 1 FROM tokens t WHERE t.user_id = u.id AND t.role = 'admin')
    OR EXISTS (SELECT 1 FROM user_passwords p WHERE p.user_id = u.id))`;

/** Adds and deletes tokens, each in one commit with the entry of the audit log. */
export const prepareTokens = (db: Db) => {
  const audit = prepareAudit(db);
  const add = db.prepare(`
    INSERT INTO tokens (id, name, role, secret_hash, created_at, user_id, limits, expires_at)
    VALUES (:id, :name, :role, :secretHash, :createdAt, :user, :limits, :expiresAt)`);
  const keepName = db.prepare('INSERT INTO token_names (name_key, id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const find = db.prepare<[string], { role: string }>('SELECT role FROM tokens WHERE id = ?');
  const otherAdmin = db.prepare<[string], unknown>(
    `SELECT 1 FROM tokens t WHERE ${IS_ADMIN_TOKEN} AND t.id <> ?
     UNION ALL SELECT 1 FROM users u JOIN user_passwords p ON p.user_id = u.id WHERE ${CAN_MANAGE_USERS} LIMIT 1`,
  );
  const remember = db.prepare(`
    INSERT INTO revoked_tokens (id, name, user_id, revoked_at, withdraw)
    SELECT id, name, user_id, ?, ? FROM tokens WHERE id = ?`);
  const remove = db.prepare('DELETE FROM tokens WHERE id = ?');
  const forgetUse = db.prepare('DELETE FROM token_use WHERE token_id = ?');
  const countsOf = db.prepare<[string], TokenCounts>(`
    SELECT minute, in_minute AS inMinute, day, in_day AS inDay FROM token_use WHERE token_id = ?`);
  const keepCounts = db.prepare(`
    INSERT INTO token_use (token_id, minute, in_minute, day, in_day)
    VALUES (:id, :minute, :inMinute, :day, :inDay)
    ON CONFLICT (token_id) DO UPDATE SET minute = excluded.minute, in_minute = excluded.in_minute,
      day = excluded.day, in_day = excluded.in_day`);
  // A token that another process has just revoked gets no row any more.
  const keepUse = db.prepare(`
    INSERT INTO token_use (token_id, last_used_at) SELECT id, :at FROM tokens WHERE id = :id
    ON CONFLICT (token_id) DO UPDATE SET last_used_at = excluded.last_used_at`);
  return {
    addToken: ({ user, ...token }: StoredToken, note: AuditNote): void => {
      add.run({
        ...token,
        user: user?.id ?? null,
        limits: JSON.stringify(token.limits),
        expiresAt: token.expiresAt ?? null,
      });
      // A user's token is that user, whatever its own name is.
      if (user === undefined) keepName.run(foldTokenName(token.name), token.id);
      audit(note);
    },
    removeToken: (id: string, note: AuditNote, withdraw: boolean): TokenRemoval => {
      const token = find.get(id);
      if (token === undefined) return 'unknown';
      if (token.role === 'admin' && otherAdmin.get(id) === undefined) return 'lastAdmin';
      remember.run(note.at, withdraw ? 1 : 0, id);
      remove.run(id);
      forgetUse.run(id);
      audit(note);
      return 'removed';
    },
    takeMessages: (id: string, limits: SendingLimits, messages: number, nowMs: number): Taken => {
      const { taken, counts } = countMessages(countsOf.get(id), limits, messages, nowMs);
      if (taken.granted > 0) keepCounts.run({ id, ...counts });
      return taken;
    },
    tokenUsed: (id: string, at: number): void => {
      keepUse.run({ id, at });
    },
  };
};
