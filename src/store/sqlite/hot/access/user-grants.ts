import type { Given } from '../../../../domain/access/hold.ts';
import type { UserWrite } from '../../../../domain/access/user.ts';
import type { Db } from '../../open.ts';

/** Remembers who gave users their phones and roles. */
export const prepareUserGrants = (db: Db) => {
  const put = db.prepare(`
    INSERT OR REPLACE INTO user_grants (user_id, what, by_id, by_name, at)
    VALUES (:user, :what, :by, :byName, :at)`);
  const remove = db.prepare('DELETE FROM user_grants WHERE user_id = ? AND what = ?');

  const forget = (user: number, gone: readonly Given[]): void => {
    for (const what of gone) remove.run(user, what);
  };
  return {
    give: (user: number, given: readonly Given[], { note: { actor, at }, isRemembered }: UserWrite): void => {
      if (!isRemembered) forget(user, given);
      else for (const what of given) put.run({ user, what, by: actor.id, byName: actor.name, at });
    },
    forget,
  };
};
