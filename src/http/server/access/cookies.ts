import type { FastifyRequest } from 'fastify';
import { isSameText, type Session } from '../../../access/sign-in/sessions.ts';
import { clientHasTls } from '../forward/client.ts';
import { Refusal } from '../problems.ts';
import type { SignInService } from './sign-in-services.ts';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** As long as a session lasts at most, in seconds. */
const MAX_AGE = 12 * 3600;

/** The cookie of a session, and what a request with it must show. */
export class Cookies {
  readonly #sessions: SignInService['sessions'];
  readonly #origin: string | undefined;
  readonly #hasTls: boolean;

  /** @param hasTls whether the gateway itself speaks TLS */
  constructor({ sessions, origin }: Pick<SignInService, 'sessions' | 'origin'>, hasTls: boolean) {
    this.#sessions = sessions;
    this.#origin = origin;
    this.#hasTls = hasTls;
  }

  /** The Set-Cookie header for a session; undefined: the cookie is deleted. */
  header(request: FastifyRequest, id: string | undefined): string {
    return this.named(request, 'session', id ?? '', id === undefined ? 0 : MAX_AGE);
  }

  /** The Set-Cookie header for one of our cookies. @param name without its prefix */
  named(request: FastifyRequest, name: string, value: string, maxAgeS: number): string {
    const secure = this.#isSecure(request) ? '; Secure' : '';
    return `${this.#prefix(request)}${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure}`;
  }

  /** The id of the session that a request names; undefined: it has no such cookie. */
  idIn(request: FastifyRequest): string | undefined {
    return this.valueIn(request, 'session');
  }

  /** The value of one of our cookies; undefined: the request doesn't have it. */
  valueIn(request: FastifyRequest, which: string): string | undefined {
    const wanted = `${this.#prefix(request)}${which}`;
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=', 2);
      if (name === wanted) return value;
    }
    return undefined;
  }

  /** Whether a browser sent the request for a page of another site. Programs and old browsers send no Origin. */
  isForeign(request: FastifyRequest): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return false;
    if (this.#origin !== undefined) return origin !== this.#origin;
    // A proxy may speak TLS where the gateway doesn't; the reverse is no page of ours.
    const [scheme, at] = origin.split('://', 2);
    return at !== host || (this.#isSecure(request) && scheme !== 'https');
  }

  /** The session of a request that has this cookie; undefined: it has ended. */
  async session(request: FastifyRequest, id: string): Promise<Session | Refusal | undefined> {
    if (this.isForeign(request)) return foreign();
    // A page that asks by itself, with nobody before it, says so: the session is idle all the same.
    return this.#sessions.find(id, request.headers['x-unattended'] === undefined);
  }

  /** Why a request of this session isn't taken: it changes something, and lacks the token that no other site knows. */
  unproven({ method, headers }: FastifyRequest, { csrf }: Session): Refusal | undefined {
    if (SAFE.has(method)) return undefined;
    const token = headers['x-csrf-token'];
    if (typeof token === 'string' && isSameText(token, csrf)) return undefined;
    return new Refusal('wrong-csrf-token', {
      detail:
        'Send the csrf of GET /v1/session as the header x-csrf-token with everything that changes something.',
    });
  }

  /** Whether the session of an earlier request goes on. */
  async still(request: FastifyRequest): Promise<Session | undefined> {
    const id = this.idIn(request);
    return id === undefined ? undefined : this.#sessions.find(id, false);
  }

  /** Whether the browser speaks TLS, also to the node that has forwarded the request. */
  #isSecure(request: FastifyRequest): boolean {
    return this.#origin?.startsWith('https:') === true || clientHasTls(request, this.#hasTls);
  }

  /** Browsers take a cookie with `__Host-` only from the host itself, with Secure (RFC 6265bis 4.1.3.2). */
  #prefix(request: FastifyRequest): string {
    return this.#isSecure(request) ? '__Host-tocsin_' : 'tocsin_';
  }
}

export const foreign = (): Refusal =>
  new Refusal('foreign-origin', {
    detail:
      'The header Origin names another site than this one. Behind a proxy, set http.origin in the configuration.',
  });
