import { Tokens } from '../../src/access/tokens.ts';
import { type Loaded, parseConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { openStore } from '../../src/store/open-store.ts';
import { placeOf } from '../../src/store/place.ts';
import type { Store } from '../../src/store/store.ts';
import type { Stop } from '../chaos/history.ts';
import type { Left, SimulatedDatabase } from './database/simulated-database.ts';
import { inlineThreads } from './world/inline-thread.ts';
import { Died, type End, Life } from './world/life.ts';
import type { World } from './world/world.ts';
import { worldLog } from './world/world-log.ts';

/** How long a process is away after it ended, ms. */
const AWAY_MS = 500;
/** After an end by itself, ms: as in packaging/tocsin.service. */
const FAILED_AWAY_MS = 2000;
/** When a client reads again what could not be read, ms. */
const AGAIN_MS = 50;
/** Starts that may fail one after the other, ms of the world apart, before the run gives up. */
const MOST_FAILED = 40;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A process that ended by itself. */
export interface Failure {
  readonly begunAt: number;
  readonly at: number;
  readonly reason: string;
}

/** The processes of a gateway on one store, one after the other, and a client of theirs. */
export class StormGateway {
  readonly stops: Stop[] = [];
  readonly failures: Failure[] = [];
  /** How each process ended. */
  readonly ends: End[] = [];
  /** The file of the configuration without its store, or a text that is no such file. It is read at each start too. */
  file: object | string;
  readonly #world: World;
  readonly #token: string;
  /** The process that is there; undefined: the power is off, or the next process is not begun yet. */
  #process: Life | undefined;
  #present = Promise.withResolvers<Life>();
  #isPresent = false;
  /** Stops after which no process has served yet. */
  #notBack: Omit<Stop, 'backAt'>[] = [];
  #onBegin: (() => void)[] = [];
  #isClosing = false;
  readonly #closed: Promise<void>;

  private constructor(world: World, config: object, token: string) {
    this.#world = world;
    this.file = config;
    this.#token = token;
    this.#closed = this.#supervise();
  }

  /**
   * @param config as in the file, without its store
   * @param prepare puts on the disk what the first process finds there
   */
  static async start(
    world: World,
    config: object,
    prepare: (store: Store) => Promise<void> = async () => {},
  ): Promise<StormGateway> {
    const store = await openStore(placeOf(world.disk.database.configured), world.clock, {
      startThread: inlineThreads(world.clock, world.disk),
    });
    const token = await new Tokens(store, world.clock).create('storm', 'admin');
    await prepare(store);
    await store.close();
    return new StormGateway(world, config, token);
  }

  /** The process that serves, or the next one as soon as it serves. */
  get life(): Promise<Life> {
    return this.#present.promise;
  }

  /**
   * Sends a request, and sends it again to the next process if the present one dies before it answers.
   * @param headers in place of the token of an administrator too
   */
  async ask(
    method: Method,
    url: string,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    for (;;) {
      const life = await this.life;
      try {
        return await this.askOnce(life, method, url, body, headers);
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        await this.#world.wait(AWAY_MS);
      }
    }
  }

  /** Sends a request to one process. Rejects with `Died` if that ends before it answers. */
  async askOnce(
    life: Life,
    method: Method,
    url: string,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await life.request({
      method,
      url,
      headers: { authorization: `Bearer ${this.#token}`, ...headers },
      ...(body !== undefined && { payload: body }),
    });
    return { status: response.statusCode, body: response.body };
  }

  async get<T>(url: string): Promise<T | undefined> {
    const { status, body } = await this.ask('GET', url);
    if (status === 503 && this.#isOutOfReach) {
      await this.#world.wait(AGAIN_MS);
      return this.get(url);
    }
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${url}: ${status} ${body}`);
    return JSON.parse(body) as T;
  }

  /** Whether a fault of the database may keep the gateway from reading. */
  get #isOutOfReach(): boolean {
    const { disk, troubles, clock } = this.#world;
    const now = clock.now();
    return (
      disk.database.kind === 'postgres' &&
      troubles.some(({ of, from, to }) => of === 'disk' && from <= now && to >= now)
    );
  }

  /** Ends a process that serves, and resolves when the next one serves. A stop that is under way is awaited first. */
  async restart(how: Stop['how']): Promise<void> {
    for (;;) {
      const life = await this.life;
      if (life !== this.#process || life.isStopping) continue;
      if (how === 'SIGTERM') this.terminate();
      else this.cut();
      await this.life;
      return;
    }
  }

  /** Sends SIGTERM to the process, if there is one. */
  terminate(): void {
    const life = this.#process;
    if (life === undefined || life.isStopping) return;
    this.#world.say('SIGTERM');
    life.terminate();
    this.#serveNoMore();
  }

  /**
   * Cuts the power at this very moment: while a process starts, serves or stops.
   * @param left what is found of the store when the power is back; if left out, what is on the disk now
   */
  cut(left: Left = this.#world.disk.database.left()): void {
    const life = this.#process;
    if (life === undefined) return;
    this.#world.say('SIGKILL');
    left();
    life.cut();
  }

  /** What a power cut leaves while another program moves the log into the main file. */
  leftOfCheckpoint(): Left {
    return this.#world.disk.database.leftOfCheckpoint();
  }

  /** Calls `then` once, when the next process has just begun to start. */
  onNextBegin(then: () => void): void {
    this.#onBegin.push(then);
  }

  /** Ends the last process as SIGTERM does. */
  async close(): Promise<void> {
    await this.life;
    this.#isClosing = true;
    this.terminate();
    await this.#closed;
  }

  async #supervise(): Promise<void> {
    for (let failed = 0; failed < MOST_FAILED; ) {
      const begunAt = this.#world.clock.now();
      const { configured } = this.#world.disk.database;
      const readConfig = (): Loaded => loadedFrom(this.file, configured);
      const life = Life.begin(this.#world, configOf(readConfig()), readConfig, worldLog(this.#world));
      this.#process = life;
      life.serving.then(
        () => this.#serves(life),
        () => undefined,
      );
      const onBegin = this.#onBegin;
      this.#onBegin = [];
      for (const then of onBegin) then();
      const end = await life.ended;
      this.#process = undefined;
      this.#note(end, begunAt);
      if (this.#isClosing) return this.#back();
      failed = end.reason === undefined ? 0 : failed + 1;
      await this.#world.wait(end.reason === undefined ? AWAY_MS : FAILED_AWAY_MS);
    }
    this.#present.reject(new Error(`the gateway does not start: ${this.failures.at(-1)?.reason}`));
  }

  #serves(life: Life): void {
    this.#back();
    // A process that had SIGTERM while it started takes no request.
    if (life.isStopping) return;
    this.#isPresent = true;
    this.#present.resolve(life);
  }

  /** Lets requests wait for the next process. */
  #serveNoMore(): void {
    if (!this.#isPresent) return;
    this.#isPresent = false;
    this.#present = Promise.withResolvers();
  }

  #back(): void {
    const backAt = this.#world.clock.now();
    this.stops.push(...this.#notBack.map((stop) => ({ ...stop, backAt })));
    this.#notBack = [];
  }

  #note(end: End, begunAt: number): void {
    const now = this.#world.clock.now();
    const { exitCode, reason, signalledAt, hasServed } = end;
    this.ends.push(end);
    this.#world.say(`exit code ${exitCode} ${reason ?? ''}`);
    if (reason !== undefined) this.failures.push({ begunAt, at: now, reason });
    this.#serveNoMore();
    // A process that could not start prolongs the stop before it.
    if (reason !== undefined && !hasServed) return;
    const how = exitCode === null ? 'SIGKILL' : 'SIGTERM';
    const at = exitCode === null ? now : (signalledAt ?? now);
    this.#notBack.push({ at, how, exitCode, tookMs: now - at });
  }
}

/** JSON is YAML too. */
const loadedFrom = (file: object | string, store: SimulatedDatabase['configured']): Loaded =>
  parseConfig(typeof file === 'string' ? file : JSON.stringify({ ...file, store }), {});

const configOf = (loaded: Loaded): Config => {
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors));
  return loaded.ok;
};
