import { COMMAND_LINE, Tokens } from '../../../../src/access/tokens.ts';
import { Users } from '../../../../src/access/users.ts';
import type { Role } from '../../../../src/domain/access/role.ts';
import { toMsisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { Clock } from '../../../../src/kernel/clock.ts';
import type { Store } from '../../../../src/store/store.ts';
import type { Crowd, ListName } from './crowd.ts';
import { LISTS } from './crowd.ts';

/** The users, and what each may do. */
const USERS = {
  Anna: ['operator'],
  Ben: ['operator', 'approver'],
  Cleo: ['approver'],
  Dora: ['admin'],
  Vera: ['viewer'],
} as const satisfies Record<string, readonly Role[]>;

export type UserName = keyof typeof USERS;

/** Who asks: tokens of the users, two of them of one person, and the token of a program that may do anything. */
const TOKENS = {
  anna: ['Anna', 'operator'],
  ben: ['Ben', 'operator'],
  benApproves: ['Ben', 'approver'],
  cleo: ['Cleo', 'approver'],
  cleoToo: ['Cleo', 'approver'],
  dora: ['Dora', 'admin'],
  doraToo: ['Dora', 'approver'],
  vera: ['Vera', 'viewer'],
  robot: [undefined, 'admin'],
} as const satisfies Record<string, readonly [UserName | undefined, Role]>;

export type Who = keyof typeof TOKENS;

/** The person behind a token; undefined: a program, which is none. */
export const personOf = (who: Who): UserName | undefined => TOKENS[who][0];

export const roleOf = (who: Who): Role => TOKENS[who][1];

/** The name under which the gateway writes down what the token did. */
export const actorOf = (who: Who): string => personOf(who) ?? `people ${who}`;

/** Whether the token may be the second person, if its user is no author. */
export const mayApprove = (who: Who): boolean => {
  const [user, role] = TOKENS[who];
  return user !== undefined && (role === 'approver' || role === 'admin');
};

/** What is on the disk before the first process. */
export interface Prepared {
  readonly tokens: ReadonlyMap<Who, string>;
  readonly lists: ReadonlyMap<ListName, number>;
  /** The ids of the contacts, by the index of the person. */
  readonly contacts: ReadonlyMap<number, number>;
}

/** Makes users with their tokens as the commands do, and the people with their lists. */
export const prepareStore = async (store: Store, clock: Clock, { people }: Crowd): Promise<Prepared> => {
  const users = new Users(store, clock, () => {});
  const tokens = new Tokens(store, clock);
  for (const [name, roles] of Object.entries(USERS))
    await users.create(name, { roles, language: 'fr', phone: undefined }, COMMAND_LINE);
  const secrets = new Map<Who, string>();
  for (const [who, [name, role]] of Object.entries(TOKENS)) {
    const user = name === undefined ? undefined : await store.findUser(name);
    secrets.set(who as Who, await tokens.create(`people ${who}`, role, user));
  }
  const lists = new Map<ListName, number>();
  for (const name of LISTS) {
    const kind = name === 'lettre' ? 'information' : 'emergency';
    const made = await store.lists.create(`people ${name}`, { kind }, clock.now());
    if (made === 'taken') throw new Error(`there is a list ${name} already`);
    lists.set(name, made.id);
  }
  const contacts = new Map<number, number>();
  for (const person of people) {
    const number = toMsisdn(person.number);
    if (number === undefined) throw new Error(`${person.number} is no number`);
    const { name, language } = person;
    const data = { number, name, language, attributes: {}, position: undefined, postalCode: undefined };
    const made = await store.contacts.create({ ...data, source: 'storm' }, clock.now());
    if (made === 'taken') throw new Error(`there is a contact ${person.number} already`);
    contacts.set(person.index, made.id);
    for (const list of LISTS) {
      const consent = person.lists[list];
      const listId = lists.get(list) ?? 0;
      if (consent !== undefined)
        await store.members.put({ listId, number, consent, consentSource: 'storm', consentAt: clock.now() });
    }
    if (person.optedOut)
      await store.optOut({ number, listId: 0, source: 'operator', evidence: 'storm', at: clock.now() });
  }
  return { tokens: secrets, lists, contacts };
};
