import { SoftAuthenticator, type Twist } from '../access/soft-authenticator.ts';
import type { Browser, SignInRig } from './sign-in-rig.ts';

type Assertion = ReturnType<SoftAuthenticator['get']>;

/** What people do with passkeys, on the edge of a `SignInRig`. */
export class PasskeyRig {
  readonly #rig: SignInRig;

  constructor(rig: SignInRig) {
    this.#rig = rig;
  }

  async offer(browser: Browser) {
    const offered = await this.#rig.ask(browser, 'POST', '/v1/session/passkeys/options');
    if (offered.statusCode !== 200) throw new Error(offered.body);
    return offered.json().publicKey;
  }

  /** Sends what the authenticator says to the options, which it is given or asks for. */
  async register(browser: Browser, key: SoftAuthenticator, name = 'Phone', twist: Twist = {}) {
    const passkey = key.create(await this.offer(browser), twist);
    return this.#rig.ask(browser, 'POST', '/v1/session/passkeys', { body: { name, passkey } });
  }

  /** A new passkey of this user. */
  async registered(browser: Browser, key = new SoftAuthenticator()): Promise<SoftAuthenticator> {
    const made = await this.register(browser, key);
    if (made.statusCode !== 201) throw new Error(made.body);
    return key;
  }

  /** What a stranger gets: the options, and the cookie that goes with them. */
  async options() {
    const response = await this.#rig.http.app.inject({ method: 'POST', url: '/v1/session/passkey/options' });
    if (response.statusCode !== 200) throw new Error(response.body);
    const [cookie = ''] = String(response.headers['set-cookie']).split(';');
    return { options: response.json().publicKey, cookie };
  }

  send(passkey: Assertion, cookie: string | undefined) {
    return this.#rig.http.app.inject({
      method: 'POST',
      url: '/v1/session/passkey',
      headers: { 'user-agent': 'Firefox/150.0', ...(cookie !== undefined && { cookie }) },
      payload: { passkey },
    });
  }

  async signIn(key: SoftAuthenticator, twist: Twist = {}) {
    const { options, cookie } = await this.options();
    return this.send(key.get(options, twist), cookie);
  }

  /** Enters a passkey again. */
  async confirm(browser: Browser, key: SoftAuthenticator, twist: Twist = {}) {
    const begun = await this.#rig.ask(browser, 'POST', '/v1/session/passkey/confirm/options');
    if (begun.statusCode !== 200) return begun;
    const passkey = key.get(begun.json().publicKey, twist);
    return this.#rig.ask(browser, 'POST', '/v1/session/passkey/confirm', { body: { passkey } });
  }

  async list(browser: Browser) {
    return (await this.#rig.ask(browser, 'GET', '/v1/session/passkeys')).json().items;
  }
}

/** The session that an answer to a sign-in begins. */
export const browserOf = (response: {
  readonly headers: Readonly<Record<string, unknown>>;
  json(): { csrf: string };
}): Browser => {
  const cookies = [response.headers['set-cookie']].flat().map((one) => String(one).split(';', 1)[0] ?? '');
  return { cookie: cookies.find((one) => one.includes('session=')) ?? '', csrf: response.json().csrf };
};

export const problemOf = (response: { json(): { type: string } }): string =>
  response.json().type.replace(/^.*:/, '');
