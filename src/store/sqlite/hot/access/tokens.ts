import { foldTokenName, type StoredToken, type TokenRemoval } from '../../../../domain/access/token.ts';
import type { AuditNote } from '../../../../domain/operation/audit.ts';
import type { Db } from '../../open.ts';
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
    INSERT INTO tokens (id, name, role, secret_hash, created_at, user_id)
    VALUES (:id, :name, :role, :secretHash, :createdAt, :user)`);
  const keepName = db.prepare('INSERT OR IGNORE INTO token_names (name_key, id) VALUES (?, ?)');
  const find = db.prepare<[string], { role: string }>('SELECT role FROM tokens WHERE id = ?');
  const otherAdmin = db.prepare<[string], unknown>(
    `SELECT 1 FROM tokens t WHERE ${IS_ADMIN_TOKEN} AND t.id <> ?
     UNION ALL SELECT 1 FROM users u JOIN user_passwords p ON p.user_id = u.id WHERE ${CAN_MANAGE_USERS} LIMIT 1`,
  );
  const remove = db.prepare('DELETE FROM tokens WHERE id = ?');
  return {
    addToken: ({ user, ...token }: StoredToken, note: AuditNote): void => {
      add.run({ ...token, user: user?.id ?? null });
      // A user's token is that user, whatever its own name is.
      if (user === undefined) keepName.run(foldTokenName(token.name), token.id);
      audit(note);
    },
    removeToken: (id: string, note: AuditNote): TokenRemoval => {
      const token = find.get(id);
      if (token === undefined) return 'unknown';
      if (token.role === 'admin' && otherAdmin.get(id) === undefined) return 'lastAdmin';
      remove.run(id);
      audit(note);
      return 'removed';
    },
  };
};
