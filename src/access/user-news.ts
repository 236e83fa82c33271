import type { Role } from '../domain/access/role.ts';
import { actorIdOf, type User, type UserDefinition } from '../domain/access/user.ts';
import type { NewMessage } from '../domain/messages/message.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { AuditActor } from '../domain/operation/audit.ts';
import { quote } from '../domain/text/quote.ts';

/** What was done to a user, as the user is told it. */
type Change = 'made' | 'enabled' | 'password' | 'identity' | 'phone' | 'roles' | 'phoneAndRoles';

/** An SMS to a user about a change. */
interface UserSms {
  readonly to: Msisdn;
  readonly text: string;
  readonly validForMs: number;
  readonly reference: string;
}

export interface UserNewsDeps {
  /** Prepares a message for the store; undefined, and logged, if no route can carry it. */
  prepare(sms: UserSms): Promise<NewMessage | undefined>;
  /** Called when these messages were stored. */
  queued(messages: readonly NewMessage[]): void;
}

const VALID_MS = 24 * 3_600_000;
const NAME = 20;
const ROLES = 30;

const ROLES_IN_FRENCH: Readonly<Record<Role, string>> = {
  sender: 'envoi',
  viewer: 'lecture',
  operator: 'opérateur',
  approver: 'approbateur',
  admin: 'administrateur',
};

// Each text fits one GSM 7-bit part with names that are cut.
const TEXTS: Readonly<Record<'fr' | 'en', Readonly<Record<Change, string>>>> = {
  fr: {
    made: "{by} vous a inscrit à la passerelle d'alerte : {name}, {roles}.",
    enabled: "{by} a réactivé {name} dans la passerelle d'alerte : {roles}.",
    password: "{by} a remplacé le mot de passe de {name} (passerelle d'alerte).",
    identity: "{by} a relié {name} à un compte de connexion unique (passerelle d'alerte).",
    phone: "{by} a changé le téléphone de {name} dans la passerelle d'alerte.",
    roles: "Passerelle d'alerte : {by} a changé les droits de {name} : {roles}.",
    phoneAndRoles: "{by} a changé le téléphone et les droits de {name} dans la passerelle d'alerte.",
  },
  en: {
    made: '{by} has registered you with the alert gateway: {name}, {roles}.',
    enabled: '{by} has enabled {name} again in the alert gateway: {roles}.',
    password: '{by} has replaced the password of {name} (alert gateway).',
    identity: '{by} has linked {name} to a single sign-on account (alert gateway).',
    phone: '{by} has changed the phone of {name} in the alert gateway.',
    roles: 'Alert gateway: {by} has changed the rights of {name}: {roles}.',
    phoneAndRoles: '{by} has changed the phone and the rights of {name} in the alert gateway.',
  },
};
const UNEXPECTED = { fr: 'Pas prévu ? Appelez un responsable.', en: 'Unexpected? Call your manager.' };

/** The text that tells a user of a change. No number is in it. */
export const userNewsText = (
  change: Change,
  { name, roles, language }: Pick<User, 'name' | 'roles' | 'language'>,
  by: string,
): string => {
  const spoken = language === 'fr' ? 'fr' : 'en';
  const said = roles.map((role) => (spoken === 'fr' ? ROLES_IN_FRENCH[role] : role)).join(', ');
  const values: Readonly<Record<string, string>> = {
    by: quote(by, NAME),
    name: quote(name, NAME),
    roles: quote(said, ROLES),
  };
  const text = TEXTS[spoken][change].replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  return `${text} ${UNEXPECTED[spoken]}`;
};

/** Tells users by SMS what others change about them: at the phone that they had, and at the one that they get. */
export class UserNews {
  readonly #deps: UserNewsDeps;

  constructor(deps: UserNewsDeps) {
    this.#deps = deps;
  }

  /** The messages that tell of a change, to be stored with it. @param before undefined: the user is made */
  async messages(
    before: User | undefined,
    after: Pick<User, 'name'> & UserDefinition,
    by: AuditActor,
    done?: 'enabled' | 'password' | 'identity',
  ): Promise<readonly NewMessage[]> {
    const change = done ?? changeOf(before, after);
    if (change === undefined) return [];
    const phones = new Set([before?.phone, after.phone].filter((phone) => phone !== undefined));
    const text = userNewsText(change, after, by.name);
    const reference = before === undefined ? 'new user' : `change of ${actorIdOf(before)}`;
    const made = await Promise.all(
      [...phones].map((to) => this.#deps.prepare({ to, text, validForMs: VALID_MS, reference })),
    );
    return made.filter((message) => message !== undefined);
  }

  queued(messages: readonly NewMessage[]): void {
    if (messages.length > 0) this.#deps.queued(messages);
  }
}

const changeOf = (before: UserDefinition | undefined, after: UserDefinition): Change | undefined => {
  if (before === undefined) return 'made';
  const isOtherPhone = before.phone !== after.phone;
  const hasOtherRoles = before.roles.join() !== after.roles.join();
  if (isOtherPhone) return hasOtherRoles ? 'phoneAndRoles' : 'phone';
  return hasOtherRoles ? 'roles' : undefined;
};
