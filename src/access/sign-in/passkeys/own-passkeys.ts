import { MOST_PASSKEYS, type Passkey } from '../../../domain/access/passkey.ts';
import type { AuditDetail, AuditNote } from '../../../domain/operation/audit.ts';
import { FewTimes } from '../../../kernel/few-times.ts';
import { bindingOf, type Session } from '../sessions.ts';
import {
  type CeremonyOptions,
  creationOptions,
  type Registration,
  verifyRegistration,
} from './ceremonies.ts';
import type { PasskeyDeps } from './passkey-proofs.ts';
import type { Unavailable } from './passkey-sign-in.ts';

/** `refused`: the answer of the authenticator is not right, and why. `ended`: the session has ended meanwhile. */
export type Registered =
  | { readonly kind: 'done'; readonly passkey: Passkey }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'tooMany' | 'known' | 'ended' };

/** Each is told by SMS, and its challenge is remembered: one user must not send many, nor take the room of others. */
const MOST_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

/** What users do with their own passkeys. The caller has checked that the session was confirmed, but for `rename`. */
export class OwnPasskeys {
  readonly #deps: PasskeyDeps;
  readonly #few: FewTimes;

  constructor(deps: PasskeyDeps) {
    this.#deps = deps;
    this.#few = new FewTimes(MOST_AN_HOUR, HOUR_MS, deps.clock);
  }

  /** Oldest first. */
  list({ user }: Session): Promise<readonly Passkey[]> {
    return this.#deps.repository.passkeysOf(user.id);
  }

  async offer(
    session: Session,
  ): Promise<
    Unavailable | { readonly kind: 'tooMany' } | { readonly kind: 'done'; readonly options: CeremonyOptions }
  > {
    const { repository, site, challenges } = this.#deps;
    if (site.kind === 'none') return { kind: 'unavailable', why: site.why };
    const { user } = session;
    const present = await repository.passkeysOf(user.id);
    if (present.length >= MOST_PASSKEYS) return { kind: 'tooMany' };
    const handle = this.#handleOf(session, present);
    const challenge = challenges.begin('register', boundTo(session, handle));
    const options = await creationOptions(site, { name: user.name, handle }, challenge, present);
    return { kind: 'done', options };
  }

  async register(
    session: Session,
    name: string,
    registration: Registration,
    address: string,
  ): Promise<Registered> {
    const { repository, site, challenges, news, refusals, clock } = this.#deps;
    const { user, idHash } = session;
    const refused = (why: string): Registered => {
      refusals.wrong(user, address, 'new passkey');
      return { kind: 'refused', why };
    };
    if (site.kind === 'none') return refused(site.why);
    const handle = this.#handleOf(session, await repository.passkeysOf(user.id));
    let answered = '';
    const verified = await verifyRegistration(site, registration, (challenge) => {
      answered = challenge;
      return challenges.isOpen(challenge, 'register', boundTo(session, handle));
    });
    if (verified.kind === 'wrong') return refused(verified.why);
    if (!this.#few.take(String(user.id))) return refused(`${MOST_AN_HOUR} were sent within an hour: wait`);
    if (!challenges.spend(answered)) return refused('the challenge was used already');
    const { credentialId, publicKey, counter } = verified;
    const passkey = {
      userId: user.id,
      name,
      credentialId,
      handle,
      publicKey,
      counter,
      transports: registration.response.transports ?? [],
      createdAt: clock.now(),
    };
    const messages = await news.messages('added', user, name);
    const note = this.#note('passkey.add', session, {});
    const added = await repository.addPasskey({ passkey, session: idHash, note, messages });
    if (added.kind !== 'done') return added;
    news.queued(messages);
    return { kind: 'done', passkey: { ...passkey, id: added.id, usedAt: undefined, clonedAt: undefined } };
  }

  /** False: the user has no such passkey. */
  rename(session: Session, id: number, name: string): Promise<boolean> {
    const note = this.#note('passkey.rename', session, { passkey: id });
    return this.#deps.repository.renamePasskey(session.user.id, id, name, note);
  }

  remove(session: Session, id: number): Promise<boolean> {
    const note = this.#note('passkey.remove', session, { passkey: id });
    return this.#deps.repository.removePasskey(session.user.id, id, note);
  }

  /** All passkeys of a user have the same, so that an authenticator keeps one of them only. */
  #handleOf({ user }: Session, [first]: readonly Passkey[]): Uint8Array {
    return first?.handle ?? this.#deps.challenges.handleOf(user.id);
  }

  #note(action: string, { user, principal }: Session, detail: AuditDetail): AuditNote {
    const { id, name } = principal.actor;
    return { at: this.#deps.clock.now(), actor: { id, name }, action, subject: `user:${user.name}`, detail };
  }
}

/** With the handle, a passkey is never stored under another one than the authenticator knows. */
const boundTo = (session: Session, handle: Uint8Array): string =>
  `${bindingOf(session)} ${Buffer.from(handle).toString('base64url')}`;
