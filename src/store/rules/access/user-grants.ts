import { type Given, isFresh } from '../../../domain/access/hold.ts';
import { type UserWrite, userIdOf } from '../../../domain/access/user.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

/** Remembers who gave users their phones and roles, and who can sign in as them. */
export const prepareUserGrants = (db: Db) => {
  const put = db.prepare(`
    INSERT INTO user_grants (user_id, what, by_id, by_name, at) VALUES (:user, :what, :by, :byName, :at)
    ON CONFLICT (user_id, what) DO UPDATE SET by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at`);
  const accessTo = db.prepare<[number], { by: string; byName: string; at: number }>(
    steady(`
      SELECT by_id AS by, by_name AS byName, at FROM user_grants
      WHERE user_id = ? AND what IN ('password', 'identity') ORDER BY at DESC, what`),
  );
  const remove = db.prepare('DELETE FROM user_grants WHERE user_id = ? AND what = ?');

  const forget = (user: number, gone: readonly Given[]): void => {
    for (const what of gone) remove.run(user, what);
  };
  /** Whether this giver could be the user itself: whoever can sign in as the user has let the giver in too. */
  const couldBe = (user: number, giver: string, at: number): boolean => {
    const asked: [string, number][] = [[giver, at]];
    const seen = new Set<number>();
    for (const [one, time] of asked) {
      const id = userIdOf(one);
      if (id === user) return true;
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      for (const grant of accessTo.all(id)) if (isFresh(grant, time)) asked.push([grant.by, grant.at]);
    }
    return false;
  };
  return {
    /**
     * Remembers who can sign in as the user, by a password or as a person of a provider. A fresh entry is not lost by
     * a change that the user may have made.
     */
    giveAccess: (user: number, what: 'password' | 'identity', write: UserWrite): void => {
      const { actor, at } = write.note;
      if (!write.isRemembered) {
        forget(user, [what]);
        return;
      }
      const before = accessTo.all(user).find((grant) => isFresh(grant, at));
      const { by, byName } =
        before !== undefined && couldBe(user, actor.id, at) ? before : { by: actor.id, byName: actor.name };
      put.run({ user, what, by, byName, at });
    },
    give: (user: number, given: readonly Given[], { note: { actor, at }, isRemembered }: UserWrite): void => {
      if (!isRemembered) forget(user, given);
      else for (const what of given) put.run({ user, what, by: actor.id, byName: actor.name, at });
    },
    forget,
  };
};
