import { type UserRepository, userIdOf } from '../domain/access/user.ts';
import { allows } from './permissions.ts';

/**
 * Whether what this actor approved still counts: it does not if the actor is a user who was disabled since, or may
 * approve no more, or is gone. Anything that is no user, such as a token from before there were users, still counts.
 */
export const standing =
  ({ getUser }: Pick<UserRepository, 'getUser'>) =>
  async (actor: string): Promise<boolean> => {
    const id = userIdOf(actor);
    if (id === undefined) return true;
    const user = await getUser(id);
    return user !== undefined && user.disabledAt === undefined && allows(user.roles, 'approve');
  };
