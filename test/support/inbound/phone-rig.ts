import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Alerts } from '../../../src/compose/alerts/compose-alerts.ts';
import { composeDuty } from '../../../src/compose/inbound/compose-duty.ts';
import { composeInbound, type Inbound } from '../../../src/compose/inbound/compose-inbound.ts';
import { type Config, configSchema } from '../../../src/config/schema.ts';
import { dividePages } from '../../../src/domain/inbound/duty-pages.ts';
import type { SmsCommand, Veil } from '../../../src/domain/inbound/sms-command.ts';
import type { InboxMessage, Message } from '../../../src/domain/messages/message.ts';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import type { RouteInbound } from '../../../src/domain/routes/route.ts';
import { Intake } from '../../../src/intake/intake.ts';
import { inbound } from '../store/messages.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';
import { AlertRows } from './alert-rows.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Sends messages from phones to a gateway without routes, with a store of its own. */
export class PhoneRig {
  readonly disk: StoreOnDisk;
  readonly rows: AlertRows;
  readonly config: Config;
  readonly errors: string[] = [];
  readonly launched: string[] = [];
  /** Stands in for the launch by SMS. */
  readonly launch: SmsCommand = async ({ from, text, reference }) => {
    if (!text.startsWith('LANCER ')) return undefined;
    this.launched.push(`${from} ${text} ${reference}`);
    return { handledAs: 'launch', reply: 'Lancé.', shownAs: 'LANCER …' };
  };
  /** Stands in for what takes codes out of texts. */
  veil: Veil = async () => undefined;
  #inbound: Inbound;

  private constructor(disk: StoreOnDisk, config: Config) {
    this.disk = disk;
    this.config = config;
    this.rows = new AlertRows(disk.path);
    this.#inbound = this.#compose();
  }

  static async open(
    config: Partial<Parameters<typeof configSchema.parse>[0] & object> = {},
  ): Promise<PhoneRig> {
    const parsed = configSchema.parse({ sender: 'PREFECTURE', country: 'FR', ...config });
    const rig = new PhoneRig(await StoreOnDisk.open(), parsed);
    rig.#inbound.start();
    return rig;
  }

  get store() {
    return this.disk.store;
  }

  /** Sends a message from a phone; returns it once it was handled. */
  async say(text: string, from: string, own: Partial<RouteInbound> = {}): Promise<InboxMessage> {
    await this.arrive(text, from, own);
    this.#inbound.wake();
    await this.idle();
    const { items } = await this.store.inbox({ limit: 1, cursor: undefined });
    const [newest] = items;
    if (newest === undefined) throw new Error('the inbox is empty');
    return newest;
  }

  /** The limits that messages exceeded. */
  readonly over: string[] = [];

  /** Stores a message from a phone without waking the handler. */
  async arrive(text: string, from: string, own: Partial<RouteInbound> = {}): Promise<void> {
    await this.store.receive(inbound({ text, from, ...own }), this.disk.clock.now());
  }

  /** Resolves once every message was handled, and the duty list was told of what is due now. */
  async idle(): Promise<void> {
    for (;;) {
      const handled = (await this.store.unhandled(1)).length === 0;
      if (handled && !(await this.#isToldSoon())) return;
      if (handled) this.#inbound.wake();
      await nextTurn();
      // A wake during a run causes the next one by a timer of 0 ms.
      await this.disk.clock.advance(0);
    }
  }

  /** Whether the duty list is about to be told of something. */
  async #isToldSoon(): Promise<boolean> {
    const { duty, dutyRosters } = this.config.inbound;
    if (duty.length + dutyRosters.length === 0) return false;
    const limits = { apartPerTenMinutes: 10, togetherEveryMs: 60_000 };
    const now = this.disk.clock.now();
    const due = await this.store.duePages(now, limits);
    if (due === undefined) return false;
    const { apart, together } = dividePages(due, limits, now);
    return apart.length > 0 || together;
  }

  /** The messages sent in reply, the oldest first. */
  async sent(): Promise<readonly Message[]> {
    const { items } = await this.store.list(
      {
        state: undefined,
        priority: undefined,
        to: undefined,
        reference: undefined,
        since: undefined,
        owner: 'inbound',
        alert: undefined,
      },
      { limit: 1000, cursor: undefined },
    );
    return items.toReversed();
  }

  async textsTo(number: string): Promise<readonly string[]> {
    return (await this.sent()).filter(({ to }) => to === number).map(({ text }) => text);
  }

  /** Stops and starts the handling of messages, as a restart of the gateway does. */
  async restart(): Promise<void> {
    await this.#inbound.stop();
    await this.disk.reopen();
    this.#inbound = this.#compose();
    this.#inbound.start();
    await this.idle();
  }

  async stopHandling(): Promise<void> {
    await this.#inbound.stop();
  }

  async close(): Promise<void> {
    await this.#inbound.stop();
    this.rows.close();
    await this.disk.remove();
  }

  #compose(): Inbound {
    const { store, clock } = this.disk;
    const intake = new Intake({
      store,
      lanes: { numberFor: () => 1 },
      ids: this.#ids,
      clock,
      defaults: { senderFor: () => this.config.sender, country: 'FR', hasRoute: () => true },
      queued: () => {},
    });
    const log = { ...silent, error: (_fields: object, message: string) => this.errors.push(message) };
    const alerts = {
      waiting: () => 0,
      service: { resend: () => Promise.reject(new Error('nobody is to be asked again here')) },
    } as unknown as Pick<Alerts, 'service' | 'waiting'>;
    const duty = composeDuty({
      config: this.config.inbound,
      store,
      intake,
      announce: () => {},
      clock,
      log,
    });
    return composeInbound(this.config, {
      store,
      intake,
      alerts,
      commands: [this.launch, ...duty.commands],
      veil: (from, text) => this.veil(from, text),
      gate: { showOverdue: async () => {} },
      over: (_route, limit) => this.over.push(limit),
      announce: () => {},
      clock,
      log,
    });
  }

  readonly #ids = new MessageIds(0);
}
