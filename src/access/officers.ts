import { actorIdOf, type User, type UserRepository, userIdOf } from '../domain/access/user.ts';
import type { Officer, Officers } from '../domain/alerts/approvers.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import { allows } from './permissions.ts';

/** Who is on duty, as a roster says it. */
type OnDuty = (nowMs: number) => Promise<readonly { readonly phone: Msisdn }[]>;

const PAGE = 200;

/** The users as officers. @param duty undefined: all users who may approve are on duty, the first ones first */
export const officersOf = (users: UserRepository, duty?: OnDuty): Officers => {
  const all = async (): Promise<readonly User[]> => {
    const found: User[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await users.listUsers({ limit: PAGE, cursor });
      found.push(...items);
      if (next === undefined) return found;
      cursor = next;
    }
  };
  const pageable = (found: readonly (User | undefined)[]): readonly Officer[] =>
    found
      .map(enabled)
      .filter((one) => one !== undefined)
      .filter(({ mayApprove, phone }) => mayApprove && phone !== undefined);
  return {
    byId: async (id) => {
      const user = userIdOf(id);
      return user === undefined ? undefined : enabled(await users.getUser(user));
    },
    byName: async (name) => enabled(await users.findUser(name)),
    byPhone: async (phone) => enabled(await users.userOfPhone(phone)),
    approvers: async () => pageable(await all()),
    onDuty: async (nowMs) => {
      if (duty === undefined) return pageable(await all());
      const on = await duty(nowMs);
      return pageable(await Promise.all(on.map(({ phone }) => users.userOfPhone(phone))));
    },
  };
};

const enabled = (user: User | undefined): Officer | undefined => {
  if (user === undefined || user.disabledAt !== undefined) return undefined;
  const { name, phone, language, roles } = user;
  return {
    id: actorIdOf(user),
    name,
    phone,
    language: language === 'fr' ? 'fr' : 'en',
    mayApprove: allows(roles, 'approve'),
    mayPrepare: allows(roles, 'prepare'),
  };
};
