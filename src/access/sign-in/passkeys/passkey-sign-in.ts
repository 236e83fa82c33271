import { randomBytes } from 'node:crypto';
import type { SignInRepository } from '../../../domain/access/sign-in.ts';
import { newSession, type SignInFrom } from '../begin-session.ts';
import type { EntryRefused } from '../own-access.ts';
import { bindingOf, type Session } from '../sessions.ts';
import type { SignInAnswer } from '../sign-in.ts';
import { type Assertion, type CeremonyOptions, requestOptions } from './ceremonies.ts';
import { type PasskeyDeps, type PasskeyProof, PasskeyProofs } from './passkey-proofs.ts';

type Deps = PasskeyDeps & {
  readonly repository: Pick<SignInRepository, 'credentials' | 'beginSession' | 'confirmSession'>;
};

/** `unavailable`: this gateway has no name at which passkeys work, and why. */
export type Unavailable = { readonly kind: 'unavailable'; readonly why: string };

const COOKIE_OCTETS = 32;

/** Signs in by a passkey alone, and confirms by one: it counts for the password and the code of the second factor. */
export class PasskeySignIn {
  readonly #deps: Deps;
  readonly #proofs: PasskeyProofs;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#proofs = new PasskeyProofs(deps);
  }

  /** They name no user and no passkey. `cookie` is what the browser must send with the answer. */
  async options(): Promise<
    Unavailable | { readonly kind: 'done'; readonly options: CeremonyOptions; readonly cookie: string }
  > {
    const { site, challenges } = this.#deps;
    if (site.kind === 'none') return { kind: 'unavailable', why: site.why };
    const cookie = randomBytes(COOKIE_OCTETS).toString('base64url');
    return {
      kind: 'done',
      options: await requestOptions(site, challenges.begin('sign-in', cookie), []),
      cookie,
    };
  }

  /** @param cookie that of the browser that asked for the options; undefined: it has none */
  prove(assertion: Assertion, cookie: string | undefined, address: string): Promise<PasskeyProof> {
    return this.#proofs.prove(assertion, {
      purpose: 'sign-in',
      bound: cookie ?? '',
      address,
      userId: undefined,
    });
  }

  async signIn(assertion: Assertion, cookie: string | undefined, from: SignInFrom): Promise<SignInAnswer> {
    const { repository, refusals, clock } = this.#deps;
    const proven = await this.prove(assertion, cookie, from.address);
    if (proven.kind !== 'proven') return proven;
    const { user, code } = proven.proof;
    const found = await repository.credentials(user.name);
    if (found === undefined || found.mustChange) {
      refusals.wrong(user, from.address, 'changed');
      return { kind: 'wrong' };
    }
    const { id, begun } = newSession(from, found, code, { passkey: code.id }, clock.now());
    // It refuses a user who is disabled, or whose passkey was removed meanwhile.
    const signedIn = await repository.beginSession(begun);
    if (signedIn !== 'done') {
      refusals.wrong(user, from.address, signedIn);
      return { kind: 'wrong' };
    }
    refusals.count('done');
    return { kind: 'done', id };
  }

  /** `none`: the user has no passkey. */
  async confirmOptions(
    session: Session,
  ): Promise<
    Unavailable | { readonly kind: 'none' } | { readonly kind: 'done'; readonly options: CeremonyOptions }
  > {
    const { repository, site, challenges } = this.#deps;
    if (site.kind === 'none') return { kind: 'unavailable', why: site.why };
    const own = await repository.passkeysOf(session.user.id);
    if (own.length === 0) return { kind: 'none' };
    const challenge = challenges.begin('confirm', bindingOf(session));
    return { kind: 'done', options: await requestOptions(site, challenge, own) };
  }

  /** From now on the session may do for five minutes what needs this. */
  async confirm(
    session: Session,
    assertion: Assertion,
    address: string,
  ): Promise<{ readonly kind: 'done' } | EntryRefused> {
    const { repository, refusals, clock } = this.#deps;
    const { user, idHash } = session;
    const asked = { purpose: 'confirm', bound: bindingOf(session), address, userId: user.id } as const;
    const proven = await this.#proofs.prove(assertion, asked);
    if (proven.kind !== 'proven') return proven;
    const confirmed = await repository.confirmSession(idHash, clock.now(), proven.proof.code);
    if (confirmed === 'done') return { kind: 'done' };
    refusals.wrong(user, address, confirmed);
    return { kind: 'wrong' };
  }
}
