import { type Role, roles } from '../domain/access/role.ts';
import { isUserName } from '../domain/access/user.ts';
import { didYouMean } from '../kernel/nearest.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { type TermValues, termsIn } from './token-terms.ts';

export const accessCommands = [
  'token create',
  'token list',
  'token revoke',
  'user create',
  'user list',
  'user disable',
  'user enable',
  'user reset',
] as const;
type AccessCommand = (typeof accessCommands)[number];

export const isAccessCommand = (command: string): command is AccessCommand =>
  accessCommands.some((one) => one === command);

interface Values extends TermValues {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly user?: string | undefined;
  readonly phone?: string | undefined;
  readonly language?: string | undefined;
  readonly withdraw?: boolean | undefined;
}

const ROLES = roles.join(', ');
const LANGUAGE = /^[a-z]{2,3}$/;

/** Runs a command for users and tokens. @param wrong says what is wrong with the command line */
export const accessCommand = async (
  command: AccessCommand,
  config: string,
  values: Values,
  wrong: (message: string) => number,
): Promise<number> => {
  const { name, user } = values;
  const named = name !== undefined && name.trim() !== '';
  if (!command.endsWith('list') && !named) return wrong(`${command} needs --name NAME`);
  switch (command) {
    case 'token create': {
      const [role, ...more] = rolesIn(values.role);
      if (role === undefined || more.length > 0) {
        const end = didYouMean(values.role, roles);
        return wrong(`token create needs --role, one of ${ROLES}${end}`);
      }
      const terms = termsIn(values, systemClock.now());
      if ('wrong' in terms) return wrong(terms.wrong);
      const { tokenCommand } = await import('./token.ts');
      return tokenCommand(config, name ?? '', role, user, terms);
    }
    case 'token list': {
      const { listTokensCommand } = await import('./token.ts');
      return listTokensCommand(config);
    }
    case 'token revoke': {
      const { revokeTokenCommand } = await import('./token.ts');
      return revokeTokenCommand(config, name ?? '', values.withdraw === true);
    }
    case 'user create':
      return createUser(config, values, wrong);
    case 'user list': {
      const { listUsersCommand } = await import('./user.ts');
      return listUsersCommand(config);
    }
    case 'user reset': {
      const { resetUserCommand } = await import('./user.ts');
      return resetUserCommand(config, name ?? '');
    }
    default: {
      const { switchUserCommand } = await import('./user.ts');
      return switchUserCommand(config, command === 'user disable' ? 'disable' : 'enable', name ?? '');
    }
  }
};

const createUser = async (
  config: string,
  { name = '', role, phone, language = 'fr' }: Values,
  wrong: (message: string) => number,
): Promise<number> => {
  if (!isUserName(name)) {
    return wrong("--name is 1 to 64 letters, digits, spaces and . _ - ', a letter or digit first");
  }
  const given = rolesIn(role);
  if (given.length === 0) return wrong(`user create needs --role, one or more of ${ROLES}`);
  if (!LANGUAGE.test(language)) return wrong('--language needs a primary subtag, such as fr');
  const { createUserCommand } = await import('./user.ts');
  return createUserCommand(config, name, { roles: given, language, phone }, wrong);
};

/** The roles of a list with commas; empty if one of them is no role. */
const rolesIn = (text: string | undefined): readonly Role[] => {
  const named = (text ?? '').split(',').map((one) => one.trim());
  const known = roles.filter((role) => named.includes(role));
  return known.length === new Set(named).size ? known : [];
};
