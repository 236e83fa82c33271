import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { Passwords } from '../../../src/access/sign-in/passwords.ts';
import { Resets } from '../../../src/access/sign-in/resets.ts';
import { COMMAND_LINE } from '../../../src/access/tokens.ts';
import { Users } from '../../../src/access/users.ts';
import { type App, startApp } from '../../../src/app.ts';
import { thisMachine } from '../../../src/compose/machine.ts';
import type { Surroundings } from '../../../src/compose/start/surroundings.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { type Config, configSchema } from '../../../src/config/schema.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Clock } from '../../../src/kernel/clock.ts';
import type { Log } from '../../../src/kernel/log.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { ApiClient } from '../http/api-client.ts';
import { keptLog, quietLog } from '../log/suite-log.ts';
import { pathOfStore } from '../store/path-of-store.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { makeToken } from './make-token.ts';

export type ConfigInput = Omit<z.input<typeof configSchema>, 'http' | 'store'>;

/** A process whose log loses no lines, and without a limit of open files. */
export const around: Surroundings = {
  droppedLogLines: () => 0,
  openFiles: undefined,
  readConfig: () => ({ errors: [] }),
  machine: thisMachine,
};

interface GatewayOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly http?: z.input<typeof configSchema>['http'];
}

/** A whole gateway in this process, with a store in its own folder. */
export class Gateway {
  readonly config: Config;
  readonly api: ApiClient;
  readonly #app: App;
  readonly #folder: string;
  readonly #token: string;

  /** The text of the configuration, which the next reload reads. */
  readonly #file: { text: string };

  private constructor(config: Config, app: App, folder: string, token: string, file = { text: '' }) {
    this.#file = file;
    this.config = config;
    this.#app = app;
    this.#folder = folder;
    this.#token = token;
    this.api = new ApiClient(app.url, token);
  }

  static async start(
    input: ConfigInput,
    { clock = systemClock, log = quietLog, http = {} }: GatewayOptions = {},
  ): Promise<Gateway> {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
    const config = configSchema.parse({
      ...input,
      http: { listen: '127.0.0.1:0', ...http },
      store: { sqlite: join(folder, 'tocsin.db') },
    });
    const token = await makeToken(pathOfStore(config), 'admin');
    const file = { text: '' };
    const readConfig = () => parseConfig(file.text, {});
    const app = await startApp(config, clock, log === quietLog ? log : keptLog(log), {
      ...around,
      readConfig,
    });
    return new Gateway(config, app, folder, token, file);
  }

  /** Writes the file of the configuration anew, for the next reload. */
  rewrite(input: object | string): void {
    const { http, store } = this.config;
    this.#file.text =
      typeof input === 'string' ? input : JSON.stringify({ ...input, http: { listen: http.listen }, store });
  }

  /** Reloads as SIGHUP does. */
  hangUp(): Promise<void> {
    return this.#app.reload();
  }

  get url(): string {
    return this.#app.url;
  }

  token(role: Role): Promise<string> {
    return makeToken(pathOfStore(this.config), role);
  }

  /** Makes a user as the command `user create` does. */
  async user(name: string, role: Role, phone: string): Promise<void> {
    const store = await openSqliteStore(pathOfStore(this.config), systemClock);
    try {
      const user = { roles: [role], language: 'fr', phone: phone as Msisdn };
      const made = await new Users(store, systemClock, () => {}).create(name, user, COMMAND_LINE);
      if (made.kind !== 'done') throw new Error(made.kind);
    } finally {
      await store.close();
    }
  }

  /** Gives a user a one-time password as the command `user reset` does. */
  async oneTimePassword(name: string): Promise<string> {
    const repository = await openSqliteStore(pathOfStore(this.config), systemClock);
    try {
      const passwords = new Passwords();
      const resets = new Resets({ repository, passwords, clock: systemClock, news: undefined });
      const reset = await resets.reset(name, COMMAND_LINE);
      if (reset.kind !== 'done') throw new Error(reset.kind);
      return reset.password;
    } finally {
      await repository.close();
    }
  }

  /** Stops the gateway and starts it again on the same store; `meanwhile` runs in between. */
  async restart(meanwhile: () => Promise<void> = async () => undefined): Promise<Gateway> {
    await this.#app.stop();
    await meanwhile();
    const app = await startApp(this.config, systemClock, quietLog, around);
    return new Gateway(this.config, app, this.#folder, this.#token);
  }

  async stop(): Promise<void> {
    await this.#app.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
