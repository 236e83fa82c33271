import type { ModemRouteConfig } from '../config/routes/modem-route.ts';
import type { Message } from '../domain/messages/message.ts';
import type { MessageReader } from '../domain/messages/message-store.ts';
import { isFinal } from '../domain/messages/state.ts';
import type { Ears } from '../domain/operation/ear.ts';
import type { RouteView } from '../domain/routes/routes-control.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

/** The owner of heartbeat messages. Ids of tokens are longer, so no token has this id. */
const OWNER = 'heartbeat';
const LOOK_EVERY_MS = 60_000;
/** A heartbeat that isn't sent within this time, in ms, shows that the route doesn't work. */
const VALID_FOR_MS = 30 * 60_000;
const FAILURE = 'a heartbeat cannot be checked or sent';
/** How many of the newest heartbeats are read: one may be under way, and some may have been cancelled. */
const LOOKED_AT = 5;

interface Carried {
  readonly sentToday: number;
  readonly at: number | undefined;
}

interface HeartbeatMessage {
  readonly to: string;
  readonly text: string;
  readonly priority: 'low';
  readonly validForMs: number;
  readonly reference: string;
  readonly onUncertain: 'hold';
  readonly routes: readonly string[];
}

export interface HeartbeatDeps {
  readonly messages: Pick<MessageReader, 'list'>;
  /** Accepts a message with this owner. Every result other than `accepted` is an error. */
  readonly send: (message: HeartbeatMessage, owner: string) => Promise<{ readonly kind: string }>;
  readonly ears: Pick<Ears, 'marked'>;
  readonly route: (id: string) => Pick<RouteView, 'state' | 'sentToday'> | undefined;
  /** Sets the reason of an alarm on a route; undefined clears it. */
  readonly alarm: (route: string, reason: string | undefined) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sends regular messages by each modem to one of our own numbers, so that a barred SIM or a fallen antenna is known
 * before the modem is needed. When the last heartbeat was sent, and what became of it, is read from the store.
 */
export class Heartbeats {
  #routes: readonly ModemRouteConfig[];
  #isStarted = false;
  readonly #deps: HeartbeatDeps;
  readonly #alarms = new Map<string, string>();
  readonly #carried = new Map<string, Carried>();
  readonly #looper: Looper;

  /** @param routes routes without a configured heartbeat are ignored */
  constructor(routes: readonly ModemRouteConfig[], deps: HeartbeatDeps) {
    this.#routes = routes.filter(hasHeartbeat);
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
    this.#routes = routes.filter(hasHeartbeat);
    const kept = new Set(this.#routes.map(({ id }) => id));
    for (const id of this.#carried.keys()) if (!kept.has(id)) this.#carried.delete(id);
    for (const id of [...this.#alarms.keys()].filter((one) => !kept.has(one))) this.#tell(id, undefined);
    if (!this.#isStarted || this.#routes.length === 0) return;
    this.#looper.start();
    this.#looper.wake();
  }

  /** Resolves when the current check has ended. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  async #lookAtAll(): Promise<number> {
    for (const route of this.#routes) {
      if (this.#looper.signal.aborted) break;
      await this.#look(route).catch((error: unknown) => {
        this.#deps.log.error({ err: error, route: route.id }, FAILURE);
      });
    }
    return LOOK_EVERY_MS;
  }

  async #look({ id, heartbeat }: ModemRouteConfig): Promise<void> {
    const { messages, clock, route } = this.#deps;
    if (heartbeat === undefined) return;
    const view = route(id);
    // A route that an operator disabled isn't expected to work.
    if (view?.state === 'disabled') {
      this.#tell(id, undefined);
      return;
    }
    const carriedAt = this.#carriedAt(id, view?.sentToday ?? 0);
    const filter = { ...ANY, owner: OWNER, reference: referenceOf(id) };
    const { items } = await messages.list(filter, { limit: LOOKED_AT, cursor: undefined });
    // A look that began before the route was removed ends after it.
    if (!this.#routes.some((one) => one.id === id)) return;
    const { due, alarm } = judgeHeartbeats(items, heartbeat.every, clock.now(), carriedAt);
    this.#tell(id, alarm);
    if (due) await this.#send(id, heartbeat);
  }

  /** When a look last found that the route had sent another part of any message, in ms since the epoch. */
  #carriedAt(id: string, sentToday: number): number | undefined {
    const before = this.#carried.get(id);
    const went = before !== undefined && sentToday > before.sentToday;
    const at = went ? this.#deps.clock.now() : before?.at;
    this.#carried.set(id, { sentToday, at });
    return at;
  }

  async #send(id: string, heartbeat: NonNullable<ModemRouteConfig['heartbeat']>): Promise<void> {
    const { send, ears, clock, log } = this.#deps;
    const at = new Date(clock.now()).toISOString();
    const message: HeartbeatMessage = {
      to: heartbeat.to,
      text: ears.marked(heartbeat.to, heartbeat.text ?? `Tocsin heartbeat by ${id}, ${at}`),
      priority: 'low',
      validForMs: Math.min(VALID_FOR_MS, heartbeat.every),
      reference: referenceOf(id),
      onUncertain: 'hold',
      routes: [id],
    };
    const taken = await send(message, OWNER);
    if (taken.kind !== 'accepted') log.error({ route: id, taken }, 'a heartbeat was not accepted');
  }

  #tell(id: string, alarm: string | undefined): void {
    const { log } = this.#deps;
    if (this.#alarms.get(id) === alarm) return;
    if (alarm === undefined) {
      this.#alarms.delete(id);
      log.info({ route: id }, 'the alarm about the heartbeat has ended');
    } else {
      this.#alarms.set(id, alarm);
      log.error({ route: id, reason: alarm }, 'the heartbeat did not arrive');
    }
    this.#deps.alarm(id, alarm);
  }
}

const hasHeartbeat = ({ heartbeat }: ModemRouteConfig): boolean => heartbeat !== undefined;

const ANY = { state: undefined, priority: undefined, to: undefined, since: undefined } as const;

const referenceOf = (route: string): string => `heartbeat ${route}`;

/**
 * Whether the next heartbeat is due, and whether the last one that ended causes an alarm.
 * @param newestFirst the last heartbeats of one route
 * @param carriedAt when the route last sent a part, in ms since the epoch. If that was after the creation of a
 *   heartbeat that expired, the heartbeat only made way for other messages, and causes no alarm.
 */
export const judgeHeartbeats = (
  newestFirst: readonly Pick<Message, 'state' | 'reason' | 'createdAt'>[],
  everyMs: number,
  nowMs: number,
  carriedAt?: number,
): { readonly due: boolean; readonly alarm: string | undefined } => {
  const [newest] = newestFirst;
  // A heartbeat with a time in the future was made before the clock was set back. It counts as old: its age is unknown.
  const isOld = ({ createdAt }: { readonly createdAt: number }) =>
    nowMs - createdAt >= everyMs || createdAt > nowMs;
  const due = newest === undefined || (isFinal(newest.state) && isOld(newest));
  // A heartbeat that was cancelled says nothing about the route.
  const last = newestFirst.find(({ state }) => isFinal(state) && state !== 'cancelled');
  if (last === undefined || last.state === 'delivered') return { due, alarm: undefined };
  const madeWay = last.state === 'expired' && carriedAt !== undefined && carriedAt > last.createdAt;
  if (madeWay) return { due, alarm: undefined };
  const why = last.reason === undefined ? '' : `: ${last.reason}`;
  const at = new Date(last.createdAt).toISOString();
  return { due, alarm: `its last heartbeat, of ${at}, is ${last.state}${why}` };
};
