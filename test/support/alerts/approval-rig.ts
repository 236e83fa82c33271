import { setImmediate as nextTurn } from 'node:timers/promises';
import { holdsOf } from '../../../src/access/holds.ts';
import { ApprovalClock } from '../../../src/alerts/approval/approval-clock.ts';
import type { ApprovalCount, ApprovalSms } from '../../../src/alerts/approval/approval-deps.ts';
import { SmsAnswers } from '../../../src/alerts/approval/sms-answers.ts';
import { type AlertsConfig, alertsConfig } from '../../../src/config/alerts.ts';
import type { Alert, AlertDraft } from '../../../src/domain/alerts/alert.ts';
import { APPROVALS_OWNER, type ApprovalRepository } from '../../../src/domain/alerts/approval.ts';
import type { Officer, Officers } from '../../../src/domain/alerts/approvers.ts';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { analyse } from '../../../src/domain/text/analyse.ts';
import { auditOf } from '../../../src/ops/audit.ts';
import { newMessage } from '../store/messages.ts';
import { AlertRig } from './alert-rig.ts';
import { author, draftOf } from './alerts.ts';

export const officer = (index: number, own: Partial<Officer> = {}): Officer => ({
  id: `user:${index}`,
  name: `Officer ${index}`,
  phone: `+3363998010${index}` as Msisdn,
  language: 'fr',
  mayApprove: true,
  mayPrepare: false,
  ...own,
});

/** Users in memory, all of whom are on duty in their order. */
export class FakeOfficers implements Officers {
  all: Officer[];

  constructor(...all: Officer[]) {
    this.all = all;
  }

  async byId(id: string): Promise<Officer | undefined> {
    return this.all.find((one) => one.id === id);
  }

  async byName(name: string): Promise<Officer | undefined> {
    return this.all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  }

  async byPhone(phone: Msisdn): Promise<Officer | undefined> {
    return this.all.find((one) => one.phone === phone);
  }

  /** Undefined: all of them are on duty. */
  roster: readonly Officer[] | undefined;

  async onDuty(): Promise<readonly Officer[]> {
    return this.roster ?? this.all;
  }

  async approvers(): Promise<readonly Officer[]> {
    return this.all.filter(({ mayApprove, phone }) => mayApprove && phone !== undefined);
  }

  change(id: string, own: Partial<Officer>): void {
    this.all = this.all.map((one) => (one.id === id ? { ...one, ...own } : one));
  }

  disable(id: string): void {
    this.all = this.all.filter((one) => one.id !== id);
  }
}

/** The users `user:1` to `user:9` in the store: an approval counts only while its user is enabled there. */
const makeUsers = async ({ disk: { store } }: AlertRig): Promise<void> => {
  for (let index = 1; index <= 9; index++) {
    const user = { roles: ['approver'], language: 'fr', phone: undefined } as const;
    const actor = { id: 'cli', name: 'cli' };
    const note = { at: 0, actor, action: 'user.create', subject: `user:${index}`, detail: {} };
    await store.createUser(`Officer ${index}`, user, { note, isRemembered: false, messages: [] });
  }
};

const CODE = /\b\d{6}\b/;

/** The clock of approvals on a real store, in virtual time, with the SMS that it stores. */
export class ApprovalRig {
  readonly alerts: AlertRig;
  readonly officers: FakeOfficers;
  readonly counts: ApprovalCount[] = [];
  readonly sent: NewMessage[] = [];
  /** Numbers that no route can reach. */
  readonly unreachable = new Set<string>();
  /** What the clock and the answers keep; a test may replace a method. */
  readonly repository: ApprovalRepository;
  /** Alerts that cannot be read by the clock. */
  failing: (alert: number) => boolean = () => false;
  readonly answers: SmsAnswers;
  readonly clock: ApprovalClock;
  #inbox = 0;
  #isAtRest = false;

