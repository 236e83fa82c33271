import { configSchema } from '../../../src/config/schema.ts';
import { Dispatcher } from '../../../src/dispatch/dispatcher.ts';
import { Backlog } from '../../../src/dispatch/plan/backlog.ts';
import { LaneRegistry } from '../../../src/dispatch/plan/lane-registry.ts';
import { Plan } from '../../../src/dispatch/plan/plan.ts';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { RouteView } from '../../../src/domain/routes/routes-control.ts';
import type { ModemRoute } from '../../../src/routes/modem/modem-route.ts';
import { MemoryStore, type StoredMessage } from '../dispatch/memory-store.ts';
import { recordingLog } from '../smpp/route-recorder.ts';
import { newMessage } from '../store/messages.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { harness } from './harness.ts';
import { ScriptedModem } from './scripted-modem.ts';

export interface PooledModem {
  readonly id: string;
  /** The time in ms that the modem needs for one part. */
  readonly partMs: number;
  /** Further settings of its route. */
  readonly config?: object;
  /** The signal that +CSQ reports (TS 27.007 8.5). */
  readonly rssi?: number;
  /** The registration that +CREG reports: 1 is home, 5 is roaming. */
  readonly registration?: number;
}

/** A modem that accepts each part after `partMs`; results that a test added come first. */
const scripted = (
  clock: VirtualClock,
  { partMs, rssi = 20, registration = 1 }: PooledModem,
): ScriptedModem => {
  const modem = new ScriptedModem();
  let reference = 0;
  modem.onPdu = () => {
    if (modem.results.length > 0) {
      const reply = modem.results.shift();
      if (reply !== undefined) modem.say(...reply);
      return;
    }
    clock.after(partMs, () => modem.say(`+CMGS: ${reference++ % 256}`, 'OK'));
  };
  modem.replies.set('AT+CSQ', [`+CSQ: ${rssi},0`, 'OK']);
  modem.replies.set('AT+CREG?', [`+CREG: 0,${registration}`, 'OK']);
  return modem;
};

/** Modem routes to scripted modems with the real dispatcher, in virtual time and with a store in memory. */
export class ModemPool {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore();
  readonly #routes = new Map<string, ModemRoute>();
  readonly #modems = new Map<string, ScriptedModem>();
  readonly #lanes: LaneRegistry;
  readonly #dispatcher: Dispatcher;

  private constructor(store: MemoryStore, lanes: LaneRegistry, backlog: Backlog) {
    this.store = store;
    this.#lanes = lanes;
    this.#dispatcher = new Dispatcher({
      store,
      lanes,
      backlog,
      clock: this.clock,
      log: recordingLog(),
      random: () => 0,
      uncertainGraceMs: 5000,
      deadlinesRestMs: 1000,
    });
  }

  /** Starts the pool and waits until all modems are ready; they share one tier unless `plan` says otherwise. */
  static async start(modems: readonly PooledModem[], plan?: unknown): Promise<ModemPool> {
    const store = new MemoryStore();
    const config = configSchema.parse({
      routes: modems.map(({ id, config: own }) => ({ id, type: 'modem', device: `/dev/${id}`, ...own })),
      ...(plan === undefined ? {} : { plan }),
    });
    const lanes = await LaneRegistry.open(store, new Plan(config));
    const pool = new ModemPool(store, lanes, new Backlog([]));
    for (const modem of modems) pool.#plug(modem);
    await pool.#dispatcher.start();
    await pool.clock.advance(1000);
    return pool;
  }

  /** Stores messages and wakes the dispatcher, as intake does. */
  async accept(...messages: readonly Partial<NewMessage>[]): Promise<readonly StoredMessage[]> {
    const now = this.clock.now();
    const stored: StoredMessage[] = [];
    for (const own of messages) {
      const message = newMessage({ createdAt: now, dueAt: now, validUntil: now + 24 * 3_600_000, ...own });
      const lane = await this.#lanes.numberFor(message.to, message.priority, message.routes);
      if (lane === undefined) throw new Error('no rule of the plan carries it');
      stored.push(this.store.add({ ...message, lane }));
    }
    for (const { lane, message } of stored) this.#dispatcher.queued(lane, message.priority, 1, message.dueAt);
    await this.clock.advance(0);
    return stored;
  }

  modem(id: string): ScriptedModem {
    const modem = this.#modems.get(id);
    if (modem === undefined) throw new Error(`no modem ${id}`);
    return modem;
  }

  route(id: string): ModemRoute {
    const route = this.#routes.get(id);
    if (route === undefined) throw new Error(`no route ${id}`);
    return route;
  }

  /** The route as operators see it. */
  view(id: string): RouteView {
    const view = this.#dispatcher.get(id);
    if (view === undefined) throw new Error(`no route ${id}`);
    return view;
  }

  /** The number of messages that each modem sent or has, by route id. */
  get share(): Readonly<Record<string, number>> {
    const share: Record<string, number> = {};
    for (const { route } of this.store.messages.values()) {
      if (route !== undefined) share[route] = (share[route] ?? 0) + 1;
    }
    return share;
  }

  async stop(): Promise<void> {
    await this.#dispatcher.stop(AbortSignal.abort());
  }

  #plug(own: PooledModem): void {
    const modem = scripted(this.clock, own);
    const { route } = harness({
      clock: this.clock,
      modem,
      config: { id: own.id, device: `/dev/${own.id}`, ...own.config },
      changed: () => this.#dispatcher.changed(),
      lateOutcome: (key, outcome) => this.#dispatcher.late(own.id, key, outcome),
    });
    this.#modems.set(own.id, modem);
    this.#routes.set(own.id, route);
    this.#dispatcher.addRoute(route, undefined);
  }
}
