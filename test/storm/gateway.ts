import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokens } from '../../src/access/tokens.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Stop } from '../chaos/history.ts';
import { emptyStore } from './world/disk.ts';
import { inlineThreads } from './world/inline-thread.ts';
import { Died, Life } from './world/life.ts';
import type { World } from './world/world.ts';
import { worldLog } from './world/world-log.ts';

/** How long a process is away after it ended, ms. */
const AWAY_MS = 500;

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The processes of a gateway on one store, one after the other, and a client of theirs. */
export class StormGateway {
  readonly stops: Stop[] = [];
  readonly #world: World;
  readonly #config: object;
  readonly #token: string;
  #path: string;
  #present: Promise<Life>;

  private constructor(world: World, config: object, path: string, token: string) {
    this.#world = world;
    this.#config = config;
    this.#path = path;
    this.#token = token;
    this.#present = this.#begin();
  }

  /** @param config as in the file, without its store @param folder of this run alone, on a real disk */
  static async start(world: World, config: object, folder: string): Promise<StormGateway> {
    const path = join(folder, `life-${world.nextLife()}`, 'tocsin.db');
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(path, emptyStore(), { mode: 0o600 });
    const store = await openSqliteStore(path, world.clock, {
      startThread: inlineThreads(world.clock, world.diskPace),
    });
    const token = await new Tokens(store, world.clock).create('storm', 'admin');
    await store.close();
    return new StormGateway(world, config, path, token);
  }

  /** The process that serves, or the next one as soon as it serves. */
  get life(): Promise<Life> {
    return this.#present;
  }

  /**
   * Sends a request, and sends it again to the next process if the present one dies before it answers.
   * @param headers in place of the token of an administrator too
   */
  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    for (;;) {
      const life = await this.#present;
      try {
        const response = await life.request({
          method,
          url,
          headers: { authorization: `Bearer ${this.#token}`, ...headers },
          ...(body !== undefined && { payload: body }),
        });
        return { status: response.statusCode, body: response.body };
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        await this.#world.wait(AWAY_MS);
      }
    }
  }

  async get<T>(url: string): Promise<T | undefined> {
    const { status, body } = await this.ask('GET', url);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${url}: ${status} ${body}`);
    return JSON.parse(body) as T;
  }

  /** Ends the process, and starts the next one on what it has left. A restart that is under way is awaited first. */
  async restart(how: Stop['how']): Promise<void> {
    const before = this.#present;
    const next = (async (): Promise<Life> => {
      const life = await before;
      const at = this.#world.clock.now();
      this.#world.say(how);
      if (how === 'SIGTERM') await life.stop();
      else this.#path = life.crash();
      const tookMs = this.#world.clock.now() - at;
      await this.#world.wait(AWAY_MS);
      const started = await this.#begin();
      this.stops.push({
        at,
        backAt: this.#world.clock.now(),
        how,
        exitCode: how === 'SIGTERM' ? 0 : null,
        tookMs,
      });
      return started;
    })();
    this.#present = next;
    await next;
  }

  async #begin(): Promise<Life> {
    const world = this.#world;
    return Life.start(world, configOf(this.#config, this.#path), worldLog(world));
  }
}

/** JSON is YAML too. */
const configOf = (config: object, path: string): Config => {
  const loaded = parseConfig(JSON.stringify({ ...config, store: { sqlite: path } }), {});
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors));
  return loaded.ok;
};
