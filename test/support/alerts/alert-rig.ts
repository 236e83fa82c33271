import { setImmediate as nextTurn } from 'node:timers/promises';
import { holdsOf } from '../../../src/access/holds.ts';
import { standing } from '../../../src/access/standing.ts';
import { AlertService } from '../../../src/alerts/desk/alert-service.ts';
import type { AlertAnnouncement } from '../../../src/alerts/desk/stepper.ts';
import type { StepVerdict } from '../../../src/alerts/desk/verdict.ts';
import { Escalations } from '../../../src/alerts/escalation/escalations.ts';
import { ReportService } from '../../../src/alerts/report/report-service.ts';
import { Expander } from '../../../src/alerts/waves/expander.ts';
import { AlertKeeper } from '../../../src/alerts/waves/keeper.ts';
import { countPeople, PeopleProgress } from '../../../src/alerts/waves/people-progress.ts';
import { ProgressRepository } from '../../../src/alerts/waves/progress.ts';
import { ShortDecision } from '../../../src/alerts/waves/short-decision.ts';
import { type AlertsConfig, alertsConfig } from '../../../src/config/alerts.ts';
import { pricesOf } from '../../../src/config/prices.ts';
import type { Alert, AlertDraft } from '../../../src/domain/alerts/alert.ts';
import { hasPeopleLeft } from '../../../src/domain/alerts/wave-state.ts';
import type { Message, NewMessage } from '../../../src/domain/messages/message.ts';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import type { Prices } from '../../../src/domain/routes/prices.ts';
import type { Store } from '../../../src/store/store.ts';
import { recordingLog } from '../smpp/route-recorder.ts';
import { accepted, ended, newMessage, numberOf, receipt } from '../store/messages.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';
import { author, draftOf } from './alerts.ts';
import { FakeTraffic } from './fake-traffic.ts';
import { tellPhones } from './tell-phones.ts';

const noFilter = { state: undefined, priority: undefined, to: undefined, reference: undefined } as const;

/** Alerts on a real store, in virtual time. The test plays the routes. */
export class AlertRig {
  readonly disk: StoreOnDisk;
  readonly traffic: FakeTraffic;
  readonly announced: AlertAnnouncement[] = [];
  /** Called after each step of an alert. */
  onAnnounced: () => void = () => {};
  readonly log = recordingLog();
  readonly answered = new Set<string>();
  /** The phones of persons, by the ids of the persons. */
  readonly phones = new Map<string, Msisdn>();
  /** What those were told who believed that a scheduled alert goes out. */
  readonly told: NewMessage[] = [];
  readonly service: AlertService;
  readonly progress: ProgressRepository;
  readonly #expander: Expander;
  readonly #keeper: AlertKeeper;

