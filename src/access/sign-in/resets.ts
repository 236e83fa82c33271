import type { SignInRepository } from '../../domain/access/sign-in.ts';
import type { UserRepository } from '../../domain/access/user.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import { COMMAND_LINE } from '../tokens.ts';
import type { UserNews } from '../user-news.ts';
import { type Passwords, randomPassword } from './passwords.ts';

interface ResetDeps {
  readonly repository: Pick<UserRepository, 'findUser'> & Pick<SignInRepository, 'resetUser'>;
  readonly passwords: Passwords;
  readonly clock: Pick<Clock, 'now'>;
  /** Tells users of it; undefined on the machine itself, where the gateway may not run. */
  readonly news: UserNews | undefined;
}

/** So long a one-time password lets its user in: a note with it must not be a key for years. */
const ONE_TIME_MS = 72 * 3_600_000;

/** `busy`: too many passwords wait to be hashed. */
export type Reset =
  | { readonly kind: 'done'; readonly name: string; readonly password: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'busy' };

/**
 * Gives users a one-time password, which must be changed before anything else. Their sessions end, and every
 * other way in is removed: the second factor, the passkeys, the link to a person of the provider. Whoever does it knows
 * the password, and could be the user: see `Given`.
 */
export class Resets {
  readonly #deps: ResetDeps;

  constructor(deps: ResetDeps) {
    this.#deps = deps;
  }

  async reset(name: string, by: AuditActor): Promise<Reset> {
    const { repository, passwords, clock, news } = this.#deps;
    const user = await repository.findUser(name);
    if (user === undefined) return { kind: 'unknown' };
    const password = randomPassword();
    const hashed = await passwords.hash(password, { peer: by.id, isTrusted: true });
    if (hashed === undefined) return { kind: 'busy' };
    const messages = (await news?.messages(user, user, by, 'password')) ?? [];
    const actor = { id: by.id, name: by.name };
    const note = { at: clock.now(), actor, action: 'user.reset', subject: `user:${user.name}`, detail: {} };
    const write = { note, isRemembered: by.id !== COMMAND_LINE.id, messages };
    await repository.resetUser(user.id, hashed, clock.now() + ONE_TIME_MS, write);
    news?.queued(messages);
    return { kind: 'done', name: user.name, password };
  }
}
