import { Passwords } from '../access/sign-in/passwords.ts';
import { Resets } from '../access/sign-in/resets.ts';
import { COMMAND_LINE } from '../access/tokens.ts';
import { Users } from '../access/users.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { UserChange, UserDefinition } from '../domain/access/user.ts';
import { NO_NUMBER } from '../domain/messages/msisdn.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { placeOf } from '../store/place.ts';
import { table } from './table.ts';
import { withStore } from './with-store.ts';

/** Works with the users of the store, also while the gateway runs; the gateway reads them anew every 2 seconds. */
const withUsers = async (
  configFile: string,
  work: (users: Users, config: Config, resets: Resets) => Promise<number>,
): Promise<number> => {
  const config = loadConfig(configFile, process.env, normaliseNumber);
  return withStore(placeOf(config.store), (store) => {
    const passwords = new Passwords();
    const resets = new Resets({ repository: store, passwords, clock: systemClock, news: undefined });
    return work(new Users(store, systemClock, () => {}), config, resets);
  });
};

const FIRST =
  'This is the first user. From now on, tokens that belong to no user can neither approve nor manage users: ' +
  'make tokens of users with token create --user NAME.\n';

const ONE_TIME =
  'This is a one-time password. It is not shown again, and must be changed at the first sign-in.\n';

const complain = (why: string): number => {
  process.stderr.write(`${why}\n`);
  return 1;
};

interface GivenUser extends Pick<UserDefinition, 'roles' | 'language'> {
  /** As written on the command line. */
  readonly phone: string | undefined;
}

/**
 * Makes a user. Prints the one-time password and nothing else, so that a script can store it.
 * @param wrong says what is wrong with the command line
 */
export const createUserCommand = (
  configFile: string,
  name: string,
  given: GivenUser,
  wrong: (message: string) => number,
): Promise<number> =>
  withUsers(configFile, async (users, { country }, resets) => {
    const phone = given.phone === undefined ? undefined : normaliseNumber(given.phone, country);
    if (given.phone !== undefined && phone === undefined) return wrong(`--phone ${NO_NUMBER}`);
    const user = { ...given, phone };
    const before = await users.list({ limit: 1, cursor: undefined });
    const made = await users.create(name, user, COMMAND_LINE);
    if (made.kind === 'taken') return complain(`there is already a user of the name ${name}`);
    if (made.kind !== 'done') return complain('another enabled user has this phone');
    if (before.items.length === 0) process.stderr.write(FIRST);
    return giveOneTimePassword(resets, made.value.name);
  });

/** Gives a user a one-time password, on the machine and without the gateway: nobody is locked out for good. */
export const resetUserCommand = (configFile: string, name: string): Promise<number> =>
  withUsers(configFile, (_users, _config, resets) => giveOneTimePassword(resets, name));

const giveOneTimePassword = async (resets: Resets, name: string): Promise<number> => {
  const reset = await resets.reset(name, COMMAND_LINE);
  if (reset.kind !== 'done') return complain(WHY_NOT.unknown);
  process.stderr.write(ONE_TIME);
  process.stdout.write(`${reset.password}\n`);
  return 0;
};

export const listUsersCommand = (configFile: string): Promise<number> =>
  withUsers(configFile, async (users) => {
    const rows: string[][] = [['name', 'roles', 'language', 'phone', 'disabled']];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const { items, next } = await users.list({ limit: 1000, cursor });
      for (const { name, roles, language, phone, disabledAt } of items) {
        const disabled = disabledAt === undefined ? '' : new Date(disabledAt).toISOString();
        rows.push([name, roles.join(','), language, phone ?? '', disabled]);
      }
      cursor = next;
    }
    process.stdout.write(table(rows));
    return 0;
  });

const WHY_NOT: Readonly<Record<Exclude<UserChange['kind'], 'done'>, string>> = {
  unknown: 'there is no user of that name',
  changed: 'somebody else changes the user at the same time',
  phoneTaken: 'another enabled user has the phone of this user',
  lastAdmin: 'only this user can manage tokens and users: make another admin first',
};

/** Disables or enables a user. */
export const switchUserCommand = (
  configFile: string,
  verb: 'disable' | 'enable',
  name: string,
): Promise<number> =>
  withUsers(configFile, async (users) => {
    const change = await users[verb](name, { version: undefined, by: COMMAND_LINE });
    return change.kind === 'done' ? 0 : complain(WHY_NOT[change.kind]);
  });