  private constructor(disk: StoreOnDisk, policy: AlertsConfig, ids: MessageIds, traffic: FakeTraffic) {
    this.disk = disk;
    this.traffic = traffic;
    const { store: repository, clock } = disk;
    this.progress = new ProgressRepository({ repository, clock });
    const people = new PeopleProgress({ people: repository.reports, clock });
    const common = {
      repository,
      audiences: repository,
      traffic: this.traffic,
      clock,
      log: this.log,
      announce: (event: AlertAnnouncement) => {
        this.announced.push(event);
        this.onAnnounced();
      },
      progress: (alert: number) => this.progress.of(alert),
      timeZone: 'Europe/Paris',
    };
    const shorts = new ShortDecision({ ...common, policy });
    this.#expander = new Expander({
      ...common,
      goShort: (alert, wave) => shorts.goShort(alert, wave),
      ids,
      senderFor: () => 'PREFECTURE',
      answered: async () => this.answered,
      expanded: (alert) => {
        this.progress.forget(alert);
        this.#keeper.wake();
      },
    });
    const moved = (): void => {
      this.#expander.wake();
      this.#keeper.wake();
    };
    this.service = new AlertService({
      ...common,
      shorts,
      people: repository.reports,
      approvals: repository.approvals,
      stands: standing(repository),
      holdOf: holdsOf(repository),
      policy,
      prices: pricesOf({ prices: {}, alerts: policy }),
      totals: (alert, counts) => people.of(alert, counts),
      moved,
    });
    const escalations = new Escalations({
      ...common,
      tellDuty: async (alert) => [
        newMessage({ id: ids.next(clock.now()), reference: `duty ${alert.id}`, createdAt: clock.now() }),
      ],
      stored: () => {},
      moved,
    });
    this.#keeper = new AlertKeeper({
      restMs: 1000,
      ...common,
      service: this.service,
      shorts,
      escalations,
      countPeople: (alert) => countPeople(repository.reports, alert),
      tellNotLaunched: tellPhones(this.phones, () => ids.next(clock.now()), clock),
      stored: (messages) => this.told.push(...messages),
      receiptsQuietMs: policy.receiptsQuiet,
    });
  }

  /** The reports. No keeper runs: figures are kept only when a test calls `snapshot`. */
  reports(prices?: Prices): ReportService {
    const { store, clock } = this.disk;
    return new ReportService({
      repository: store.reports,
      alerts: store,
      audiences: store,
      answers: store,
      cases: store,
      names: store,
      prices,
      timeZone: 'Europe/Paris',
      progress: (alert) => this.progress.of(alert),
      clock,
    });
  }

  /** @param lanes the lanes from before a restart */
  static async start(
    policy: Partial<AlertsConfig> = {},
    disk?: StoreOnDisk,
    lanes = new Map<string, number>(),
  ): Promise<AlertRig> {
    const on = disk ?? (await StoreOnDisk.open());
    const ids = new MessageIds(await on.store.greatestId());
    const traffic = new FakeTraffic(1 + (await lanesUsed(on.store)), lanes);
    const rig = new AlertRig(
      on,
      { ...alertsConfig.parse({ recentlyAlerted: '0s' }), ...policy },
      ids,
      traffic,
    );
    await rig.#keeper.restore();
    rig.#expander.start();
    rig.#keeper.start();
    return rig;
  }

  /** A new rig on the same file, as after kill -9: only the disk is kept. */
  async restart(): Promise<AlertRig> {
    await this.stop();
    await this.disk.reopen();
    return AlertRig.start({}, this.disk, this.traffic.lanes);
  }

  /** Stops everything but the store. */
  async stop(): Promise<void> {
    await Promise.all([this.#expander.stop(), this.#keeper.stop()]);
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.disk.remove();
  }

  /** Makes a draft to so many numbers. */
  create(people: number, own: Partial<AlertDraft> = {}): Promise<Alert> {
    const numbers = Array.from({ length: people }, (_, index) => numberOf(index));
    return this.service.create(draftOf({ audience: { include: [{ numbers }] }, ...own }), author);
  }

  /** Makes a list of these people, and their contacts. */
  async list(...indexes: readonly number[]): Promise<number> {
    const { lists } = this.disk.store;
    const list = await lists.create(
      `list ${this.disk.clock.now()} ${indexes.join(' ')}`,
      { kind: 'emergency' },
      0,
    );
    if (list === 'taken') throw new Error('there is such a list already');
    // In few transactions.
    await Promise.all(indexes.map((index) => this.join(list.id, index)));
    return list.id;
  }

  async join(listId: number, index: number): Promise<void> {
    const { contacts, members } = this.disk.store;
    const number = numberOf(index);
    await contacts.create(
      {
        number,
        name: undefined,
        language: index % 2 === 0 ? 'fr' : 'en',
        attributes: { building: `bâtiment ${index}` },
        position: undefined,
        postalCode: undefined,
        source: 'api',
      },
      0,
    );
    await members.put({ listId, number, consent: 'unknown', consentSource: 'test', consentAt: 0 });
  }

  async launch(id: number): Promise<StepVerdict> {
    const preview = await this.service.preview(id);
    return this.service.launch(id, { hash: preview?.hash, actor: author });
  }

  /** Passes virtual time until the result of `read` satisfies. */
  async until<T>(read: () => Promise<T> | T, satisfies: (value: T) => boolean): Promise<T> {
    for (;;) {
      const value = await read();
      if (satisfies(value)) return value;
      // Otherwise hours could pass here while a slow database stores a chunk of a wave.
      await this.disk.store.answers();
      await this.disk.clock.advance(20);
      await nextTurn();
    }
  }

  untilState(id: number, state: Alert['state']): Promise<Alert | undefined> {
    return this.until(
      () => this.service.get(id),
      (alert) => alert?.state === state,
    );
  }

  /** Waits until every person of its waves has a message. */
  async untilExpanded(id: number): Promise<void> {
    await this.until(
      () => this.disk.store.waves(id),
      (waves) => waves.length > 0 && waves.every(({ state }) => !hasPeopleLeft(state)),
    );
  }

  /** All of an alert's messages, oldest first. */
  async messages(alert: number): Promise<readonly Message[]> {
    const all: Message[] = [];
    for (let cursor: string | undefined; ; ) {
      const filter = { ...noFilter, since: undefined, owner: undefined, alert };
      const page = await this.disk.store.list(filter, { limit: 1000, cursor });
      all.push(...page.items);
      if (page.next === undefined) return all.toReversed();
      cursor = page.next;
    }
  }

  /** The messages to the duty list about an alert. */
  async toDuty(alert: number): Promise<readonly Message[]> {
    const filter = {
      ...noFilter,
      reference: `duty ${alert}`,
      since: undefined,
      owner: undefined,
      alert: undefined,
    };
    return (await this.disk.store.list(filter, { limit: 10, cursor: undefined })).items;
  }

  /** Claims so many messages of a turn, as a route does. */
  async claim(
    turn: string,
    most = 1000,
    priority: Message['priority'] = 'critical',
  ): Promise<readonly Claimed[]> {
    const claims: Claimed[] = [];
    for (const lane of await this.traffic.lanesOf(turn)) {
      const now = this.disk.clock.now();
      const request = { lane, priority, route: 'carrier-a', maxParts: most, now };
      const { claimed } = await this.disk.store.claim(request);
      this.traffic.queued(lane, priority, -claimed.length);
      claims.push(...claimed);
    }
    return claims;
  }

  /** Settles claims as accepted by the carrier and delivered by receipts. */
  async deliver(claims: readonly Claimed[]): Promise<void> {
    const at = this.disk.clock.now();
    await this.disk.store.settle(claims.map((one) => accepted(one, `ref-${one.id}`, { at })));
    await this.disk.store.record(
      claims.map((one) => receipt(`ref-${one.id}`)),
      at,
    );
  }

  /** Settles claims as refused by the carrier for good. */
  async refuse(claims: readonly Claimed[]): Promise<void> {
    await this.disk.store.settle(claims.map((one) => ended(one, 'failed', { reason: 'no such number' })));
  }
}

const lanesUsed = async (store: Store): Promise<number> =>
  (await store.counts()).reduce((most, { lane }) => Math.max(most, lane), 0);
