import { OwnAccess } from '../../../src/access/sign-in/own-access.ts';
import { Passwords } from '../../../src/access/sign-in/passwords.ts';
import { Refusals, type SignInOutcome } from '../../../src/access/sign-in/refusals.ts';
import { Resets } from '../../../src/access/sign-in/resets.ts';
import { Sessions } from '../../../src/access/sign-in/sessions.ts';
import { SignIn } from '../../../src/access/sign-in/sign-in.ts';
import { codeOf } from '../../../src/access/sign-in/totp.ts';
import { COMMAND_LINE, Tokens } from '../../../src/access/tokens.ts';
import { Users } from '../../../src/access/users.ts';
import { composePasskeys } from '../../../src/compose/http/passkeys.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Tls } from '../../../src/http/server/listener.ts';
import type { HttpServices } from '../../../src/http/server/services.ts';
import { auditOf } from '../../../src/ops/audit.ts';
import { ORIGIN } from '../access/soft-authenticator.ts';
import { quietLog } from '../log/suite-log.ts';
import { newMessage } from '../store/messages.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';
import { HttpRig } from './http-rig.ts';

/** A session as a browser has it. */
export interface Browser {
  readonly cookie: string;
  readonly csrf: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
interface More {
  readonly body?: object | undefined;
  readonly headers?: Record<string, string>;
  readonly address?: string;
}

export const PASSWORD = 'une phrase assez longue';
export const ELSEWHERE = '192.0.2.66';

/** The edge with people who sign in, on a real store. Passwords are hashed at the smallest cost. */
export class SignInRig {
  readonly disk: StoreOnDisk;
  readonly http: HttpRig;
  readonly tokens: Tokens;
  readonly users: Users;
  readonly resets: Resets;
  readonly outcomes: SignInOutcome[] = [];
  /** The SMS to users about their passkeys. */
  readonly sms: { readonly to: string; readonly text: string }[] = [];

  private constructor(disk: StoreOnDisk, given: Partial<HttpServices>, tls?: Tls, origin?: string, n = 2) {
    this.disk = disk;
    const { store, clock } = disk;
    const audit = auditOf(store, clock);
    this.tokens = new Tokens(store, clock);
    this.users = new Users(store, clock, () => this.tokens.forget());
    const refusals = new Refusals({ audit, clock, log: quietLog, count: (one) => this.outcomes.push(one) });
    const passwords = new Passwords({ n, r: 1, p: 1 });
    const deps = { repository: store, passwords, refusals, clock };
    this.resets = new Resets({ ...deps, news: undefined });
    this.http = new HttpRig(tls, {
      tokens: this.tokens,
      users: this.users,
      answers: store,
      audit: { ...audit, audit: store.audit },
      clock,
      signIns: {
        sessions: new Sessions(store, clock),
        signIn: new SignIn(deps),
        own: new OwnAccess(deps),
        resets: this.resets,
        passkeys: composePasskeys(PASSKEYS_AT, {
          ...{ store, refusals, certificate: undefined, clock },
          sms: {
            prepare: async ({ to, text }) => newMessage({ to, text }),
            queued: (messages) => this.sms.push(...messages),
          },
        }),
        origin,
      },
      ...given,
    });
  }

  /** @param n the cost of a password */
  static async open(given: Partial<HttpServices> = {}, tls?: Tls, origin?: string, n?: number) {
    return new SignInRig(await StoreOnDisk.open(), given, tls, origin, n);
  }

  /** The same gateway after a restart: what was in memory is gone. */
  async restarted(): Promise<SignInRig> {
    await this.http.app.close();
    await this.disk.reopen();
    return new SignInRig(this.disk, {});
  }

  async close(): Promise<void> {
    await this.http.app.close();
    await this.disk.remove();
  }

  /** Makes a user with a one-time password. */
  async make(name: string, ...roles: readonly Role[]): Promise<string> {
    await this.users.create(name, { roles, language: 'fr', phone: undefined }, COMMAND_LINE);
    const reset = await this.resets.reset(name, COMMAND_LINE);
    if (reset.kind !== 'done') throw new Error(`no password for ${name}`);
    return reset.password;
  }

  /** Makes a user who has changed the one-time password, and signs in. */
  async user(name: string, ...roles: readonly Role[]): Promise<Browser> {
    const current = await this.make(name, ...roles);
    const browser = await this.signIn(name, current);
    const body = { current, new: PASSWORD };
    const changed = await this.ask(browser, 'POST', '/v1/session/password', { body });
    if (changed.statusCode !== 204) throw new Error(changed.body);
    return browser;
  }

  /** Tries to sign in. */
  try(name: string, password = PASSWORD, code?: string, address = '127.0.0.1') {
    return this.http.app.inject({
      method: 'POST',
      url: '/v1/session',
      remoteAddress: address,
      headers: { 'user-agent': 'Firefox/150.0' },
      payload: { name, password, ...(code !== undefined && { code }) },
    });
  }

  async signIn(name: string, password = PASSWORD, code?: string, address?: string): Promise<Browser> {
    const response = await this.try(name, password, code, address);
    if (response.statusCode !== 200) throw new Error(response.body);
    const [cookie = ''] = String(response.headers['set-cookie']).split(';');
    return { cookie, csrf: response.json().csrf };
  }

  /** Sends a request with the cookie and the CSRF token of a session. */
  ask(browser: Browser, method: Method, url: string, { body, headers, address }: More = {}) {
    return this.http.app.inject({
      method,
      url,
      headers: { cookie: browser.cookie, 'x-csrf-token': browser.csrf, ...headers },
      ...(address !== undefined && { remoteAddress: address }),
      ...(body !== undefined && { payload: body }),
    });
  }

  /** Turns the second factor on. @returns its secret, and the recovery codes */
  async enrol(
    browser: Browser,
  ): Promise<{ readonly secret: Uint8Array; readonly recovery: readonly string[] }> {
    const { secret } = (await this.ask(browser, 'POST', '/v1/session/second-factor')).json();
    const octets = fromBase32(secret);
    const body = { code: this.codeNow(octets) };
    const confirmed = await this.ask(browser, 'POST', '/v1/session/second-factor/confirm', { body });
    if (confirmed.statusCode !== 200) throw new Error(confirmed.body);
    return { secret: octets, recovery: confirmed.json().recoveryCodes };
  }

  /** The code that an app shows. @param steps how many times 30 s from now */
  codeNow(secret: Uint8Array, steps = 0): string {
    return codeOf(secret, Math.floor(this.disk.clock.now() / 30_000) + steps);
  }

  /** The audit log as JSON, newest first. */
  async audit(): Promise<
    readonly { readonly action: string; readonly detail: object; readonly subject: string }[]
  > {
    // A refusal is answered before its note is on disk; writes are done in their order.
    await this.disk.store.touchSession(new Uint8Array(), 0);
    const filter = { actor: undefined, action: undefined, subject: undefined, since: undefined };
    return (await this.disk.store.audit(filter, { limit: 1000, cursor: undefined })).items;
  }
}

const PASSKEYS_AT = { http: configSchema.shape.http.parse({ origin: ORIGIN }) };

const fromBase32 = (text: string): Uint8Array => {
  const bits = [...text].map((one) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
  );
  return Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
};
