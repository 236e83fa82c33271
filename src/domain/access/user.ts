import type { Page, Paged } from '../../kernel/page.ts';
import type { NewMessage } from '../messages/message.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditNote } from '../operation/audit.ts';
import type { Grant } from './hold.ts';
import type { Role } from './role.ts';

/** What an admin decides about a user. */
export interface UserDefinition {
  readonly roles: readonly Role[];
  /** The language of messages to the user: a primary subtag, such as `fr`. */
  readonly language: string;
  /** No other enabled user has it. */
  readonly phone: Msisdn | undefined;
}

/** A person who uses the gateway. All tokens of a user are this one person. A user is never deleted, only disabled. */
export interface User extends UserDefinition {
  readonly id: number;
  /** Never changes, since the audit log and the rosters name the user by it. No other user has it in any spelling. */
  readonly name: string;
  /** When the user was disabled, ms since the epoch; undefined: the user is enabled. */
  readonly disabledAt: number | undefined;
  /** ms since the epoch. */
  readonly createdAt: number;
  /** Starts at 1 and grows by 1 with each change. */
  readonly version: number;
}

/** `lastAdmin`: nobody could manage tokens and users any more. `phoneTaken`: another enabled user has the phone. */
export type UserChange =
  | { readonly kind: 'done'; readonly value: User }
  | { readonly kind: 'unknown' | 'changed' | 'phoneTaken' | 'lastAdmin' };

export type UserMade =
  | { readonly kind: 'done'; readonly value: User }
  | { readonly kind: 'taken' | 'phoneTaken' };

/** What is written in one commit with a change of a user. */
export interface UserWrite {
  readonly note: AuditNote;
  /**
   * Whether the actor of the note is remembered as who gave the user their phone and roles. Not on the machine itself:
   * what was given there before is forgotten.
   */
  readonly isRemembered: boolean;
  /** The messages that tell the user. */
  readonly messages: readonly NewMessage[];
}

/** The users on disk. Each note is written in the same commit as the change, and only if the change was made. */
export interface UserRepository {
  createUser(name: string, user: UserDefinition, write: UserWrite): Promise<UserMade>;
  /** @param version the version to replace; undefined: the current one */
  replaceUser(
    id: number,
    user: UserDefinition,
    version: number | undefined,
    write: UserWrite,
  ): Promise<UserChange>;
  /** Enables the user if `disabledAt` is undefined. A user who is in that state already is not changed. */
  setUserDisabled(
    id: number,
    disabledAt: number | undefined,
    version: number | undefined,
    write: UserWrite,
  ): Promise<UserChange>;
  /** Finds a user by the name, in any spelling of it. */
  findUser(name: string): Promise<User | undefined>;
  getUser(id: number): Promise<User | undefined>;
  /** The enabled user with this phone. */
  userOfPhone(phone: Msisdn): Promise<User | undefined>;
  /** All users with this phone, also those who are disabled. */
  usersWithPhone(phone: Msisdn): Promise<readonly User[]>;
  /** Who gave the user their phone and roles, as far as it is remembered. */
  grantsTo(id: number): Promise<readonly Grant[]>;
  /** Ordered by creation. */
  listUsers(page: Page): Promise<Paged<User>>;
}

/** The owner of messages that tell users what was changed about them. */
export const USERS_OWNER = 'users';

const ACTOR = 'user:';

/** The id of a user as an actor, such as the author of an alert. No token has such an id. */
export const actorIdOf = ({ id }: Pick<User, 'id'>): string => `${ACTOR}${id}`;

/** The id of the user that an actor is; undefined: the actor is no user. */
export const userIdOf = (actor: string): number | undefined => {
  const digits = actor.startsWith(ACTOR) ? actor.slice(ACTOR.length) : '';
  return /^[1-9][0-9]{0,14}$/.test(digits) ? Number(digits) : undefined;
};

const USER_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ._'’-]{0,62}[\p{L}\p{N}\p{M}.])?$/u;

/** Whether this can be the name of a user: 1 to 64 letters, digits, spaces, and . _ - or an apostrophe. */
export const isUserName = (name: string): boolean => USER_NAME.test(name) && name.normalize('NFC') === name;
