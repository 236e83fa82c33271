import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import type { Claimed, IdentityRepository } from '../../../domain/access/identity.ts';
import type { SignInRepository } from '../../../domain/access/sign-in.ts';
import type { User, UserRepository } from '../../../domain/access/user.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { BackOff } from '../back-off.ts';
import type { SignInFrom } from '../begin-session.ts';
import { proofOf } from '../recovery-codes.ts';
import type { Refusals } from '../refusals.ts';
import { CONFIRMED_MS, type Session } from '../sessions.ts';
import { Few } from './few.ts';
import { IdTokens } from './id-tokens.ts';
import { localPath } from './local-path.ts';
import type { Checks, Provider, Redeemed } from './provider.ts';
import { BEGUN_LASTS_MS, Sealed } from './sealed.ts';
import { sessionAfterSignOn } from './session-after-sign-on.ts';

export interface SignOnDeps {
  readonly provider: Provider;
  readonly repository: SignInRepository & IdentityRepository & Pick<UserRepository, 'getUser'>;
  readonly refusals: Refusals;
  readonly clock: Clock;
}

/** The browser keeps `cookie` until it comes back from `url`. */
export type SignOnBegun =
  | { readonly kind: 'go'; readonly url: string; readonly cookie: string }
  | { readonly kind: 'down' };

/**
 * - `confirmed`: the session of before may do what needs the password once more
 * - `codeNeeded`: the user has a second factor, and the browser keeps the cookie until a code is entered
 * - `stale`: this browser did not begin it, or too long ago
 * - `notLinked`: no user is this person; `subject` only if that is what users are linked by
 * - `otherPerson`: the user is another person of the provider
 * - `notAnew`: the person entered nothing there within the last five minutes
 * - `busy`: too many come back at once
 */
export type SignOnAnswer =
  | { readonly kind: 'signedIn'; readonly id: string; readonly returnTo: string }
  | { readonly kind: 'confirmed'; readonly returnTo: string }
  | { readonly kind: 'codeNeeded'; readonly cookie: string }
  | { readonly kind: 'notLinked'; readonly subject: string | undefined }
  | { readonly kind: 'waits'; readonly ms: number }
  | { readonly kind: 'stale' | 'otherPerson' | 'notAnew' | 'refused' | 'wrongCode' | 'busy' | 'down' };

/** What the browser keeps while the person is at the provider. */
interface Begun extends Checks {
  readonly returnTo: string;
  /** The session that the password is entered for once more. */
  readonly confirms?: { readonly session: string; readonly user: number } | undefined;
}

/** What the browser keeps until a code is entered. */
interface Half {
  readonly user: number;
  readonly claimed: Claimed;
  readonly authenticatedAt: number | undefined;
  readonly idToken: string;
  readonly returnTo: string;
}

const HALF_LASTS_MS = 300_000;
/** A cookie has 4096 octets at most (RFC 6265 6.1). Without the token, the provider asks whether to sign out. */
const LONGEST_ID_TOKEN = 1800;
const MOST_AT_ONCE = 8;
const MOST_OF_PEER = 2;

/** Signs people in who have signed in at a provider of OpenID Connect, as the users that they are linked to. */
export class SignOn {
  readonly #deps: SignOnDeps;
  readonly #sealed: Sealed;
  readonly #backOff: BackOff;
  readonly #idTokens = new IdTokens();
  readonly #underWay = new Few(MOST_AT_ONCE, MOST_OF_PEER);

  constructor(deps: SignOnDeps) {
    this.#deps = deps;
    this.#sealed = new Sealed(deps.clock);
    this.#backOff = new BackOff(deps.clock);
  }

