import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Clock } from '../../../src/kernel/clock.ts';
import { type ConfigInput, Gateway } from '../gateway/gateway.ts';
import { sharedChromium } from './chromium.ts';
import { letEvaluate, startFirefox } from './firefox/firefox.ts';
import { Wire } from './wire.ts';

/** What everybody's password is. */
export const PASSWORD = 'une phrase assez longue';

export interface PersonOptions {
  readonly role: Role;
  readonly phone: string;
}

export interface Look {
  /** The window is that of a phone: fingers in place of a mouse. */
  readonly hasTouch?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly locale?: 'en-GB' | 'fr-FR';
}

export interface RigOptions {
  readonly http?: { readonly listen?: string; readonly origin?: string };
  readonly clock?: Clock;
  /** Puts a wire between the browser and the gateway, which can be cut. */
  readonly hasWire?: boolean;
  /** The path of a Firefox to look with, in place of Chromium. Its wire is there always. */
  readonly firefox?: string;
}

/** A gateway in this process, a Chromium, and people who sign in. */
export class ConsoleRig {
  gateway: Gateway;
  readonly wire: Wire | undefined;
  readonly #origin: string | undefined;
  readonly browser: Browser;
  /**
   * What no page may have: errors of scripts, broken rules of the Content-Security-Policy, requests to elsewhere. `stop`
   * fails with them; a test that provokes one takes it out first.
   */
  readonly troubles: string[] = [];
  #contexts: BrowserContext[] = [];

  private constructor(
    gateway: Gateway,
    browser: Browser,
    wire: Wire | undefined,
    origin: string | undefined,
  ) {
    this.gateway = gateway;
    this.wire = wire;
    this.#origin = origin;
    this.browser = browser;
  }

  static async start(
    config: ConfigInput,
    { http, clock, hasWire = false, firefox }: RigOptions = {},
  ): Promise<ConsoleRig> {
    const gateway = await Gateway.start(config, { ...(http && { http }), ...(clock && { clock }) });
    try {
      if (firefox !== undefined) {
        const browser = await startFirefox(firefox);
        return new ConsoleRig(gateway, browser, await Wire.open(gateway.url, letEvaluate), http?.origin);
      }
      const wire = hasWire ? await Wire.open(gateway.url) : undefined;
      return new ConsoleRig(gateway, await sharedChromium(), wire, http?.origin);
    } catch (error) {
      await gateway.stop();
      throw error;
    }
  }

  /** Where the browser finds the gateway. */
  get origin(): string {
    return this.#origin ?? this.wire?.url ?? this.gateway.url;
  }

  get url(): string {
    return `${this.origin}/console/`;
  }

  /** Stops the gateway and starts it again; the browser finds it where it was, by the wire. */
  async restartGateway(meanwhile?: () => Promise<void>): Promise<void> {
    this.gateway = await this.gateway.restart(meanwhile);
    this.wire?.leadTo(this.gateway.url);
  }

  /** Makes a user whose password is PASSWORD. */
  async person(name: string, { role, phone }: PersonOptions): Promise<void> {
    await this.gateway.user(name, role, phone);
    const current = await this.gateway.oneTimePassword(name);
    const { cookie, csrf } = await this.#session(name, current);
    const changed = await fetch(`${this.gateway.url}/v1/session/password`, {
      method: 'POST',
      headers: { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' },
      body: JSON.stringify({ current, new: PASSWORD }),
    });
    if (changed.status !== 204) throw new Error(await changed.text());
  }

  /** A window of its own, as of another machine. */
  async window({
    width = 1440,
    height = 900,
    scheme = 'light',
    locale = 'en-GB',
    hasTouch = false,
  }: Look = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      locale,
      timezoneId: 'Europe/Paris',
      reducedMotion: 'reduce',
      hasTouch,
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.troubles.push(`${page.url()}: ${error.stack ?? error}`));
    page.on('console', (message) => {
      // A refused request is an answer that pages show in words; the browser writes a line about it all the same.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.troubles.push(`${page.url()}: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(this.origin) && !/^(data|blob):/.test(url)) this.troubles.push(`asked ${url}`);
    });
    return page;
  }

  /** A window in which somebody is signed in, at a path below /console. */
  async open(path: string, name: string, look: Look = {}): Promise<Page> {
    const page = await this.window(look);
    await this.enter(page, name);
    if (look.locale !== undefined) {
      const language = look.locale.slice(0, 2);
      await page.addInitScript((one) => localStorage.setItem('tocsin.language', one), language);
    }
    await page.goto(`${this.origin}/console${path}`);
    await page.locator('#page-title').waitFor();
    return page;
  }

  /** Gives the window a session without the form, which has its own tests. */
  async enter(page: Page, name: string): Promise<void> {
    const { cookie } = await this.#session(name, PASSWORD);
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    await page
      .context()
      .addCookies([
        { name: pair.slice(0, at), value: pair.slice(at + 1), url: this.origin, sameSite: 'Strict' },
      ]);
  }

  /** Signs in by the form. */
  async signIn(page: Page, name: string): Promise<void> {
    await page.goto(this.url);
    await page.getByLabel(/^(Name|Nom)/).fill(name);
    await page.getByLabel(/^(Password|Mot de passe)/).fill(PASSWORD);
    await page.getByRole('button', { name: /^(Sign in|Se connecter)$/ }).click();
    await page.locator('#page-title').waitFor();
  }

  /** Closes all windows but these: a page that is live asks the gateway again and again. */
  async closeWindows(...kept: readonly Page[]): Promise<void> {
    const open = this.#contexts;
    this.#contexts = kept.map((page) => page.context());
    for (const context of open) if (!this.#contexts.includes(context)) await context.close();
  }

  /** Takes a picture of the whole page, if TOCSIN_PICTURES names a folder for them. */
  async picture(page: Page, name: string): Promise<void> {
    const folder = process.env['TOCSIN_PICTURES'];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  /** @throws Error if a page had troubles */
  async stop(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    // The other browser is shared.
    if (this.browser.browserType().name() === 'firefox') await this.browser.close();
    await this.wire?.close();
    await this.gateway.stop();
    if (this.troubles.length > 0) throw new Error(this.troubles.join('\n'));
  }

  async #session(name: string, password: string): Promise<{ cookie: string; csrf: string }> {
    const response = await fetch(`${this.gateway.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });
    if (response.status !== 200) throw new Error(await response.text());
    const { csrf } = (await response.json()) as { csrf: string };
    return { cookie: response.headers.get('set-cookie') ?? '', csrf };
  }
}
