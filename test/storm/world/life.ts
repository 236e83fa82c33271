import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type App, startApp } from '../../../src/app.ts';
import type { Server } from '../../../src/compose/http/listening.ts';
import type { Machine } from '../../../src/compose/machine.ts';
import type { Config } from '../../../src/config/schema.ts';
import type { Log } from '../../../src/kernel/log.ts';
import { inlineThreads } from './inline-thread.ts';
import { LifeClock } from './life-clock.ts';
import type { World } from './world.ts';

/** Files that hold a store: SQLite's own, and its write-ahead log. */
const FILES = ['', '-wal'];

/** One process of the gateway in a simulated world, from its start to its end. */
export class Life {
  readonly clock: LifeClock;
  readonly #world: World;
  readonly #config: Config;
  readonly #over = Promise.withResolvers<never>();
  #server: Server | undefined;
  #app: App | undefined;

  private constructor(world: World, config: Config) {
    this.#world = world;
    this.#config = config;
    this.clock = new LifeClock(world.clock);
    this.#over.promise.catch(() => undefined);
  }

  /** Starts a gateway on the store at `config.store`. Rejects if it can't start. */
  static async start(world: World, config: Config, log: Log): Promise<Life> {
    const life = new Life(world, config);
    const machine: Machine = {
      random: world.random,
      dial: ({ port }) => ({ socket: world.net.dial(port), connectedEvent: 'connect' }),
      modems: () => world.serial,
      startThread: inlineThreads(life.clock, world.diskPace),
      listen: async (server) => {
        // It reads files of its own, which takes real time.
        await world.hold(Promise.resolve(server.ready()));
        life.#server = server;
        return 'http://gateway';
      },
    };
    life.#app = await life.#whileAlive(
      startApp(config, life.clock, life.#logOf(log), {
        droppedLogLines: () => 0,
        openFiles: undefined,
        readConfig: () => ({ ok: config }),
        machine,
      }),
    );
    return life;
  }

  /** Sends a request to the API. Rejects if the process dies before it answers. */
  request(options: InjectOptions): Promise<LightMyRequestResponse> {
    if (this.#server === undefined || this.clock.isOver) return Promise.reject(new Died());
    return this.#whileAlive(this.#server.inject(options) as Promise<LightMyRequestResponse>);
  }

  /** Ends the process as SIGTERM does. */
  async stop(): Promise<void> {
    await this.#whileAlive(this.#app?.stop() ?? Promise.resolve());
    this.#end();
  }

  /**
   * Ends the process as a power cut does, at this very moment. The next life starts from the returned copy of the
   * store, which has what is in the files now: each commit was synced before it was answered (synchronous=FULL).
   */
  crash(): string {
    const from = this.#config.store.sqlite;
    const to = join(dirname(dirname(from)), `life-${this.#world.nextLife()}`, basename(from));
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    for (const suffix of FILES) if (existsSync(from + suffix)) cpSync(from + suffix, to + suffix);
    this.#end();
    return to;
  }

  #end(): void {
    this.clock.end();
    this.#world.net.resetAll();
    this.#world.serial.closeAll();
    this.#over.reject(new Died());
  }

  #whileAlive<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#over.promise]);
  }

  /** A dead process writes no log. */
  #logOf(log: Log): Log {
    const of =
      (level: keyof Log): Log[keyof Log] =>
      (fields, message) => {
        if (!this.clock.isOver) log[level](fields, message);
      };
    return { debug: of('debug'), info: of('info'), warn: of('warn'), error: of('error') };
  }
}

/** The process ended before it answered. */
export class Died extends Error {}
