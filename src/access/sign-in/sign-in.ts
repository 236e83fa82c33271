import { foldName } from '../../domain/access/fold-name.ts';
import type { Credentials, SignInRepository, UsedCode } from '../../domain/access/sign-in.ts';
import type { Clock } from '../../kernel/clock.ts';
import { FewTimes } from '../../kernel/few-times.ts';
import { BackOff } from './back-off.ts';
import { howOf, newSession, type SignInFrom } from './begin-session.ts';
import type { ProvenPasskey } from './passkeys/passkey-proofs.ts';
import type { Passwords } from './passwords.ts';
import { proofOf } from './recovery-codes.ts';
import type { Refusals } from './refusals.ts';
import { KNOWN_MS } from './sessions.ts';
import { isCode } from './totp.ts';

export interface SignInAsked extends SignInFrom {
  readonly name: string;
  readonly password: string;
  readonly code: string | undefined;
  /** In the place of a code. That of another user counts for nothing. */
  readonly passkey: ProvenPasskey | undefined;
}

/**
 * - `wrong`: the name, the password or the code
 * - `codeNeeded`: the password is right, and the user has a second factor
 * - `expired`: the password is right, and was a one-time one of more than 72 hours ago
 * - `waits`: too many were wrong lately
 * - `busy`: too many passwords wait to be checked
 */
export type SignInAnswer =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'wrong' | 'codeNeeded' | 'expired' | 'busy' }
  | { readonly kind: 'waits'; readonly ms: number };

interface SignInDeps {
  readonly repository: SignInRepository;
  readonly passwords: Passwords;
  readonly refusals: Refusals;
  readonly clock: Clock;
}

/**
 * How many codes of an app may be tried before the password was checked, also while the account waits: whoever knows
 * the password and tries 30 a minute needs a week for an even chance. A recovery code can't be guessed, and is never
 * refused.
 */
const CODES_OF_ADDRESS = 3;
const CODES_OF_ACCOUNT = 30;
const MINUTE_MS = 60_000;

/** Begins sessions. */
export class SignIn {
  readonly #deps: SignInDeps;
  readonly #backOff: BackOff;
  readonly #codesOfAddress: FewTimes;
  readonly #codesOfAccount: FewTimes;

  constructor(deps: SignInDeps) {
    this.#deps = deps;
    this.#backOff = new BackOff(deps.clock);
    this.#codesOfAddress = new FewTimes(CODES_OF_ADDRESS, MINUTE_MS, deps.clock);
    this.#codesOfAccount = new FewTimes(CODES_OF_ACCOUNT, MINUTE_MS, deps.clock);
  }

  /** @throws TocsinError `storeUnavailable` */
  async signIn(asked: SignInAsked): Promise<SignInAnswer> {
    const answer = await this.#try(asked);
    if (answer.kind !== 'wrong') this.#deps.refusals.count(answer.kind);
    return answer;
  }

  async #try(asked: SignInAsked): Promise<SignInAnswer> {
    const { repository, passwords, clock } = this.#deps;
    const { password, code, peer } = asked;
    const now = clock.now();
    const found = await repository.credentials(asked.name);
    const isKnown = await repository.knowsAddress(found?.user.id ?? 0, peer, now - KNOWN_MS);
    const keys = this.#keysOf(asked, isKnown);
    const wait = (): number => Math.max(...keys.waited.map((key) => this.#backOff.waitMs(key)));
    // Many tries at the same moment would be many guesses: each counts, also while nobody waits.
    const early =
      found === undefined ? undefined : (passkeyOf(asked, found) ?? this.#earlyCode(asked, found, now));
    const ms = wait();
    if (ms > 0 && early === undefined) return { kind: 'waits', ms };
    const canSignIn = found?.user.disabledAt === undefined ? found?.password : undefined;
    const isTrusted = isKnown || early !== undefined;
    const asker = { peer: isTrusted ? keys.pair : peer, isTrusted };
    // Several tries that wait for their turn must not all count as the first one.
    const still = (): boolean => early !== undefined || wait() === 0;
    const right = await passwords.check(password, canSignIn, asker, still);
    if (right === undefined) return { kind: 'busy' };
    if (right === 'late') return { kind: 'waits', ms: wait() };
    if (!right || found === undefined) return this.#wrong(asked, found, keys, 'password');
    if (found.expiresAt !== undefined && found.expiresAt <= now) return { kind: 'expired' };
    if (found.secret !== undefined && code === undefined && early === undefined)
      return { kind: 'codeNeeded' };
    // Only one try at a time comes so far, and a wrong one makes the others wait.
    const proof = early ?? (code === undefined ? undefined : proofOf(found, code, now));
    if (found.secret !== undefined && proof === undefined) return this.#wrong(asked, found, keys, 'code');
    return this.#begin(asked, found, proof, keys);
  }

  async #begin(
    asked: SignInAsked,
    found: Credentials,
    code: UsedCode | undefined,
    keys: Keys,
  ): Promise<SignInAnswer> {
    const { repository, clock } = this.#deps;
    const { id, begun } = newSession(asked, found, code, howOf(code), clock.now());
    const signedIn = await repository.beginSession(begun);
    if (signedIn !== 'done') return this.#wrong(asked, found, keys, signedIn);
    // The address goes on waiting: otherwise whoever has an account could use it to guess those of others.
    this.#backOff.passed(keys.account);
    this.#backOff.passed(keys.pair);
    return { kind: 'done', id };
  }

  #wrong(
    { address }: Pick<SignInAsked, 'address'>,
    found: Credentials | undefined,
    keys: Keys,
    what: string,
  ): SignInAnswer {
    for (const key of keys.blamed) this.#backOff.failed(key);
    this.#deps.refusals.wrong(found?.user, address, what);
    return { kind: 'wrong' };
  }

  #earlyCode(asked: SignInAsked, found: Credentials, now: number): UsedCode | undefined {
    const { code } = asked;
    return code !== undefined && this.#mayTryCode(asked, found) ? proofOf(found, code, now) : undefined;
  }

  #mayTryCode(asked: SignInAsked, found: Credentials | undefined): boolean {
    const { name, code, peer } = asked;
    if (code === undefined || found?.secret === undefined) return false;
    if (!isCode(code.replace(/\s/g, ''))) return true;
    const account = foldName(name);
    return this.#codesOfAddress.take(`${account}\n${peer}`) && this.#codesOfAccount.take(account);
  }

  /**
   * An address from which the user has signed in lately waits for its own failures with this user only: neither a flood
   * from elsewhere nor a flood against others keeps the user out.
   */
  #keysOf({ name, peer }: SignInAsked, isKnown: boolean): Keys {
    const account = `account ${foldName(name)}`;
    const pair = `${account}\n${peer}`;
    const address = `address ${peer}`;
    return {
      account,
      pair,
      waited: isKnown ? [pair] : [account, address],
      blamed: isKnown ? [pair, account] : [account, address],
    };
  }
}

/** Nobody guesses a passkey, so it passes every wait. */
const passkeyOf = ({ passkey }: SignInAsked, { user }: Credentials): UsedCode | undefined =>
  passkey?.user.id === user.id ? passkey.code : undefined;

interface Keys {
  readonly account: string;
  readonly pair: string;
  /** The keys whose wait counts for a try. */
  readonly waited: readonly string[];
  /** The keys that a wrong try counts for. */
  readonly blamed: readonly string[];
}
