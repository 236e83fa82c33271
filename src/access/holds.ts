import type { Grant, Hold, HoldOf } from '../domain/access/hold.ts';
import { HELD_FOR_MS, isFresh } from '../domain/access/hold.ts';
import { roles } from '../domain/access/role.ts';
import { type UserRepository, userIdOf } from '../domain/access/user.ts';
import { allows } from './permissions.ts';

const APPROVING = roles.filter((role) => allows([role], 'approve'));

type Grants = Pick<UserRepository, 'getUser' | 'grantsTo'>;

/** That somebody could be a user, since they have set the password or the identity. */
interface Known {
  readonly grant: Grant;
  readonly what: 'password' | 'identity';
  /** The name of that user. */
  readonly of: string;
}

/** The holds on users, as the store knows who gave them what. Whoever is no user is never held. */
export const holdsOf =
  (users: Grants): HoldOf =>
  async ({ actor, persons, at, now = at, through, roles: needed = APPROVING }) => {
    const id = userIdOf(actor);
    const user = id === undefined ? undefined : await users.getUser(id);
    if (user === undefined) return undefined;
    const behind = await behindOf(users, persons, now);
    const own = new Map<Grant['what'], Grant>();
    for (const grant of await users.grantsTo(user.id)) {
      if (isFresh(grant, at) && (await isOneOf(users, grant, [...persons, ...behind.keys()])))
        own.set(grant.what, grant);
    }
    const phone = through === 'token' ? undefined : own.get('phone');
    const password = through === 'phone' ? undefined : own.get('password');
    const identity = through === 'phone' ? undefined : own.get('identity');
    const acting = user.roles.filter((role) => needed.includes(role));
    const given = acting.flatMap((role) => own.get(role) ?? []);
    // A role that somebody else gave, or long ago, is enough.
    const role =
      given.length > 0 && given.length === acting.length
        ? given.toSorted((a, b) => a.at - b.at)[0]
        : undefined;
    // Whoever does what is their own anyway needs no second person for it.
    const isOwn = persons.includes(actor);
    const borrowed = isOwn ? undefined : behind.get(actor);
    const holds = [
      borrowed && { ...holdBy(user.name, borrowed.what, borrowed.grant), of: borrowed.of },
      phone && holdBy(user.name, 'phone', phone),
      password && holdBy(user.name, 'password', password),
      identity && holdBy(user.name, 'identity', identity),
      role && holdBy(user.name, 'role', role),
    ];
    return holds.filter((one) => one !== undefined).toSorted((a, b) => b.until - a.until)[0];
  };

const holdBy = (user: string, what: Hold['what'], grant: Grant): Hold => ({
  user,
  what,
  by: grant.byName,
  until: grant.at + HELD_FOR_MS,
});

/**
 * Who could have acted as one of these persons: whoever has just set the password or the identity of one, whoever has
 * just set that one's before, and so on.
 */
const behindOf = async (
  users: Grants,
  persons: readonly string[],
  atMs: number,
): Promise<ReadonlyMap<string, Known>> => {
  const behind = new Map<string, Known>();
  const asked = persons.map((person) => ({ person, at: atMs }));
  for (const { person, at } of asked) {
    for (const known of await accessTo(users, person, at)) {
      const { by } = known.grant;
      if (behind.has(by)) continue;
      behind.set(by, known);
      asked.push({ person: by, at: known.grant.at });
    }
  }
  return behind;
};

const accessTo = async (users: Grants, actor: string, atMs: number): Promise<readonly Known[]> => {
  const id = userIdOf(actor);
  const user = id === undefined ? undefined : await users.getUser(id);
  if (user === undefined) return [];
  const grants = (await users.grantsTo(user.id)).toSorted((a, b) => b.at - a.at);
  return grants.flatMap((grant) =>
    (grant.what === 'password' || grant.what === 'identity') && isFresh(grant, atMs)
      ? [{ grant, what: grant.what, of: user.name }]
      : [],
  );
};

/** Whether the giver is one of these persons, also where the giver acted by phone or by the name of another user. */
const isOneOf = async (users: Grants, { by, at }: Grant, persons: readonly string[]): Promise<boolean> => {
  for (const giver of [by, ...(await behindOf(users, [by], at)).keys()]) {
    if (persons.includes(giver)) return true;
    const id = userIdOf(giver);
    const phone = id === undefined ? undefined : (await users.getUser(id))?.phone;
    if (phone !== undefined && persons.includes(`phone:${phone}`)) return true;
  }
  return false;
};
