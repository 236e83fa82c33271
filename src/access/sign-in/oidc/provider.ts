import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
  randomState,
  type ServerMetadata,
} from 'openid-client';
import type { Claimed } from '../../../domain/access/identity.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { claimValue } from './claim-value.ts';

export interface ProviderConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly claim: string;
  readonly acr?: readonly string[] | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly confirms: boolean;
}

/** What the browser must bring back. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Redeemed {
  readonly kind: 'done';
  readonly claimed: Claimed;
  /** When the person entered something at the provider, ms since the epoch; undefined: the provider doesn't say. */
  readonly authenticatedAt: number | undefined;
  readonly idToken: string;
}

/** `down`: it doesn't answer, or not in time. */
export type Redeeming =
  | Redeemed
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'down' };

interface ProviderDeps {
  readonly clock: Clock;
  readonly log: Log;
}

/** One answer of the provider may take so long. */
const ANSWER_S = 5;
/** The provider's description of itself is read anew after this time. */
const KNOWN_FOR_MS = 3_600_000;
/** After a failed reading of it, the next is tried no earlier: strangers can ask for it. */
const TRIED_AGAIN_MS = 10_000;
/** So much the clocks may differ. */
const SKEW_S = 60;
const CONFIRMED_S = 300;
const LONGEST_SUBJECT = 255;

/** A provider of OpenID Connect. Nothing is asked of it before somebody wants to sign in there. */
export class Provider {
  readonly config: ProviderConfig;
  readonly #deps: ProviderDeps;
  readonly #redirectUri: string;
  #known: { readonly metadata: ServerMetadata; readonly at: number } | undefined;
  #reading: Promise<ServerMetadata | undefined> | undefined;
  #failedAt: number | undefined;

  constructor(config: ProviderConfig, redirectUri: string, deps: ProviderDeps) {
    this.config = config;
    this.#redirectUri = redirectUri;
    this.#deps = deps;
  }

  /** Where the browser has to go. @param anew whether the person must enter something. Undefined: it is down. */
  async address({ state, nonce, verifier }: Checks, anew: boolean): Promise<string | undefined> {
    const client = await this.#client(() => {});
    if (client === undefined) return undefined;
    const { scopes, parameters } = this.config;
    const url = buildAuthorizationUrl(client, {
      ...parameters,
      redirect_uri: this.#redirectUri,
      scope: scopes.join(' '),
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(anew && { prompt: 'login', max_age: '0' }),
    });
    return url.href;
  }

  /** Takes what the provider sent the browser back with. @param query begins with `?` */
  async redeem(query: string, checks: Checks, anew: boolean): Promise<Redeeming> {
    let isDown = false;
    // A new client for each sign-in: its keys are read anew, so that a key which the provider changed is known at once.
    const client = await this.#client(() => {
      isDown = true;
    });
    if (client === undefined) return { kind: 'down' };
    try {
      const tokens = await authorizationCodeGrant(client, new URL(`${this.#redirectUri}${query}`), {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        ...(anew && { maxAge: CONFIRMED_S }),
      });
      const idToken = tokens.claims();
      if (idToken === undefined || tokens.id_token === undefined) return refused('no ID token');
      const { sub, acr, auth_time: time } = idToken;
      if (sub.length > LONGEST_SUBJECT) return refused('sub');
      if (this.config.acr !== undefined && !this.config.acr.includes(String(acr))) return refused('acr');
      const value = await this.#value(client, idToken, tokens.access_token);
      return {
        kind: 'done',
        claimed: { issuer: this.config.issuer, claim: this.config.claim, value, subject: sub },
        authenticatedAt: time === undefined ? undefined : time * 1000,
        idToken: tokens.id_token,
      };
    } catch (error) {
      if (isDown) this.#warn(error);
      // The provider may have begun to sign by another algorithm: its description is read anew before the next sign-in.
      else if (this.#known !== undefined) this.#known = { ...this.#known, at: Number.NEGATIVE_INFINITY };
      return isDown ? { kind: 'down' } : refused(codeOf(error));
    }
  }

  /** Where the browser ends the session at the provider too; undefined: there is no such place, or it is down. */
  async endAddress(idToken: string | undefined, backTo: string): Promise<string | undefined> {
    const client = await this.#client(() => {});
    if (client?.serverMetadata().end_session_endpoint === undefined) return undefined;
    return buildEndSessionUrl(client, {
      post_logout_redirect_uri: backTo,
      state: randomState(),
      ...(idToken !== undefined && { id_token_hint: idToken }),
    }).href;
  }

  /** The claim, from the ID token or else from the person's record at the provider. */
  async #value(client: Configuration, idToken: IDToken, accessToken: string): Promise<string | undefined> {
    const { claim } = this.config;
    const told = claimValue(claim, idToken);
    if (told !== undefined || client.serverMetadata().userinfo_endpoint === undefined) return told;
    return claimValue(claim, await fetchUserInfo(client, accessToken, idToken.sub));
  }

  async #client(failed: () => void): Promise<Configuration | undefined> {
    const metadata = await this.#metadata();
    if (metadata === undefined) return undefined;
    const { clientId, clientSecret, issuer } = this.config;
    const methods = metadata.token_endpoint_auth_methods_supported;
    const auth = methods?.includes('client_secret_post') ? ClientSecretPost : ClientSecretBasic;
    const client = new Configuration(
      metadata,
      clientId,
      { client_secret: clientSecret, [clockTolerance]: SKEW_S },
      auth(clientSecret),
    );
    client.timeout = ANSWER_S;
    client[customFetch] = boundedFetch(failed);
    // Signatures count also where TLS alone would do, such as in a record of a person as JWT.
    enableNonRepudiationChecks(client);
    if (issuer.startsWith('http:')) allowInsecureRequests(client);
    return client;
  }

  /** Read when it is needed, by one request for all who wait for it. */
  async #metadata(): Promise<ServerMetadata | undefined> {
    const now = this.#deps.clock.now();
    if (this.#known !== undefined && now - this.#known.at < KNOWN_FOR_MS) return this.#known.metadata;
    if (this.#failedAt !== undefined && Math.abs(now - this.#failedAt) < TRIED_AGAIN_MS)
      return this.#known?.metadata;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return (await this.#reading) ?? this.#known?.metadata;
  }

  async #read(): Promise<ServerMetadata | undefined> {
    const { issuer, clientId } = this.config;
    try {
      const found = await discovery(new URL(issuer), clientId, undefined, undefined, {
        timeout: ANSWER_S,
        [customFetch]: boundedFetch(() => {}),
        ...(issuer.startsWith('http:') && { execute: [allowInsecureRequests] }),
      });
      const metadata = structuredClone<ServerMetadata>({ ...found.serverMetadata() });
      this.#known = { metadata, at: this.#deps.clock.now() };
      this.#failedAt = undefined;
      return metadata;
    } catch (error) {
      this.#failedAt = this.#deps.clock.now();
      this.#warn(error);
      return undefined;
    }
  }

  #warn(error: unknown): void {
    // The error itself may hold what the provider said of a person.
    this.#deps.log.warn({ issuer: this.config.issuer, why: codeOf(error) }, 'single sign-on is down');
  }
}

const refused = (why: string): Redeeming => ({ kind: 'refused', why });

/** The code of an error, which tells nothing of the person. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const inner = error.cause instanceof Error ? error.cause : error;
  for (const one of [inner, error]) {
    if ('code' in one && typeof one.code === 'string' && /^[A-Z_0-9]{1,60}$/.test(one.code)) return one.code;
  }
  return inner.name;
};
