import type { FastifyRequest } from 'fastify';
import { BEGUN_LASTS_MS } from '../../../access/sign-in/oidc/sealed.ts';

/**
 * The cookie of a sign-in that is under way at the provider. It is SameSite=Lax, since the browser must bring it back
 * when the provider sends it here; that of the session itself stays Strict.
 */
export class SignOnCookie {
  readonly #isSecure: boolean;
  readonly #name: string;

  /** @param origin where browsers find the gateway */
  constructor(origin: string | undefined) {
    this.#isSecure = origin?.startsWith('https:') === true;
    this.#name = this.#isSecure ? '__Host-tocsin_sign_on' : 'tocsin_sign_on';
  }

  /** The Set-Cookie header; undefined: the cookie is deleted. */
  header(value: string | undefined): string {
    const age = value === undefined ? 0 : BEGUN_LASTS_MS / 1000;
    const secure = this.#isSecure ? '; Secure' : '';
    return `${this.#name}=${value ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
  }

  valueIn({ headers }: FastifyRequest): string | undefined {
    for (const pair of (headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=', 2);
      if (name === this.#name) return value;
    }
    return undefined;
  }
}
