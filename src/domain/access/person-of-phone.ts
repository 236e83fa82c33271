import type { Clock } from '../../kernel/clock.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import { isFresh } from './hold.ts';
import { actorIdOf, type User, type UserRepository } from './user.ts';

/** Whom a phone stands for. */
export type PhonePerson =
  | {
      readonly kind: 'user';
      /** The id of the user as an actor. */
      readonly id: string;
      readonly user: User;
      /**
       * The id of who set the phone less than 24 hours ago: it may be that one's own, so what it asks for counts as
       * that one's too.
       */
      readonly setBy: string | undefined;
    }
  /** The phone of a user who is disabled: it may do nothing. */
  | { readonly kind: 'disabled' }
  /** A phone that no user has. */
  | { readonly kind: 'phone'; readonly id: string };

export type PersonOfPhone = (phone: Msisdn) => Promise<PhonePerson>;

/**
 * Turns a phone into a person. Whatever takes a phone for somebody asks this, so that one phone is always one person.
 */
export const personOfPhone =
  (users: Pick<UserRepository, 'usersWithPhone' | 'grantsTo'>, clock: Pick<Clock, 'now'>): PersonOfPhone =>
  async (phone) => {
    const all = await users.usersWithPhone(phone);
    const user = all.find(({ disabledAt }) => disabledAt === undefined);
    if (user === undefined)
      return all.length > 0 ? { kind: 'disabled' } : { kind: 'phone', id: `phone:${phone}` };
    const set = (await users.grantsTo(user.id)).find(({ what }) => what === 'phone');
    const setBy = set !== undefined && isFresh(set, clock.now()) ? set.by : undefined;
    return { kind: 'user', id: actorIdOf(user), user, setBy };
  };
