import type { Identity, IdentityRepository } from '../../../domain/access/identity.ts';
import type { User, UserRepository } from '../../../domain/access/user.ts';
import type { AuditActor, AuditNote } from '../../../domain/operation/audit.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { UserNews } from '../../user-news.ts';
import { comparable, isClaimValue } from './claim-value.ts';

interface IdentityDeps {
  readonly issuer: string;
  readonly claim: string;
  readonly repository: IdentityRepository & Pick<UserRepository, 'findUser'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly news: UserNews;
}

/** `taken`: another user is linked to the same person. `unfit`: no claim can say that. */
export type IdentityChange =
  | { readonly kind: 'done'; readonly value: Identity }
  | { readonly kind: 'unfit'; readonly why: string }
  | { readonly kind: 'unknown' | 'taken' | 'notLinked' };

/**
 * Links users to persons of the provider. Whoever links a user could have linked an account of their own, and sign in
 * as the user: see `Given`.
 */
export class Identities {
  readonly #deps: IdentityDeps;

  constructor(deps: IdentityDeps) {
    this.#deps = deps;
  }

  async get(name: string): Promise<IdentityChange> {
    const { repository } = this.#deps;
    const user = await repository.findUser(name);
    if (user === undefined) return { kind: 'unknown' };
    const value = await repository.identityOf(user.id);
    return value === undefined ? { kind: 'notLinked' } : { kind: 'done', value };
  }

  /** What was linked before counts no more, and whoever signs in first is the person from then on. */
  async link(name: string, asked: string, by: AuditActor): Promise<IdentityChange> {
    const { repository, issuer, claim, news } = this.#deps;
    if (!isClaimValue(asked))
      return { kind: 'unfit', why: 'has spaces around it, control characters, or more than 255 characters' };
    if (claim === 'email' && !/^[^@\s]+@[^@\s]+$/.test(asked)) return { kind: 'unfit', why: 'is no address' };
    const user = await repository.findUser(name);
    if (user === undefined) return { kind: 'unknown' };
    // The hold on whoever links would run out while the user can't be used.
    if (user.disabledAt !== undefined)
      return { kind: 'unfit', why: 'is for a user who is disabled: enable the user first' };
    const messages = await news.messages(user, user, by, 'identity');
    // The value is not in the audit log: it may be an address.
    const write = { note: this.#note('user.link', user, by), isRemembered: true, messages };
    const value = comparable(claim, asked);
    if ((await repository.linkIdentity({ userId: user.id, issuer, claim, value, write })) === 'taken')
      return { kind: 'taken' };
    news.queued(messages);
    return this.get(name);
  }

  async unlink(name: string, by: AuditActor): Promise<IdentityChange['kind']> {
    const { repository } = this.#deps;
    const user = await repository.findUser(name);
    if (user === undefined) return 'unknown';
    const isGone = await repository.unlinkIdentity(user.id, this.#note('user.unlink', user, by));
    return isGone ? 'done' : 'notLinked';
  }

  #note(action: string, { name }: User, { id, name: by }: AuditActor): AuditNote {
    const at = this.#deps.clock.now();
    return { at, actor: { id, name: by }, action, subject: `user:${name}`, detail: {} };
  }
}
