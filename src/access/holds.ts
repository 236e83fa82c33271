import type { Grant, Hold, HoldOf } from '../domain/access/hold.ts';
import { HELD_FOR_MS, isFresh } from '../domain/access/hold.ts';
import { roles } from '../domain/access/role.ts';
import { type UserRepository, userIdOf } from '../domain/access/user.ts';
import { allows } from './permissions.ts';

const APPROVING = roles.filter((role) => allows([role], 'approve'));

/** The holds on users, as the store knows who gave them what. Whoever is no user is never held. */
export const holdsOf =
  (users: Pick<UserRepository, 'getUser' | 'grantsTo'>): HoldOf =>
  async ({ actor, persons, at, through, roles: needed = APPROVING }) => {
    const id = userIdOf(actor);
    const user = id === undefined ? undefined : await users.getUser(id);
    if (user === undefined) return undefined;
    const own = new Map<Grant['what'], Grant>();
    for (const grant of await users.grantsTo(user.id)) {
      if (isFresh(grant, at) && (await isOneOf(users, grant.by, persons))) own.set(grant.what, grant);
    }
    const phone = through === 'token' ? undefined : own.get('phone');
    const password = through === 'phone' ? undefined : own.get('password');
    const acting = user.roles.filter((role) => needed.includes(role));
    const given = acting.flatMap((role) => own.get(role) ?? []);
    // A role that somebody else gave, or long ago, is enough.
    const role =
      given.length > 0 && given.length === acting.length
        ? given.toSorted((a, b) => a.at - b.at)[0]
        : undefined;
    const holds = [
      holdBy(user.name, 'phone', phone),
      holdBy(user.name, 'password', password),
      holdBy(user.name, 'role', role),
    ];
    return holds.filter((one) => one !== undefined).toSorted((a, b) => b.until - a.until)[0];
  };

const holdBy = (user: string, what: Hold['what'], grant: Grant | undefined): Hold | undefined =>
  grant === undefined ? undefined : { user, what, by: grant.byName, until: grant.at + HELD_FOR_MS };

/** Whether the giver is one of these persons, also where the giver acted by phone. */
const isOneOf = async (
  users: Pick<UserRepository, 'getUser'>,
  giver: string,
  persons: readonly string[],
): Promise<boolean> => {
  if (persons.includes(giver)) return true;
  const id = userIdOf(giver);
  const phone = id === undefined ? undefined : (await users.getUser(id))?.phone;
  return phone !== undefined && persons.includes(`phone:${phone}`);
};
