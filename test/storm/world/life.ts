import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type App, startApp } from '../../../src/app.ts';
import type { Server } from '../../../src/compose/http/listening.ts';
import type { Machine } from '../../../src/compose/machine.ts';
import type { Loaded } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/schema.ts';
import type { Log } from '../../../src/kernel/log.ts';
import { inlineThreads } from './inline-thread.ts';
import { LifeClock } from './life-clock.ts';
import type { World } from './world.ts';

/** How a process ended. */
export interface End {
  /** null: the power failed. */
  readonly exitCode: number | null;
  /** Why it ended by itself; undefined: after SIGTERM, or by a power cut. */
  readonly reason: string | undefined;
  /** When SIGTERM came; undefined: it did not. */
  readonly signalledAt: number | undefined;
  /** Whether it had served before. */
  readonly hasServed: boolean;
  /** Connections to carriers that it had not closed. */
  readonly openSockets: number;
  /** Timers that it had not cancelled. */
  readonly openTimers: number;
}

/** One process of the gateway in a simulated world, from its start to its end: what `serve` does (src/commands). */
export class Life {
  readonly clock: LifeClock;
  /** Resolves when it serves. Rejects with `Died` if it ends before that. */
  readonly serving: Promise<void>;
  readonly ended: Promise<End>;
  readonly #world: World;
  readonly #config: Config;
  readonly #readConfig: () => Loaded;
  readonly #served = Promise.withResolvers<void>();
  readonly #signalled = Promise.withResolvers<undefined>();
  readonly #over = Promise.withResolvers<never>();
  readonly #end = Promise.withResolvers<End>();
  #signalledAt: number | undefined;
  #hasServed = false;
  #server: Server | undefined;

  private constructor(world: World, config: Config, readConfig: () => Loaded) {
    this.#world = world;
    this.#config = config;
    this.#readConfig = readConfig;
    this.clock = new LifeClock(world.wall);
    this.serving = this.#served.promise;
    this.ended = this.#end.promise;
    this.#over.promise.catch(() => undefined);
    this.serving.catch(() => undefined);
  }

  /**
   * Starts a gateway on the store at `config.store`.
   * @param readConfig what a reload reads
   */
  static begin(world: World, config: Config, readConfig: () => Loaded, log: Log): Life {
    const life = new Life(world, config, readConfig);
    void life.#serve(life.#logOf(log));
    return life;
  }

  /** Whether it has had SIGTERM, and is on its way out. */
  get isStopping(): boolean {
    return this.#signalledAt !== undefined;
  }

  /** Sends a request to the API. Rejects if the process dies before it answers. */
  request(options: InjectOptions): Promise<LightMyRequestResponse> {
    if (this.#server === undefined || this.clock.isOver) return Promise.reject(new Died());
    return this.#whileAlive(this.#server.inject(options) as Promise<LightMyRequestResponse>);
  }

  /** Sends SIGTERM to the process. A process that still starts ends when it has started. */
  terminate(): void {
    this.#signalledAt ??= this.#world.clock.now();
    this.#signalled.resolve(undefined);
  }

  /** Ends the process as a power cut does, at this very moment. */
  cut(): void {
    this.#leave(null, undefined);
  }

  async #serve(log: Log): Promise<void> {
    try {
      const app = await this.#whileAlive(this.#start(log));
      this.#hasServed = true;
      this.#served.resolve();
      const reason = await this.#whileAlive(Promise.race([this.#signalled.promise, app.broken]));
      await this.#whileAlive(app.stop());
      this.#leave(reason === undefined ? 0 : 1, reason);
    } catch (error) {
      if (!(error instanceof Died)) this.#leave(1, error instanceof Error ? error.message : String(error));
    }
  }

  #start(log: Log): Promise<App> {
    const world = this.#world;
    const machine: Machine = {
      random: world.random,
      dial: ({ port }) => ({ socket: world.net.dial(port), connectedEvent: 'connect' }),
      // What still runs of a dead process would open a port, and keep it locked for the next one.
      modems: () => ({
        ...world.serial,
        open: (...args) => (this.clock.isOver ? new Promise<never>(() => {}) : world.serial.open(...args)),
      }),
      startThread: inlineThreads(this.clock, world.disk),
      freeBytes: async () => world.disk.freeBytes,
      observeProcess: () => undefined,
      listen: async (server) => {
        // It reads files of its own, which takes real time.
        await world.hold(Promise.resolve(server.ready()));
        this.#server = server;
        return 'http://gateway';
      },
    };
    return startApp(this.#config, this.clock, log, {
      droppedLogLines: () => 0,
      openFiles: undefined,
      readConfig: this.#readConfig,
      machine,
    });
  }

  #leave(exitCode: number | null, reason: string | undefined): void {
    if (this.clock.isOver) return;
    const { net } = this.#world;
    const [openSockets, openTimers] = [net.openCount, this.clock.pending];
    this.clock.end();
    net.resetAll();
    this.#world.serial.closeAll();
    this.#world.disk.database.processEnded();
    const died = new Died();
    this.#over.reject(died);
    this.#served.reject(died);
    const [signalledAt, hasServed] = [this.#signalledAt, this.#hasServed];
    this.#end.resolve({ exitCode, reason, signalledAt, hasServed, openSockets, openTimers });
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
