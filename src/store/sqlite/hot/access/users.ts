import type { UserChange, UserDefinition, UserMade } from '../../../../domain/access/user.ts';
import type { AuditNote } from '../../../../domain/operation/audit.ts';
import { foldName } from '../../../../kernel/fold-name.ts';
import type { Db } from '../../open.ts';
import { prepareAudit } from '../operation/audit.ts';
import { IS_ADMIN_TOKEN } from './tokens.ts';

type Kind<Result> = Result extends { readonly kind: infer K } ? K : never;

interface Row {
  readonly version: number;
  readonly roles: string;
  readonly phone: string | null;
  readonly disabledAt: number | null;
}

/** Makes and changes users, each in one commit with the entry of the audit log. */
export const prepareUsers = (db: Db) => {
  const audit = prepareAudit(db);
  const named = db.prepare<[string], unknown>('SELECT 1 FROM users WHERE name_key = ?');
  const hasPhone = db.prepare<[string | null, number], unknown>(
    'SELECT 1 FROM users WHERE phone = ? AND disabled_at IS NULL AND id <> ?',
  );
  const insert = db.prepare(`
    INSERT INTO users (name, name_key, roles, language, phone, created_at)
    VALUES (:name, :key, :roles, :language, :phone, :at)`);
  const find = db.prepare<[number], Row>(
    'SELECT version, roles, phone, disabled_at AS disabledAt FROM users WHERE id = ?',
  );
  const replace = db.prepare(
    'UPDATE users SET roles = :roles, language = :language, phone = :phone, version = version + 1 WHERE id = :id',
  );
  const disable = db.prepare('UPDATE users SET disabled_at = ?, version = version + 1 WHERE id = ?');
  const ownAdmin = db.prepare<[number], unknown>(
    `SELECT 1 FROM tokens t WHERE ${IS_ADMIN_TOKEN} AND t.user_id = ? LIMIT 1`,
  );
  const otherAdmin = db.prepare<[number], unknown>(
    `SELECT 1 FROM tokens t WHERE ${IS_ADMIN_TOKEN} AND t.user_id IS NOT ? LIMIT 1`,
  );

  /** Whether only the tokens of this user can manage the others. */
  const isLastAdmin = (id: number): boolean =>
    ownAdmin.get(id) !== undefined && otherAdmin.get(id) === undefined;

  return {
    createUser: (name: string, user: UserDefinition, note: AuditNote): Kind<UserMade> => {
      const key = foldName(name);
      if (named.get(key) !== undefined) return 'taken';
      const phone = user.phone ?? null;
      if (hasPhone.get(phone, 0) !== undefined) return 'phoneTaken';
      insert.run({
        name,
        key,
        roles: JSON.stringify(user.roles),
        language: user.language,
        phone,
        at: note.at,
      });
      audit(note);
      return 'done';
    },

    replaceUser: (
      id: number,
      user: UserDefinition,
      version: number | undefined,
      note: AuditNote,
    ): Kind<UserChange> => {
      const before = find.get(id);
      if (before === undefined) return 'unknown';
      if (version !== undefined && version !== before.version) return 'changed';
      const phone = user.phone ?? null;
      if (before.disabledAt === null && hasPhone.get(phone, id) !== undefined) return 'phoneTaken';
      if (!user.roles.includes('admin') && isLastAdmin(id)) return 'lastAdmin';
      replace.run({ id, roles: JSON.stringify(user.roles), language: user.language, phone });
      audit(note);
      return 'done';
    },

    setUserDisabled: (
      id: number,
      disabledAt: number | undefined,
      version: number | undefined,
      note: AuditNote,
    ): Kind<UserChange> => {
      const before = find.get(id);
      if (before === undefined) return 'unknown';
      if (version !== undefined && version !== before.version) return 'changed';
      if ((before.disabledAt === null) === (disabledAt === undefined)) return 'done';
      if (disabledAt === undefined && hasPhone.get(before.phone, id) !== undefined) return 'phoneTaken';
      if (disabledAt !== undefined && isLastAdmin(id)) return 'lastAdmin';
      disable.run(disabledAt ?? null, id);
      audit(note);
      return 'done';
    },
  };
};
