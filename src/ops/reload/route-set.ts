import type { ConfigChanges } from '../../config/reload/changes.ts';
import type { Config, RouteConfig } from '../../config/schema.ts';
import type { Route } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';

/** How long the answers to what a route has in flight are waited for before it is closed, ms. */
const DRAIN_WITHIN_MS = 10_000;
/** What the timeline of a message says that such a route gave back. */
const REASON = 'the configuration has changed, and the route is stopped for it';

export interface RouteSetDeps {
  /** Makes a route that isn't started. Rejects if its settings are not fit. */
  readonly make: (route: RouteConfig) => Promise<Route>;
  /** Whether this gateway drives the route: those of other nodes are configured here too. */
  readonly isHere: (route: RouteConfig) => boolean;
  /** What sends by the routes. */
  readonly sender: {
    addRoute(route: Route, contractedRate: number | undefined): void;
    removeRoute(id: string, reason: string, signal: AbortSignal): Promise<void>;
    setRate(id: string, contractedRate: number): void;
    arrange(ids: readonly string[]): void;
  };
  readonly alarms: { show(route: string): void; forget(route: string): void };
  readonly clock: Clock;
  readonly log: Log;
}

/** Routes of a new configuration, which are not started yet. */
export type Made = ReadonlyMap<string, Route>;

/** The routes that are configured now. It adds, removes and replaces them while the others send. */
export class RouteSet {
  readonly #deps: RouteSetDeps;
  readonly #routes = new Map<string, Route>();
  #configured: Config['routes'] = [];
  #isClosed = false;

  constructor(deps: RouteSetDeps) {
    this.#deps = deps;
  }

  get configured(): Config['routes'] {
    return this.#configured;
  }

  get present(): readonly Route[] {
    return [...this.#routes.values()];
  }

  /** Makes the routes of the start. */
  async open(routes: Config['routes']): Promise<void> {
    for (const config of routes.filter(this.#deps.isHere)) this.#add(config, await this.#deps.make(config));
    this.#configured = routes;
  }

  /** Makes what the changes need, and changes nothing. Rejects if the settings of a route are not fit. */
  async prepare(
    { added, changed }: ConfigChanges,
    after: Config,
    unfit: (index: number, error: unknown) => void,
  ): Promise<Made> {
    const wanted = new Set([...added, ...restartedOf(changed)]);
    const made = new Map<string, Route>();
    for (const [index, config] of after.routes.entries()) {
      if (!wanted.has(config.id) || !this.#deps.isHere(config)) continue;
      await this.#deps.make(config).then(
        (route) => made.set(config.id, route),
        (error: unknown) => unfit(index, error),
      );
    }
    return made;
  }

  /**
   * Resolves when the routes are those of the new configuration. A route that isn't changed is not touched. A removed
   * one ends within `DRAIN_WITHIN_MS`.
   *
   * @param made what `prepare` has made for the same changes
   */
  async change({ removed, changed }: ConfigChanges, after: Config, made: Made): Promise<void> {
    const { sender, alarms, clock } = this.#deps;
    const before = new Map(this.#configured.map((config) => [config.id, config]));
    this.#configured = after.routes;
    const patience = new AbortController();
    const cancel = clock.after(DRAIN_WITHIN_MS, () => patience.abort());
    const ending = new Map(
      [...removed, ...restartedOf(changed)].map((id) => [id, this.#remove(id, patience.signal)]),
    );
    const starting = after.routes.map(async (config) => {
      const route = made.get(config.id);
      if (route === undefined) return;
      // A carrier may take one bind for each account, and a modem has one port.
      await Promise.all(
        [...ending].map(([id, ended]) => (contend(before.get(id), config) ? ended : undefined)),
      );
      if (!this.#isClosed) this.#add(config, route);
    });
    await Promise.all([...ending.values(), ...starting]);
    cancel();
    const adapted = new Set(
      changed.filter(({ fields, how }) => how === 'adapted' && fields.includes('rate')).map(({ id }) => id),
    );
    for (const config of after.routes)
      if ('rate' in config && config.rate !== undefined && adapted.has(config.id))
        sender.setRate(config.id, config.rate);
    for (const id of removed) alarms.forget(id);
    sender.arrange(after.routes.map(({ id }) => id));
  }

  /** Starts no route any more. The sender stops those that there are. */
  close(): void {
    this.#isClosed = true;
  }

  #add(config: RouteConfig, route: Route): void {
    this.#routes.set(config.id, route);
    this.#deps.sender.addRoute(route, config.type === 'smpp' ? config.rate : undefined);
    this.#deps.alarms.show(config.id);
  }

  async #remove(id: string, signal: AbortSignal): Promise<void> {
    this.#routes.delete(id);
    await this.#deps.sender.removeRoute(id, REASON, signal).catch((error: unknown) => {
      this.#deps.log.error({ err: error, route: id }, 'a route did not stop as it should');
    });
  }
}

const restartedOf = (changed: ConfigChanges['changed']): readonly string[] =>
  changed.filter(({ how }) => how === 'restarted').map(({ id }) => id);

/** Whether the second route can start only once the first has ended. */
const contend = (old: RouteConfig | undefined, next: RouteConfig): boolean => {
  if (old === undefined) return false;
  if (old.type === 'smpp' && next.type === 'smpp') return old.host === next.host && old.port === next.port;
  return old.id === next.id || (old.type === 'modem' && next.type === 'modem');
};
