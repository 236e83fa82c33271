import { configSchema } from '../../../src/config/schema.ts';
import { Dispatcher } from '../../../src/dispatch/dispatcher.ts';
import { Backlog } from '../../../src/dispatch/plan/backlog.ts';
import { LaneRegistry } from '../../../src/dispatch/plan/lane-registry.ts';
import { Plan } from '../../../src/dispatch/plan/plan.ts';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { Route } from '../../../src/domain/routes/route.ts';
import { recordingLog } from '../smpp/route-recorder.ts';
import { newMessage } from '../store/messages.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { FakeRoute } from './fake-route.ts';
import { MemoryStore, type StoredMessage } from './memory-store.ts';

export interface DispatchOptions {
  /** As in the configuration; left out: carriers, then modems. */
  readonly plan?: unknown;
  /** Parts per second by route; left out: no contract. */
  readonly rates?: Readonly<Record<string, number>>;
  readonly store?: MemoryStore;
  readonly clock?: VirtualClock;
}

/** The real dispatcher with fake routes and a queue in memory, in virtual time. */
export class DispatchRig {
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
  readonly log = recordingLog();
  readonly dispatcher: Dispatcher;
  readonly lanes: LaneRegistry;

  private constructor(clock: VirtualClock, store: MemoryStore, lanes: LaneRegistry, backlog: Backlog) {
    this.clock = clock;
    this.store = store;
    this.lanes = lanes;
    this.dispatcher = new Dispatcher({
      store,
      lanes,
      backlog,
      clock,
      log: this.log,
      random: () => 0,
      uncertainGraceMs: 5000,
      deadlinesRestMs: 1000,
    });
  }

  static async start(routes: readonly Route[], options: DispatchOptions = {}): Promise<DispatchRig> {
    const { plan, rates = {}, store = new MemoryStore(), clock = new VirtualClock() } = options;
    const config = configSchema.parse({
      routes: routes.map(({ id, type }) =>
        type === 'smpp'
          ? { id, type, host: '127.0.0.1', systemId: 'tocsin' }
          : { id, type, device: `/dev/${id}` },
      ),
      ...(plan === undefined ? {} : { plan }),
    });
    const lanes = await LaneRegistry.open(store, new Plan(config));
    const rig = new DispatchRig(clock, store, lanes, new Backlog(await store.counts()));
    for (const route of routes) {
      if (route instanceof FakeRoute) {
        route.clock = clock;
        route.changed = () => rig.dispatcher.changed();
      }
      rig.dispatcher.addRoute(route, rates[route.id]);
    }
    await rig.dispatcher.start();
    await clock.advance(0);
    return rig;
  }

  /** Stores the messages and tells the dispatcher, as intake does; they are claimed once the clock is advanced. */
  accept(...messages: readonly Partial<NewMessage>[]): Promise<readonly StoredMessage[]> {
    return this.acceptInTurn(undefined, ...messages);
  }

  async acceptInTurn(
    turn: string | undefined,
    ...messages: readonly Partial<NewMessage>[]
  ): Promise<readonly StoredMessage[]> {
    const now = this.clock.now();
    const stored: StoredMessage[] = [];
    for (const own of messages) {
      const message = newMessage({ createdAt: now, dueAt: now, validUntil: now + 3_600_000, ...own });
      const lane = await this.lanes.numberFor(message.to, message.priority, message.routes, turn);
      if (lane === undefined) throw new Error('no rule of the plan carries it');
      stored.push(this.store.add({ ...message, lane }));
    }
    for (const { lane, message } of stored) this.dispatcher.queued(lane, message.priority, 1, message.dueAt);
    return stored;
  }

  async stop(): Promise<void> {
    await this.dispatcher.stop(AbortSignal.abort());
  }
}

/** `count` equal messages. */
export const many = (count: number, own: Partial<NewMessage> = {}): readonly Partial<NewMessage>[] =>
  Array.from({ length: count }, () => own);