  /** @param session undefined: to sign in; otherwise the person enters the password there once more */
  async begin(returnTo: string | undefined, session?: Session): Promise<SignOnBegun> {
    const confirms =
      session === undefined
        ? undefined
        : { session: Buffer.from(session.idHash).toString('base64url'), user: session.user.id };
    const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = await this.#deps.provider.address(checks, confirms !== undefined);
    if (url === undefined) return { kind: 'down' };
    const begun: Begun = { ...checks, returnTo: localPath(returnTo), confirms };
    return { kind: 'go', url, cookie: this.#sealed.seal('begun', begun, BEGUN_LASTS_MS) };
  }

  /** @param query of the address that the provider sent the browser to, with its `?` */
  async finish(query: string, cookie: string | undefined, from: SignInFrom): Promise<SignOnAnswer> {
    const begun =
      cookie === undefined ? undefined : (this.#sealed.open('begun', cookie) as Begun | undefined);
    if (begun === undefined) return { kind: 'stale' };
    const ms = this.#backOff.waitMs(from.peer);
    if (ms > 0) return { kind: 'waits', ms };
    if (!this.#underWay.enter(from.peer)) return { kind: 'busy' };
    try {
      const redeemed = await this.#deps.provider.redeem(query, begun, begun.confirms !== undefined);
      if (redeemed.kind === 'down') return redeemed;
      if (redeemed.kind === 'refused')
        return this.#refuse(undefined, from, redeemed.why, { kind: 'refused' });
      return await this.#admit(begun, redeemed, from);
    } finally {
      this.#underWay.leave(from.peer);
    }
  }

  /** The code of the second factor, after the provider said who it is. */
  async enterCode(code: string, cookie: string | undefined, from: SignInFrom): Promise<SignOnAnswer> {
    const half = cookie === undefined ? undefined : (this.#sealed.open('half', cookie) as Half | undefined);
    if (half === undefined) return { kind: 'stale' };
    const { repository, clock } = this.#deps;
    const user = await repository.getUser(half.user);
    const found = user === undefined ? undefined : await repository.credentials(user.name);
    if (user === undefined || found === undefined) return { kind: 'refused' };
    // Not before the store was read: of many codes that come at the same moment, each would be compared.
    const key = `user ${half.user}`;
    const ms = this.#backOff.waitMs(key);
    if (ms > 0) return { kind: 'waits', ms };
    const proof = proofOf(found, code, clock.now());
    if (proof === undefined) {
      this.#backOff.failed(key);
      return this.#refuse(user, from, 'code', { kind: 'wrongCode' });
    }
    this.#backOff.passed(key);
    const id = await this.#begin(user, half, from, proof);
    return id === undefined ? { kind: 'refused' } : { kind: 'signedIn', id, returnTo: half.returnTo };
  }

  /** Where the browser ends the session at the provider too; undefined: it can't. The session here ends elsewhere. */
  async endAddress({ idHash }: Pick<Session, 'idHash'>, backTo: string): Promise<string | undefined> {
    return this.#deps.provider.endAddress(this.#idTokens.take(idHash), backTo);
  }

  async #admit(begun: Begun, redeemed: Redeemed, from: SignInFrom): Promise<SignOnAnswer> {
    const { repository } = this.#deps;
    const { claimed } = redeemed;
    const identity = await repository.identityFor(claimed);
    if (identity === undefined) {
      const subject = claimed.claim === 'sub' ? claimed.subject : undefined;
      return this.#refuse(undefined, from, 'notLinked', { kind: 'notLinked', subject });
    }
    const user = await repository.getUser(identity.userId);
    if (user === undefined || user.disabledAt !== undefined)
      return this.#refuse(user, from, 'disabled', { kind: 'refused' });
    if (identity.subject !== undefined && identity.subject !== claimed.subject)
      return this.#refuse(user, from, 'subject', { kind: 'otherPerson' });
    if (begun.confirms !== undefined) return this.#confirm(begun, begun.confirms, user, redeemed, from);
    if ((await repository.credentials(user.name))?.secret !== undefined) {
      const { idToken, authenticatedAt } = redeemed;
      const kept = idToken.length > LONGEST_ID_TOKEN ? '' : idToken;
      const half: Half = { user: user.id, claimed, authenticatedAt, idToken: kept, returnTo: begun.returnTo };
      return { kind: 'codeNeeded', cookie: this.#sealed.seal('half', half, HALF_LASTS_MS) };
    }
    const id = await this.#begin(user, redeemed, from, undefined);
    if (id === undefined) return this.#refuse(user, from, 'changed', { kind: 'refused' });
    this.#backOff.passed(from.peer);
    return { kind: 'signedIn', id, returnTo: begun.returnTo };
  }

  async #confirm(
    { returnTo }: Begun,
    { session, user: asked }: NonNullable<Begun['confirms']>,
    user: User,
    { authenticatedAt }: Redeemed,
    from: SignInFrom,
  ): Promise<SignOnAnswer> {
    const { repository, clock } = this.#deps;
    if (user.id !== asked) return this.#refuse(user, from, 'otherUser', { kind: 'otherPerson' });
    const now = clock.now();
    if (authenticatedAt === undefined || now - authenticatedAt >= CONFIRMED_MS) return { kind: 'notAnew' };
    const at = Math.min(now, authenticatedAt);
    const done = await repository.confirmSession(Buffer.from(session, 'base64url'), at, undefined);
    return done === 'done' ? { kind: 'confirmed', returnTo } : { kind: 'stale' };
  }

  async #begin(
    user: User,
    { claimed, authenticatedAt, idToken }: Pick<Redeemed, 'claimed' | 'authenticatedAt' | 'idToken'>,
    from: SignInFrom,
    code: Parameters<typeof sessionAfterSignOn>[0]['code'],
  ): Promise<string | undefined> {
    const now = this.#deps.clock.now();
    const { id, begun } = sessionAfterSignOn({ user, claimed, authenticatedAt, code, now, from });
    if ((await this.#deps.repository.beginSignOn(begun)) !== 'done') return undefined;
    this.#deps.refusals.count('done');
    if (idToken !== '') this.#idTokens.keep(begun.session.idHash, idToken);
    return id;
  }

  #refuse(user: User | undefined, from: SignInFrom, why: string, answer: SignOnAnswer): SignOnAnswer {
    if (why !== 'code') this.#backOff.failed(from.peer);
    this.#deps.refusals.wrong(user, from.address, `signOn ${why}`);
    return answer;
  }
}
