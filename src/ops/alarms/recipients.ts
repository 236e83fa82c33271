import type { User, UserRepository } from '../../domain/access/user.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';

/** Whom an SMS about alarms goes to. */
export interface Recipient {
  readonly phone: Msisdn;
  readonly language: 'fr' | 'en';
}

export interface RecipientsDeps {
  /** `duty`, or the names of users. */
  readonly to: 'duty' | readonly string[];
  /** The numbers of those who are on duty. */
  readonly duty: (nowMs: number) => Promise<readonly Msisdn[]>;
  readonly users: Pick<UserRepository, 'findUser' | 'userOfPhone' | 'listUsers'>;
  /** The language of a number on duty that no user has. */
  readonly language: string;
}

const PAGE = 200;
/** The largest number of people whom one SMS goes to. */
const MOST = 30;

const languageOf = (language: string): Recipient['language'] => (language === 'fr' ? 'fr' : 'en');

const reached = (user: User | undefined): readonly Recipient[] =>
  user?.phone === undefined || user.disabledAt !== undefined
    ? []
    : [{ phone: user.phone, language: languageOf(user.language) }];

const adminsOf = async (users: RecipientsDeps['users']): Promise<readonly Recipient[]> => {
  const found: Recipient[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await users.listUsers({ limit: PAGE, cursor });
    found.push(...items.filter(({ roles }) => roles.includes('admin')).flatMap(reached));
    if (next === undefined) return found;
    cursor = next;
  }
};

const chosenOf = async (
  { to, duty, users, language }: RecipientsDeps,
  nowMs: number,
): Promise<readonly Recipient[]> => {
  if (to !== 'duty') return (await Promise.all(to.map((name) => users.findUser(name)))).flatMap(reached);
  return Promise.all(
    (await duty(nowMs)).map(async (phone) => {
      const user = await users.userOfPhone(phone);
      return { phone, language: languageOf(user?.language ?? language) };
    }),
  );
};

const each = (all: readonly Recipient[]): readonly Recipient[] =>
  [...new Map(all.map((one) => [one.phone, one])).values()].slice(0, MOST);

/** Who would be told now of an alarm that begins, and how many people that is: admins, if nobody else is reached. */
export interface FirstTold {
  readonly who: 'duty' | 'users' | 'admins';
  /** Undefined: the store does not say now. */
  readonly people: number | undefined;
}

export const firstToldOf = async (deps: RecipientsDeps, nowMs: number): Promise<FirstTold> => {
  const who = deps.to === 'duty' ? 'duty' : 'users';
  try {
    const chosen = each(await chosenOf(deps, nowMs));
    if (chosen.length > 0) return { who, people: chosen.length };
    return { who: 'admins', people: each(await adminsOf(deps.users)).length };
  } catch {
    // What is wrong may be the store itself: the kinds of alarms can be read all the same.
    return { who, people: undefined };
  }
};

/**
 * Those who are told of alarms. All admins are added if they are asked for, or if nobody else can be reached.
 */
export const recipientsOf = async (
  deps: RecipientsDeps,
  withAdmins: boolean,
  nowMs: number,
): Promise<readonly Recipient[]> => {
  const first = await chosenOf(deps, nowMs);
  return each(withAdmins || first.length === 0 ? [...first, ...(await adminsOf(deps.users))] : first);
};
