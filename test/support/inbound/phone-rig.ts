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
import { Metrics } from '../../../src/ops/metrics.ts';
import { keptLog, quietLog } from '../log/suite-log.ts';
import { inbound } from '../store/messages.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';
import { AlertRows } from './alert-rows.ts';

/** Sends messages from phones to a gateway without routes, with a store of its own. */
export class PhoneRig {
  readonly disk: StoreOnDisk;
  readonly rows: AlertRows;
  readonly config: Config;
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  readonly launched: string[] = [];
  /** Numbers that no rule of the plan carries. */
  readonly unroutable = new Set<string>();
  /** Stands in for the launch by SMS. */
  readonly launch: SmsCommand = async ({ from, text, reference }) => {
    if (!text.startsWith('LANCER ')) return undefined;
    this.launched.push(`${from} ${text} ${reference}`);
    return { handledAs: 'launch', reply: 'Lancé.', shownAs: 'LANCER …' };
  };
  /** Stands in for what takes codes out of texts. */
  veil: Veil = async () => undefined;
  #inbound: Inbound;
  #looks = 0;

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
    await this.take(text, from, own);
    const { items } = await this.store.inbox({ limit: 1, cursor: undefined });
    const [newest] = items;
    if (newest === undefined) throw new Error('the inbox is empty');
    return newest;
  }

  /** Sends a message from a phone, or a part of one; resolves once it was handled. */
  async take(text: string, from: string, own: Partial<RouteInbound> = {}): Promise<void> {
    await this.arrive(text, from, own);
    this.#inbound.wake();
    await this.idle();
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

  /** Resolves once the pager has looked at everything that is on disk now. */
  async looked(): Promise<void> {
    // A look begins when the one before has ended, and the one under way may have begun too early.
    const wanted = this.#looks + 3;
    while (this.#looks < wanted) {
      this.#inbound.wake();
      await nextTurn();
      await this.disk.clock.advance(0);
    }
  }

  /** Whether the duty list is about to be told of something. */
  async #isToldSoon(): Promise<boolean> {
    const { duty, dutyRosters } = this.config.inbound;
    if (duty.length + dutyRosters.length === 0) return false;
    const limits = { apartPerTenMinutes: 10, togetherEveryMs: 60_000 };
    const now = this.disk.clock.now();
    const people = await Promise.all(dutyRosters.map((one) => this.store.duty.onDuty(one, now)));
    if (duty.length + people.flat().length === 0) return false;
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

  /** The code of the newest page to the phone about the case, which nobody reads in the API. */
  codeTo(number: string, id = 1): string {
    const texts = this.rows.rows(`SELECT text FROM messages WHERE recipient = '${number}' ORDER BY id DESC`);
    const page = new RegExp(`(?:PRIS|TAKE|CLOS|CLOSE) ${id} (\\d{6})\\)$`);
    const code = texts.map(({ text }) => page.exec(String(text))?.[1]).find((one) => one !== undefined);
    if (code === undefined) throw new Error(`${number} has no code of case ${id}`);
    return code;
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
      lanes: { numberFor: (to) => (this.unroutable.has(to) ? undefined : 1) },
      ids: this.#ids,
      clock,
      defaults: { senderFor: () => this.config.sender, country: 'FR', hasRoute: () => true },
      queued: () => {},
    });
    const log = keptLog({
      ...quietLog,
      error: (_fields: object, message: string) => this.errors.push(message),
      warn: (_fields: object, message: string) => this.warnings.push(message),
    });
    const alerts = {
      waiting: () => 0,
      service: { resend: () => Promise.reject(new Error('nobody is to be asked again here')) },
    } as unknown as Pick<Alerts, 'service' | 'waiting'>;
    const duty = composeDuty({
      config: this.config.inbound,
      store,
      intake,
      metrics: new Metrics(),
      announce: () => {},
      clock,
      log,
    });
    const pageOutcomes: typeof store.pageOutcomes = () => {
      this.#looks++;
      return store.pageOutcomes();
    };
    return composeInbound(this.config, {
      store: Object.assign(Object.create(store), { pageOutcomes }),
      intake,
      hasRoute: () => true,
      alerts,
      commands: [this.launch, ...duty.commands],
      veil: async (from, text) => (await this.veil(from, text)) ?? duty.veil(from, text),
      gate: { showOverdue: async () => {} },
      over: (_route, limit) => this.over.push(limit),
      announce: () => {},
      clock,
      log,
    });
  }

  readonly #ids = new MessageIds(0);
}
