import { foldName } from '../../../domain/access/fold-name.ts';
import type { Given } from '../../../domain/access/hold.ts';
import type { Role } from '../../../domain/access/role.ts';
import type { UserChange, UserDefinition, UserMade, UserWrite } from '../../../domain/access/user.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { steady } from '../steady.ts';
import { CAN_MANAGE_USERS } from './tokens.ts';
import { prepareUserGrants } from './user-grants.ts';

type Kind<Result> = Result extends { readonly kind: infer K } ? K : never;

interface Row {
  readonly version: number;
  readonly roles: string;
  readonly phone: string | null;
  readonly disabledAt: number | null;
}

/** Makes and changes users, each in one commit with the entry of the audit log and the messages to the user. */
export const prepareUsers = (db: Db, enqueue: Enqueue) => {
  const audit = prepareAudit(db);
  const grants = prepareUserGrants(db);
  const named = db.prepare<[string], unknown>('SELECT 1 FROM users WHERE name_key = ?');
  const hasPhone = db.prepare<[string | null, number], unknown>(
    'SELECT 1 FROM users WHERE phone = ? AND disabled_at IS NULL AND id <> ?',
  );
  const insert = db
    .prepare<[object], number>(`
    INSERT INTO users (name, name_key, roles, language, phone, created_at)
    VALUES (:name, :key, :roles, :language, :phone, :at) RETURNING id`)
    .pluck();
  const find = db.prepare<[number], Row>(
    'SELECT version, roles, phone, disabled_at AS disabledAt FROM users WHERE id = ?',
  );
  const replace = db.prepare(
    'UPDATE users SET roles = :roles, language = :language, phone = :phone, version = version + 1 WHERE id = :id',
  );
  const disable = db.prepare('UPDATE users SET disabled_at = ?, version = version + 1 WHERE id = ?');
  const endSessions = db.prepare('DELETE FROM sessions WHERE user_id = ?');
  const ownAdmin = db.prepare<[number], unknown>(
    steady(`SELECT 1 FROM users u WHERE ${CAN_MANAGE_USERS} AND u.id = ?`),
  );
  const otherAdmin = db.prepare<[number], unknown>(
    `SELECT 1 FROM users u WHERE ${CAN_MANAGE_USERS} AND u.id <> ? LIMIT 1`,
  );

  /** Whether only this user can manage users: systems can not. */
  const isLastAdmin = (id: number): boolean =>
    ownAdmin.get(id) !== undefined && otherAdmin.get(id) === undefined;

  const tell = ({ note, messages }: UserWrite): void => {
    audit(note);
    enqueue(messages);
  };

  return {
    createUser: (name: string, user: UserDefinition, write: UserWrite): Kind<UserMade> => {
      const key = foldName(name);
      if (named.get(key) !== undefined) return 'taken';
      const phone = user.phone ?? null;
      if (hasPhone.get(phone, 0) !== undefined) return 'phoneTaken';
      const id = insert.get({
        name,
        key,
        roles: JSON.stringify(user.roles),
        language: user.language,
        phone,
        at: write.note.at,
      });
      grants.give(Number(id), phone === null ? user.roles : ['phone', ...user.roles], write);
      tell(write);
      return 'done';
    },

    replaceUser: (
      id: number,
      user: UserDefinition,
      version: number | undefined,
      write: UserWrite,
    ): Kind<UserChange> => {
      const before = find.get(id);
      if (before === undefined) return 'unknown';
      if (version !== undefined && version !== before.version) return 'changed';
      const phone = user.phone ?? null;
      if (before.disabledAt === null && hasPhone.get(phone, id) !== undefined) return 'phoneTaken';
      if (!user.roles.includes('admin') && isLastAdmin(id)) return 'lastAdmin';
      replace.run({ id, roles: JSON.stringify(user.roles), language: user.language, phone });
      const roles = JSON.parse(before.roles) as readonly Role[];
      const lost: readonly Given[] = roles.filter((role) => !user.roles.includes(role));
      const gained: readonly Given[] = user.roles.filter((role) => !roles.includes(role));
      const isOtherPhone = phone !== before.phone;
      grants.forget(id, isOtherPhone ? ['phone', ...lost] : lost);
      grants.give(id, isOtherPhone && phone !== null ? ['phone', ...gained] : gained, write);
      tell(write);
      return 'done';
    },

    setUserDisabled: (
      id: number,
      disabledAt: number | undefined,
      version: number | undefined,
      write: UserWrite,
    ): Kind<UserChange> => {
      const before = find.get(id);
      if (before === undefined) return 'unknown';
      if (version !== undefined && version !== before.version) return 'changed';
      if ((before.disabledAt === null) === (disabledAt === undefined)) return 'done';
      if (disabledAt === undefined && hasPhone.get(before.phone, id) !== undefined) return 'phoneTaken';
      if (disabledAt !== undefined && isLastAdmin(id)) return 'lastAdmin';
      disable.run(disabledAt ?? null, id);
      // Also those that would work again if the user were soon enabled.
      endSessions.run(id);
      // Whoever enables somebody who has gone may have that one's phone.
      if (disabledAt === undefined && write.isRemembered) {
        const roles = JSON.parse(before.roles) as readonly Role[];
        grants.give(id, before.phone === null ? roles : ['phone', ...roles], write);
      }
      tell(write);
      return 'done';
    },
  };
};
