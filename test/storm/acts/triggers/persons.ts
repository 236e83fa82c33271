import { COMMAND_LINE, Tokens } from '../../../../src/access/tokens.ts';
import { Users } from '../../../../src/access/users.ts';
import type { Clock } from '../../../../src/kernel/clock.ts';
import type { Store } from '../../../../src/store/store.ts';

export interface Keys {
  readonly author: string;
  readonly approver: string;
}

/** Puts the person who writes the scenarios and the one who approves them on the disk. */
export const preparePersons = async (store: Store, clock: Clock): Promise<Keys> => {
  const users = new Users(store, clock, () => {});
  const tokens = new Tokens(store, clock);
  const keyOf = async (name: string, role: 'operator' | 'approver'): Promise<string> => {
    await users.create(name, { roles: [role], language: 'fr', phone: undefined }, COMMAND_LINE);
    return tokens.create(`triggers ${name}`, role, await store.findUser(name));
  };
  return { author: await keyOf('Gus', 'operator'), approver: await keyOf('Hana', 'approver') };
};
