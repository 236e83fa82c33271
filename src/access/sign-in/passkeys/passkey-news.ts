import { actorIdOf, type User } from '../../../domain/access/user.ts';
import type { NewMessage } from '../../../domain/messages/message.ts';
import { quote } from '../../../domain/text/quote.ts';
import type { UserNewsDeps } from '../../user-news.ts';

/** `added`: to the user's account. `copied`: its count of signatures went back, as that of a copy does. */
type PasskeyEvent = 'added' | 'copied';

const VALID_MS = 24 * 3_600_000;
const NAME = 20;

// Each text fits one GSM 7-bit part with names that are cut.
const TEXTS: Readonly<Record<'fr' | 'en', Readonly<Record<PasskeyEvent, string>>>> = {
  fr: {
    added:
      "Passerelle d'alerte : clé d'accès {key} ajoutée au compte {name}. Pas prévu ? Appelez un responsable.",
    copied:
      "Passerelle d'alerte : copie de la clé d'accès {key} de {name} refusée. Supprimez la clé, appelez un responsable.",
  },
  en: {
    added: 'Alert gateway: passkey {key} was added to the account {name}. Unexpected? Call your manager.',
    copied:
      'Alert gateway: a copy of the passkey {key} of {name} was refused. Remove it and call your manager.',
  },
};

/** The text that tells a user of a passkey. No number is in it. */
export const passkeyText = (
  event: PasskeyEvent,
  { name, language }: Pick<User, 'name' | 'language'>,
  key: string,
): string => {
  const values: Readonly<Record<string, string>> = { name: quote(name, NAME), key: quote(key, NAME) };
  return TEXTS[language === 'fr' ? 'fr' : 'en'][event].replaceAll(
    /\{(\w+)\}/g,
    (whole, word: string) => values[word] ?? whole,
  );
};

/** Tells users by SMS what happens to their passkeys. */
export class PasskeyNews {
  readonly #deps: UserNewsDeps;

  constructor(deps: UserNewsDeps) {
    this.#deps = deps;
  }

  /** The messages that tell of it, to be stored with it. */
  async messages(event: PasskeyEvent, user: User, key: string): Promise<readonly NewMessage[]> {
    if (user.phone === undefined) return [];
    const text = passkeyText(event, user, key);
    const reference = `passkey of ${actorIdOf(user)}`;
    const made = await this.#deps.prepare({ to: user.phone, text, validForMs: VALID_MS, reference });
    return made === undefined ? [] : [made];
  }

  queued(messages: readonly NewMessage[]): void {
    if (messages.length > 0) this.#deps.queued(messages);
  }
}
