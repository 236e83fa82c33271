import type { FastifyInstance } from 'fastify';

interface Cookie {
  readonly value: string;
  readonly isStrict: boolean;
}

interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const REDIRECTS = 12;

/**
 * Follows links, redirects and pages that lead on, and keeps cookies as browsers do: one that is SameSite=Strict goes
 * along only if no other site took part in the way to a page (RFC 6265bis 5.2). The gateway is asked without a socket.
 */
export class BrowserWithSites {
  readonly #origin: string;
  readonly #app: FastifyInstance;
  readonly cookies = new Map<string, Cookie>();
  /** Every address on the way, newest last. */
  readonly way: string[] = [];
  /** Called before an address is opened: what somebody in between makes of it. */
  change: (url: URL) => void = () => {};

  constructor(origin: string, app: FastifyInstance) {
    this.#origin = origin;
    this.#app = app;
  }

  /** @param by the page with the link; undefined: the address was typed */
  async open(address: string, by?: string): Promise<Page> {
    const sites = new Set(by === undefined ? [] : [siteOf(by)]);
    let url = new URL(address, this.#origin);
    for (let hop = 0; hop < REDIRECTS; hop++) {
      this.change(url);
      sites.add(siteOf(url.href));
      this.way.push(url.href);
      const page = await this.#get(url, sites.size === 1);
      const location = page.headers.get('location');
      if (page.status >= 300 && page.status < 400 && location !== null) {
        url = new URL(location, url);
        continue;
      }
      const next = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(page.body)?.[1];
      return next === undefined ? page : this.open(unescaped(next), url.href);
    }
    throw new Error(`more than ${REDIRECTS} redirects: ${this.way.join(' ')}`);
  }

  /** Sends a form of a page of the gateway. */
  async send(path: string, form: Readonly<Record<string, string>>): Promise<Page> {
    const url = new URL(path, this.#origin);
    const page = await this.#get(url, true, new URLSearchParams(form).toString());
    const next = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(page.body)?.[1];
    return next === undefined ? page : this.open(unescaped(next), url.href);
  }

  /** The Cookie header for the gateway. */
  get cookie(): string {
    return this.#header(new URL(this.#origin), true);
  }

  async #get(url: URL, isSameSite: boolean, form?: string): Promise<Page> {
    const cookie = this.#header(url, isSameSite);
    const method = form === undefined ? 'GET' : 'POST';
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    if (url.origin !== this.#origin) {
      const response = await fetch(url, { method, redirect: 'manual', headers: { cookie } });
      this.#keep(url, response.headers.getSetCookie());
      return {
        url: url.href,
        status: response.status,
        headers: response.headers,
        body: await response.text(),
      };
    }
    const response = await this.#app.inject({
      method,
      url: `${url.pathname}${url.search}`,
      headers: { cookie, 'user-agent': 'Firefox/150.0', ...type },
      ...(form !== undefined && { payload: form }),
    });
    const set = [response.headers['set-cookie'] ?? []].flat();
    this.#keep(url, set);
    const { location } = response.headers;
    const headers = new Headers(location === undefined ? {} : { location });
    return { url: url.href, status: response.statusCode, headers, body: response.body };
  }

  #header(url: URL, isSameSite: boolean): string {
    return [...this.cookies]
      .filter(([key, { isStrict }]) => key.startsWith(`${siteOf(url.href)} `) && (isSameSite || !isStrict))
      .map(([key, { value }]) => `${key.split(' ')[1]}=${value}`)
      .join('; ');
  }

  #keep(url: URL, headers: readonly string[]): void {
    for (const header of headers) {
      const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const key = `${siteOf(url.href)} ${pair.slice(0, at)}`;
      const isGone = attributes.some((one) => /^max-age=0$/i.test(one)) || pair.length === at + 1;
      if (isGone) this.cookies.delete(key);
      else {
        const isStrict = attributes.some((one) => /^samesite=strict$/i.test(one));
        this.cookies.set(key, { value: pair.slice(at + 1), isStrict });
      }
    }
  }
}

const siteOf = (url: string): string => new URL(url).hostname;

const unescaped = (text: string): string =>
  text.replaceAll(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)));
