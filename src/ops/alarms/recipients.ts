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

/**
 * Those who are told of alarms. All admins are added if they are asked for, or if nobody else can be reached.
 */
export const recipientsOf = async (
  { to, duty, users, language }: RecipientsDeps,
  withAdmins: boolean,
  nowMs: number,
): Promise<readonly Recipient[]> => {
  const admins = async (): Promise<readonly Recipient[]> => {
    const found: Recipient[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await users.listUsers({ limit: PAGE, cursor });
      found.push(...items.filter(({ roles }) => roles.includes('admin')).flatMap(reached));
      if (next === undefined) return found;
      cursor = next;
    }
  };
  const onDuty = async (): Promise<readonly Recipient[]> =>
    Promise.all(
      (await duty(nowMs)).map(async (phone) => {
        const user = await users.userOfPhone(phone);
        return { phone, language: languageOf(user?.language ?? language) };
      }),
    );
  const named = async (names: readonly string[]): Promise<readonly Recipient[]> =>
    (await Promise.all(names.map((name) => users.findUser(name)))).flatMap(reached);
  const first = to === 'duty' ? await onDuty() : await named(to);
  const all = withAdmins || first.length === 0 ? [...first, ...(await admins())] : first;
  return [...new Map(all.map((one) => [one.phone, one])).values()].slice(0, MOST);
};
