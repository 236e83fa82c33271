import { COMMAND_LINE } from '../../../src/access/tokens.ts';
import type { Config } from '../../../src/config/schema.ts';
import { BrowserWithSites } from './browser-with-sites.ts';
import { CLIENT, type ProviderOnLoopback, SECRET } from './provider-on-loopback.ts';
import { SignInRig } from './sign-in-rig.ts';

export const ORIGIN = 'https://tocsin.example';
export const SIGN_ON = '/v1/session/oidc?returnTo=/v1/session';

/** The edge of a gateway that knows a provider. */
export class SignOnRig {
  readonly rig: SignInRig;

  private constructor(rig: SignInRig) {
    this.rig = rig;
  }

  static async open(
    { issuer }: Pick<ProviderOnLoopback, 'issuer'>,
    more: Partial<NonNullable<Config['signOn']>> = {},
  ): Promise<SignOnRig> {
    const signOn = {
      issuer,
      clientId: CLIENT,
      clientSecret: SECRET,
      name: 'Keycloak',
      scopes: ['openid', 'email'],
      claim: 'email',
      parameters: {},
      confirms: true,
      ...more,
    };
    return new SignOnRig(await SignInRig.withSignOn(signOn, ORIGIN));
  }

  close(): Promise<void> {
    return this.rig.close();
  }

  browser(): BrowserWithSites {
    return new BrowserWithSites(ORIGIN, this.rig.http.app);
  }

  /** Makes a user without a password, who is linked to this person. */
  async linked(name: string, value: string): Promise<void> {
    await this.rig.users.create(
      name,
      { roles: ['operator'], language: 'fr', phone: undefined },
      COMMAND_LINE,
    );
    await this.link(name, value);
  }

  link(name: string, value: string) {
    return this.rig.identities().link(name, value, COMMAND_LINE);
  }

  /** The session of a browser, as the API shows it. */
  async session(browser: BrowserWithSites) {
    const { body } = await browser.open('/v1/session');
    return JSON.parse(body) as {
      readonly user?: { readonly name: string };
      readonly confirmed: boolean;
      readonly mustChangePassword: boolean;
      readonly csrf: string;
    };
  }

  /** Why sign-ins were refused, newest first. */
  async refusals(): Promise<readonly object[]> {
    const notes = await this.rig.audit();
    return notes.filter(({ action }) => action === 'session.refused').map(({ detail }) => detail);
  }
}
