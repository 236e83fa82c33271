import type { BalanceConfig } from '../config/routes/balance.ts';
import type { ModemRouteConfig } from '../config/routes/modem-route.ts';
import type { SimBalance } from '../domain/routes/modem-details.ts';
import type { RouteView } from '../domain/routes/routes-control.ts';
import type { BalanceControl } from '../domain/routes/sim-control.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

const LOOK_EVERY_MS = 60_000;
/** The same while a SIM was never asked: its modem is coming up, or is busy. */
const LOOK_SOON_MS = 5000;
/**
 * After an answer without an amount the network is asked again after this time, in ms, or sooner if `every` is shorter.
 */
const ASK_AGAIN_MS = 60 * 60_000;
/**
 * From this many answers in a row without an amount on there is an alarm. Single ones are common while a cell is busy.
 */
const FAILURES_TO_ALARM = 3;
const FAILURE = 'the balance of a SIM cannot be asked for';

export interface BalancesDeps {
  readonly route: (id: string) => Pick<RouteView, 'state' | 'backlog'> | undefined;
  readonly balance: (id: string) => BalanceControl | undefined;
  /** Sets the reason of an alarm on a route; undefined clears it. */
  readonly alarm: (route: string, reason: string | undefined) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Asks for the balance of each SIM regularly, so that a prepaid SIM doesn't run dry unnoticed. A USSD dialogue keeps
 * the modem from sending for some seconds, so none begins while messages wait for the route.
 */
export class Balances {
  #routes: readonly (readonly [string, BalanceConfig])[];
  #isStarted = false;
  readonly #deps: BalancesDeps;
  readonly #alarms = new Map<string, string>();
  readonly #looper: Looper;

  /** @param routes routes without a configured balance are ignored */
  constructor(routes: readonly ModemRouteConfig[], deps: BalancesDeps) {
    this.#routes = balancesOf(routes);
    this.#deps = deps;
    const { clock, log } = deps;
    this.#looper = new Looper(() => this.#lookAtAll(), { clock, log, failure: FAILURE });
  }

  start(): void {
    this.#isStarted = true;
    if (this.#routes.length > 0) this.#looper.start();
  }

  /** Looks after these routes from now on. */
  use(routes: readonly ModemRouteConfig[]): void {
    this.#routes = balancesOf(routes);
    const kept = new Set(this.#routes.map(([id]) => id));
    for (const id of [...this.#alarms.keys()].filter((one) => !kept.has(one))) this.#tell(id, undefined);
    if (!this.#isStarted || this.#routes.length === 0) return;
    this.#looper.start();
    this.#looper.wake();
  }

  /** Resolves when the current look has ended. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** The SIMs are asked at the same time: an answer may take half a minute, and a rack has many SIMs. */
  async #lookAtAll(): Promise<number> {
    await Promise.all(
      this.#routes.map(([id, config]) =>
        this.#look(id, config).catch((error: unknown) => {
          this.#deps.log.error({ err: error, route: id }, FAILURE);
        }),
      ),
    );
    const { balance } = this.#deps;
    return this.#routes.some(([id]) => balance(id)?.now === undefined) ? LOOK_SOON_MS : LOOK_EVERY_MS;
  }

  async #look(id: string, config: BalanceConfig): Promise<void> {
    const { route, balance, clock } = this.#deps;
    const view = route(id);
    const control = balance(id);
    if (view === undefined || control === undefined || view.state === 'disabled') {
      this.#tell(id, undefined);
      return;
    }
    if (view.backlog === 0 && isDue(control.now, config.every, clock.now())) await control.read();
    // The route may have been removed while its SIM was asked.
    if (this.#routes.some(([one]) => one === id)) this.#tell(id, whyAlarm(control.now, config));
  }

  #tell(id: string, reason: string | undefined): void {
    const { log } = this.#deps;
    if (this.#alarms.get(id) === reason) return;
    if (reason === undefined) {
      this.#alarms.delete(id);
      log.info({ route: id }, 'the alarm about the balance has ended');
    } else {
      this.#alarms.set(id, reason);
      log.error({ route: id, reason }, 'the balance of a SIM needs attention');
    }
    this.#deps.alarm(id, reason);
  }
}

const balancesOf = (routes: readonly ModemRouteConfig[]): readonly (readonly [string, BalanceConfig])[] =>
  routes.flatMap(({ id, balance }) => (balance === undefined ? [] : [[id, balance] as const]));

const isDue = (balance: SimBalance | undefined, everyMs: number, nowMs: number): boolean => {
  if (balance === undefined) return true;
  const afterMs = balance.problem === undefined ? everyMs : Math.min(everyMs, ASK_AGAIN_MS);
  // A time in the future is from before the clock was set back.
  return nowMs - balance.askedAt >= afterMs || balance.askedAt > nowMs;
};

const whyAlarm = (balance: SimBalance | undefined, { below }: BalanceConfig): string | undefined => {
  const { amount, problem, failures = 0 } = balance ?? {};
  const low =
    amount !== undefined && below !== undefined && amount < below
      ? `the balance of its SIM is ${amount}, below ${below}`
      : undefined;
  const unread =
    failures >= FAILURES_TO_ALARM ? `the balance of its SIM can't be read: ${problem ?? ''}` : undefined;
  return [low, unread].filter(Boolean).join('; ') || undefined;
};