  private constructor(alerts: AlertRig, policy: AlertsConfig, officers: FakeOfficers, ids: MessageIds) {
    this.alerts = alerts;
    this.officers = officers;
    const { store, clock } = alerts.disk;
    const prepare = async ({ validForMs, ...sms }: ApprovalSms): Promise<NewMessage | undefined> => {
      if (this.unreachable.has(sms.to)) return undefined;
      const now = clock.now();
      const { parts, encoding } = analyse(sms.text);
      const made = { ...sms, parts, encoding, createdAt: now, dueAt: now, validUntil: now + validForMs };
      return newMessage({ ...made, id: ids.next(now), owner: APPROVALS_OWNER });
    };
    this.repository = {
      ...store.approvals,
      // The first call of each run of the clock.
      alertsToLaunch: () => {
        this.#isAtRest = false;
        return store.approvals.alertsToLaunch();
      },
    };
    const deps = {
      repository: this.repository,
      alerts: store,
      service: alerts.service,
      audiences: store,
      traffic: alerts.traffic,
      policy,
      officers,
      timeZone: 'Europe/Paris',
      holdOf: holdsOf(store),
      phoneLanguage: 'fr',
      prepare,
      queued: (messages: readonly NewMessage[]) => {
        this.sent.push(...messages);
      },
      announce: () => {},
      count: (what: ApprovalCount) => {
        this.counts.push(what);
      },
      clock,
      log: alerts.log,
    } as const;
    const resting = {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      after: (ms: number, run: () => void) => {
        this.#isAtRest = true;
        return clock.after(ms, run);
      },
    };
    const readable = {
      getAlert: async (id: number) => {
        if (this.failing(id)) throw new Error('the alert cannot be read');
        return store.getAlert(id);
      },
      alertLog: (id: number) => store.alertLog(id),
      waves: (id: number) => store.waves(id),
    };
    this.clock = new ApprovalClock({ ...deps, alerts: readable, clock: resting });
    const { record } = auditOf(store, clock);
    this.answers = new SmsAnswers({ ...deps, record, wake: () => this.clock.wake() });
    alerts.onAnnounced = () => this.clock.wake();
    this.clock.start();
  }

  static async start(
    own: { readonly policy?: object; readonly officers?: FakeOfficers; readonly on?: AlertRig } = {},
  ): Promise<ApprovalRig> {
    const policy = alertsConfig.parse({ twoPersons: 'always', ...own.policy });
    const alerts = own.on ?? (await AlertRig.start(policy));
    const officers = own.officers ?? new FakeOfficers(officer(1), officer(2), officer(3));
    if (own.on === undefined) await makeUsers(alerts);
    const ids = new MessageIds(await alerts.disk.store.greatestId());
    return new ApprovalRig(alerts, policy, officers, ids);
  }

  async remove(): Promise<void> {
    await this.clock.stop();
    await this.alerts.remove();
  }

  /** Makes an alert to two people and submits it. */
  async submitted(own: Partial<AlertDraft> = {}, launches = false): Promise<Alert> {
    const audience = { include: [{ numbers: ['+33639980001', '+33639980002'] as Msisdn[] }] };
    const { id } = await this.alerts.service.create(draftOf({ audience, ...own }), author);
    await this.alerts.service.submit(id, author, undefined, launches);
    return this.alert(id);
  }

  async alert(id: number): Promise<Alert> {
    const alert = await this.alerts.service.get(id);
    if (alert === undefined) throw new Error('there is no such alert');
    return alert;
  }

  /** Waits until the clock has nothing more to do at this virtual time. */
  async atRest(): Promise<void> {
    for (let calm = 0; calm < 3; calm = this.#isAtRest ? calm + 1 : 0) {
      await this.alerts.disk.clock.advance(0);
      await nextTurn();
    }
  }

  /** Passes virtual time in small steps, in each of which the clock does what is due. */
  async pass(minutes: number): Promise<void> {
    const { clock } = this.alerts.disk;
    await this.atRest();
    for (let left = minutes * 60_000; left > 0; left -= 15_000) {
      await clock.advance(Math.min(left, 15_000));
      await this.atRest();
    }
  }

  /** Waits until so many SMS were stored, and passes no more virtual time than that needs. */
  async untilSent(many: number): Promise<void> {
    await this.atRest();
    while (this.sent.length < many) {
      await this.alerts.disk.clock.advance(1000);
      await this.atRest();
    }
  }

  /** The text of the SMS with this index, whole. */
  text(index: number): string {
    return this.sent[index]?.text ?? '';
  }

  /** The code of the SMS with this index. */
  code(index: number): string {
    return CODE.exec(this.text(index))?.[0] ?? '';
  }

  /** A text from the phone of an officer. */
  say(
    text: string,
    from: Officer | string = officer(1),
    reference = `inbox ${++this.#inbox}`,
    isMeant = false,
  ) {
    const phone = (typeof from === 'string' ? from : from.phone) as Msisdn;
    return this.answers.command({
      from: phone,
      text,
      at: this.alerts.disk.clock.now(),
      route: 'a',
      isMeant,
      reference,
    });
  }

  actions(alert: number): Promise<readonly string[]> {
    return this.alerts.disk.store
      .alertLog(alert)
      .then((log) =>
        log.map(({ action, actorName, detail }) => `${action} ${actorName} ${detail ?? ''}`.trim()),
      );
  }
}
