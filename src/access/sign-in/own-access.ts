import { randomBytes } from 'node:crypto';
import { normalisePassword, whyNoPassword } from '../../domain/access/password.ts';
import type { Credentials, SignInRepository, UsedCode } from '../../domain/access/sign-in.ts';
import type { AuditActor, AuditDetail, AuditNote } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import { BackOff } from './back-off.ts';
import type { Passwords } from './passwords.ts';
import { makeRecoveryCodes, proofOf } from './recovery-codes.ts';
import type { Refusals } from './refusals.ts';
import { bindingOf, type Session } from './sessions.ts';
import { base32, otpauthUri, SECRET_OCTETS, stepOf } from './totp.ts';
import type { Asker } from './turns.ts';

/** Why something entered again does not count. */
export type EntryRefused =
  | { readonly kind: 'wrong' | 'busy' }
  | { readonly kind: 'waits'; readonly ms: number };

/** What is entered again: the password, or a code of the second factor. */
export type Entered = { readonly password: string } | { readonly code: string };

interface OwnAccessDeps {
  readonly repository: SignInRepository;
  readonly passwords: Passwords;
  readonly refusals: Refusals;
  readonly clock: Clock;
}

type Checked = { readonly kind: 'right'; readonly found: Credentials; readonly code: UsedCode | undefined };

/** What users do with their own password and second factor. */
export class OwnAccess {
  readonly #deps: OwnAccessDeps;
  /** By session: whoever has no session of the user can not make the user wait here. */
  readonly #backOff: BackOff;

  constructor(deps: OwnAccessDeps) {
    this.#deps = deps;
    this.#backOff = new BackOff(deps.clock);
  }

  /** From now on the session may do for five minutes what needs this. */
  async confirm(
    session: Session,
    entered: Entered,
    peer: string,
  ): Promise<{ readonly kind: 'done' } | EntryRefused> {
    const checked = await this.#check(session, entered, peer);
    if (checked.kind !== 'right') return checked;
    const { repository, clock } = this.#deps;
    const confirmed = await repository.confirmSession(session.idHash, clock.now(), checked.code);
    return confirmed === 'done' ? { kind: 'done' } : this.#wrong(session, peer, confirmed);
  }

  /**
   * Changes the password and ends the user's other sessions. `unfit`: it can be no password. `expired`: the current
   * one is a one-time password, and too old; the session began in another way.
   */
  async changePassword(
    session: Session,
    current: string,
    next: string,
    peer: string,
  ): Promise<
    | { readonly kind: 'done' }
    | { readonly kind: 'expired' }
    | { readonly kind: 'unfit'; readonly why: string }
    | EntryRefused
  > {
    const { repository, passwords, refusals, clock } = this.#deps;
    const { user } = session;
    const password = normalisePassword(next);
    const why =
      whyNoPassword(password, user.name) ??
      (password === normalisePassword(current) ? 'is the password that the user has now' : undefined);
    if (why !== undefined) return { kind: 'unfit', why };
    const checked = await this.#check(session, { password: current }, peer);
    if (checked.kind !== 'right') return checked;
    const { expiresAt } = checked.found;
    if (expiresAt !== undefined && expiresAt <= clock.now()) {
      refusals.count('expired');
      return { kind: 'expired' };
    }
    const hashed = await passwords.hash(password, askerOf(session));
    if (hashed === undefined) return { kind: 'busy' };
    const isChanged = await repository.changePassword({
      userId: user.id,
      password: hashed,
      mustChange: false,
      version: checked.found.passwordVersion,
      keep: session.idHash,
      note: this.#note('user.password', user.name, session.principal.actor),
    });
    return { kind: isChanged ? 'done' : 'wrong' };
  }

  /** Whether the user has a second factor, and how many recovery codes are left. */
  async factor({ user }: Session): Promise<{ readonly isOn: boolean; readonly recoveryCodes: number }> {
    const found = await this.#deps.repository.credentials(user.name);
    return { isOn: found?.secret !== undefined, recoveryCodes: found?.recovery.length ?? 0 };
  }

  /** A new secret, which counts once a code of it is entered. Undefined: the user has a second factor already. */
  async offerFactor({
    user,
  }: Session): Promise<{ readonly secret: string; readonly uri: string } | undefined> {
    const secret = randomBytes(SECRET_OCTETS);
    if (!(await this.#deps.repository.offerFactor(user.id, secret))) return undefined;
    return { secret: base32(secret), uri: otpauthUri(user.name, secret) };
  }

  /** The recovery codes; `wrong`: it is no code of the secret that was offered last. */
  async confirmFactor(
    session: Session,
    code: string,
    peer: string,
  ): Promise<readonly string[] | EntryRefused> {
    const { repository, clock } = this.#deps;
    const { user, principal } = session;
    const secret = (await repository.credentials(user.name))?.pendingSecret;
    const ms = this.#backOff.waitMs(bindingOf(session));
    if (ms > 0) return { kind: 'waits', ms };
    const step = secret === undefined ? undefined : stepOf(secret, code.replace(/\s/g, ''), clock.now());
    if (secret === undefined || step === undefined) return this.#wrong(session, peer, 'code');
    const { codes, hashes } = makeRecoveryCodes();
    const note = this.#note('user.factor', user.name, principal.actor, { on: true });
    const isOn = await repository.confirmFactor({ userId: user.id, secret, step, recovery: hashes, note });
    return isOn ? codes : { kind: 'wrong' };
  }

  async removeFactor({ user, principal }: Session): Promise<void> {
    const note = this.#note('user.factor', user.name, principal.actor, { on: false });
    await this.#deps.repository.removeFactor(user.id, note);
  }

  async #check(session: Session, entered: Entered, peer: string): Promise<Checked | EntryRefused> {
    const { repository, passwords, clock } = this.#deps;
    const key = bindingOf(session);
    const wait = (): number => this.#backOff.waitMs(key);
    const found = await repository.credentials(session.user.name);
    // Not before the store was read: of many codes that come at the same moment, each would be compared.
    if (wait() > 0) return { kind: 'waits', ms: wait() };
    if (found === undefined) return { kind: 'wrong' };
    if ('code' in entered) {
      const code = proofOf(found, entered.code, clock.now());
      return code === undefined ? this.#wrong(session, peer, 'code') : { kind: 'right', found, code };
    }
    const asker = askerOf(session);
    const right = await passwords.check(entered.password, found.password, asker, () => wait() === 0);
    if (right === undefined) return { kind: 'busy' };
    if (right === 'late') return { kind: 'waits', ms: wait() };
    if (!right) return this.#wrong(session, peer, 'password');
    this.#backOff.passed(key);
    return { kind: 'right', found, code: undefined };
  }

  #wrong(session: Session, address: string, what: string): EntryRefused {
    this.#backOff.failed(bindingOf(session));
    this.#deps.refusals.wrong(session.user, address, what);
    return { kind: 'wrong' };
  }

  #note(action: string, name: string, { id, name: by }: AuditActor, detail: AuditDetail = {}): AuditNote {
    return { at: this.#deps.clock.now(), actor: { id, name: by }, action, subject: `user:${name}`, detail };
  }
}

/** Each user has turns of their own, wherever they are: nobody takes all of them. */
const askerOf = ({ principal }: Session): Asker => ({ peer: principal.id, isTrusted: true });
