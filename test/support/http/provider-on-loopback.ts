import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

type Claims = Readonly<Record<string, unknown>>;

export const CLIENT = 'tocsin';
export const SECRET = 'a secret of the client that nobody guesses';

/** A real provider of OpenID Connect on loopback, where whoever comes is signed in as `person` at once. */
export class ProviderOnLoopback {
  readonly #server: Server;
  readonly #people: Readonly<Record<string, Claims>>;
  #provider: Provider | undefined;
  readonly issuer: string;
  /** Who sits before the browser. */
  person = 'anna';
  /** Since when the person is signed in there, s since the epoch; undefined: since now. */
  since: number | undefined;
  acr: string | undefined;
  /** What the provider was asked for, newest last. */
  readonly asked: string[] = [];
  /** Whether it takes requests and answers none. */
  hangs = false;
  /** Whether it breaks every connection. */
  breaks = false;
  /** Whether it changes the signature of the records of persons. */
  forges = false;
  readonly #hung: ServerResponse[] = [];

  private constructor(server: Server, people: Readonly<Record<string, Claims>>) {
    this.#server = server;
    this.#people = people;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      this.asked.push(`${request.method} ${request.url?.split('?')[0]}`);
      if (this.breaks) response.destroy();
      else if (this.hangs) this.#hung.push(response);
      else this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** @param more of the configuration of the provider @param ofClient more of the metadata of the client */
  static async open(
    origin: string,
    people: Readonly<Record<string, Claims>>,
    more: Configuration = {},
    ofClient: object = {},
  ): Promise<ProviderOnLoopback> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const rig = new ProviderOnLoopback(server, people);
    rig.#provider = rig.#make(origin, more, ofClient);
    return rig;
  }

  /** The same provider with a key that it made anew, and nothing that it kept. */
  async changeKeys(origin: string, alg: 'RS256' | 'ES256'): Promise<void> {
    const { privateKey } =
      alg === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = { ...privateKey.export({ format: 'jwk' }), kid: `new ${alg}`, use: 'sig', alg };
    this.#provider = this.#make(
      origin,
      { jwks: { keys: [key as never] } },
      { id_token_signed_response_alg: alg },
    );
  }

  async close(): Promise<void> {
    for (const response of this.#hung) response.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #make(origin: string, more: Configuration, ofClient: object): Provider {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT,
          client_secret: SECRET,
          redirect_uris: [`${origin}/v1/session/oidc/callback`],
          post_logout_redirect_uris: [`${origin}/`],
          require_auth_time: true,
          ...ofClient,
        },
      ],
      claims: {
        email: ['email', 'email_verified'],
        profile: ['preferred_username'],
        siret: ['siret', 'idp_id'],
      },
      scopes: ['openid', 'email', 'profile', 'siret'],
      conformIdTokenClaims: false,
      acrValues: ['eidas1', 'eidas2'],
      cookies: { keys: ['a key for the tests'] },
      ttl: { AccessToken: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      pkce: { required: () => true },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, id) => {
        const claims = this.#people[id];
        return claims === undefined ? undefined : { accountId: id, claims: () => ({ sub: id, ...claims }) };
      },
      loadExistingGrant: (context) => {
        const grant = new context.oidc.provider.Grant({
          clientId: CLIENT,
          accountId: context.oidc.session?.accountId ?? '',
        });
        grant.addOIDCScope('openid email profile siret');
        return grant.save().then(() => grant);
      },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: true },
        ...more.features,
      },
      ...without(more),
    });
    return provider;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const provider = this.#provider;
    if (provider === undefined) throw new Error('not open');
    if (request.url === '/me' && this.forges) forge(response);
    if (request.url?.startsWith('/interaction/') !== true) return provider.callback()(request, response);
    const login = {
      accountId: this.person,
      ...(this.acr !== undefined && { acr: this.acr }),
      ...(this.since !== undefined && { ts: this.since }),
      remember: false,
    };
    return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }
}

/** Changes the first letter of the signature of the JWT that is answered. */
const forge = (response: ServerResponse): void => {
  const end = response.end.bind(response);
  response.end = ((body: string) => {
    const at = body.lastIndexOf('.') + 1;
    return end(`${body.slice(0, at)}${body[at] === 'A' ? 'B' : 'A'}${body.slice(at + 1)}`);
  }) as typeof response.end;
};

const without = ({ features: _features, ...rest }: Configuration): Configuration => rest;
