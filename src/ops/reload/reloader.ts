import type { ConfigError, Loaded } from '../../config/load.ts';
import { type ConfigChanges, changesOf, takenOver } from '../../config/reload/changes.ts';
import type { Config } from '../../config/schema.ts';
import type { Audit, AuditActor } from '../../domain/operation/audit.ts';
import type { Reloaded, ReloadService, ReloadVerdict } from '../../domain/operation/reload.ts';
import { acting } from '../../kernel/acts/acting.ts';
import type { Clock } from '../../kernel/clock.ts';
import { TocsinError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Made, RouteSet } from './route-set.ts';

/** Who reloads by a signal to the process. */
const SIGNAL: AuditActor = { id: 'signal:SIGHUP', name: 'SIGHUP' };
const SUBJECT = 'gateway:configuration';

/** The certificate of the API. */
export interface Certificates<Pair> {
  /** @throws TocsinError `configInvalid` */
  read(config: Config): Promise<Pair | undefined>;
  isOther(pair: Pair): boolean;
  use(pair: Pair): void;
}

export interface ReloaderDeps<Pair> {
  /** The configuration of the start. */
  readonly started: Config;
  /** Reads the file of the configuration. */
  readonly read: () => Loaded;
  readonly routes: RouteSet;
  readonly certificates: Certificates<Pair>;
  /** Plans by this configuration from now on. */
  readonly plan: (config: Config) => void;
  /** Has everything else that goes by the routes go by these from now on. */
  readonly follow: (config: Config) => void;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

interface Prepared<Pair> {
  readonly after: Config;
  readonly changes: ConfigChanges;
  readonly made: Made;
  /** Undefined if the certificate is the same. */
  readonly pair: Pair | undefined;
}

/**
 * Reads the configuration again while the gateway runs, and takes over what needs no restart. A configuration with an
 * error changes nothing. Nothing is stored of it: after a crash the next start reads the file.
 */
export class Reloader<Pair> implements ReloadService {
  readonly #deps: ReloaderDeps<Pair>;
  readonly #open = Promise.withResolvers<void>();
  #running: Config;
  #last: Reloaded | undefined;
  #needsRestart = 0;
  /** The reload under way, and those that wait for it. */
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #isClosed = false;

  constructor(deps: ReloaderDeps<Pair>) {
    this.#deps = deps;
    this.#running = deps.started;
  }

  /** What is in force: the configuration of the start with what was taken over. */
  get running(): Config {
    return this.#running;
  }

  get last(): Reloaded | undefined {
    return this.#last;
  }

  /** How many changed settings of the file wait for a restart. */
  get needsRestart(): number {
    return this.#needsRestart;
  }

  get isRunning(): boolean {
    return this.#waiting > 0;
  }

  /** The gateway has started: until then reloads wait. */
  start(): void {
    this.#open.resolve();
  }

  /** Changes nothing any more. What waits, and what comes from now on, is refused. */
  close(): void {
    this.#isClosed = true;
    this.#deps.routes.close();
    this.#open.resolve();
  }

  /** Resolves when the reload under way has ended. */
  async ended(): Promise<void> {
    await this.#queue;
  }

  reload(actor: AuditActor, dryRun: boolean): Promise<ReloadVerdict> {
    this.#waiting++;
    const done = this.#queue.then(async () => {
      try {
        await this.#open.promise;
        if (this.#isClosed) throw new TocsinError('shuttingDown', 'the gateway is stopping');
        return await this.#reload(actor, dryRun);
      } finally {
        this.#waiting--;
      }
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Reloads for a signal to the process: the log and the metrics say how it went. */
  async hangUp(): Promise<void> {
    await this.reload(SIGNAL, false).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'the configuration cannot be read again');
    });
  }

  async #reload(actor: AuditActor, dryRun: boolean): Promise<ReloadVerdict> {
    const { audit, clock, log } = this.#deps;
    const prepared = await this.#prepare();
    const at = clock.now();
    if ('errors' in prepared) {
      const { errors } = prepared;
      if (dryRun) return { kind: 'refused', errors };
      this.#last = { at, actor: actor.name, refused: errors, changes: undefined };
      log.error({ errors }, 'the configuration has errors: it was not taken over, and nothing is changed');
      await audit.record(actor, 'config.reloadRefused', SUBJECT, { errors: errors.map(({ path }) => path) });
      return { kind: 'refused', errors };
    }
    const changes = { ...prepared.changes, tls: prepared.pair !== undefined };
    if (dryRun) return { kind: 'done', changes };
    // The entry is written first: a crash in between is no matter, since the next start reads the file.
    await audit.record(actor, 'config.reload', SUBJECT, { ...changes });
    // Routes live longer than the call that starts them: what they store is stored on nobody's behalf.
    await acting(undefined, () => this.#take(prepared));
    this.#last = { at, actor: actor.name, refused: undefined, changes };
    const { needsRestart } = changes;
    this.#needsRestart = needsRestart.length;
    if (needsRestart.length === 0) log.info({ ...changes }, 'the configuration was read again');
    else log.warn({ ...changes }, 'the configuration was read again; some of its changes need a restart');
    return { kind: 'done', changes };
  }

  async #prepare(): Promise<Prepared<Pair> | { readonly errors: readonly ConfigError[] }> {
    const { read, routes, certificates } = this.#deps;
    const loaded = read();
    if ('errors' in loaded) return { errors: loaded.errors };
    const errors: ConfigError[] = [];
    const changes = changesOf(this.#running, loaded.ok);
    const unfit = (path: string, error: unknown) =>
      errors.push({ path, message: error instanceof Error ? error.message : String(error) });
    const pair = await certificates.read(loaded.ok).catch((error: unknown) => {
      unfit('http.tls', error);
      return undefined;
    });
    const made = await routes.prepare(changes, loaded.ok, (index, error) => unfit(`routes[${index}]`, error));
    if (errors.length > 0) return { errors };
    return {
      after: takenOver(this.#running, loaded.ok),
      changes,
      made,
      pair: pair !== undefined && certificates.isOther(pair) ? pair : undefined,
    };
  }

  async #take({ after, changes, made, pair }: Prepared<Pair>): Promise<void> {
    const { routes, certificates, plan, follow } = this.#deps;
    if (pair !== undefined) certificates.use(pair);
    this.#running = after;
    // The plan comes first, so that nothing new is queued for a route that is about to end.
    plan(after);
    await routes.change(changes, after, made);
    if (!this.#isClosed) follow(after);
  }
}
