import { type Given, isFresh } from '../../../../domain/access/hold.ts';
import { type UserWrite, userIdOf } from '../../../../domain/access/user.ts';
import type { Db } from '../../open.ts';

/** Remembers who gave users their phones and roles. */
export const prepareUserGrants = (db: Db) => {
  const put = db.prepare(`
    INSERT OR REPLACE INTO user_grants (user_id, what, by_id, by_name, at)
    VALUES (:user, :what, :by, :byName, :at)`);
  const passwordOf = db.prepare<[number], { by: string; byName: string; at: number }>(
    "SELECT by_id AS by, by_name AS byName, at FROM user_grants WHERE user_id = ? AND what = 'password'",
  );
  const remove = db.prepare('DELETE FROM user_grants WHERE user_id = ? AND what = ?');

  const forget = (user: number, gone: readonly Given[]): void => {
    for (const what of gone) remove.run(user, what);
  };
  /** Whether this giver could be the user itself: whoever has set the user's password has set theirs too. */
  const couldBe = (user: number, giver: string, at: number): boolean => {
    const seen = new Set<number>();
    for (let [id, time] = [userIdOf(giver), at]; id !== undefined && !seen.has(id); ) {
      if (id === user) return true;
      seen.add(id);
      const grant = passwordOf.get(id);
      if (grant === undefined || !isFresh(grant, time)) return false;
      [id, time] = [userIdOf(grant.by), grant.at];
    }
    return false;
  };
  return {
    /** Remembers who knows the password. A fresh entry is not lost by a reset that the user may have made. */
    givePassword: (user: number, write: UserWrite): void => {
      const { actor, at } = write.note;
      if (!write.isRemembered) {
        forget(user, ['password']);
        return;
      }
      const before = passwordOf.get(user);
      const isKept = before !== undefined && isFresh(before, at) && couldBe(user, actor.id, at);
      const { by, byName } = isKept ? before : { by: actor.id, byName: actor.name };
      put.run({ user, what: 'password', by, byName, at });
    },
    give: (user: number, given: readonly Given[], { note: { actor, at }, isRemembered }: UserWrite): void => {
      if (!isRemembered) forget(user, given);
      else for (const what of given) put.run({ user, what, by: actor.id, byName: actor.name, at });
    },
    forget,
  };
};
