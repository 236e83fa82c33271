import { holdsOf } from '../../access/holds.ts';
import { officersOf } from '../../access/officers.ts';
import { standing } from '../../access/standing.ts';
import { notAtItsTime } from '../../alerts/approval/not-at-its-time.ts';
import { AlertNotes } from '../../alerts/desk/alert-notes.ts';
import { AlertService } from '../../alerts/desk/alert-service.ts';
import type { AlertAnnouncement } from '../../alerts/desk/stepper.ts';
import { Escalations } from '../../alerts/escalation/escalations.ts';
import { AlertTester } from '../../alerts/self-test/alert-tester.ts';
import { Expander } from '../../alerts/waves/expander.ts';
import { AlertKeeper } from '../../alerts/waves/keeper.ts';
import { countPeople, PeopleProgress } from '../../alerts/waves/people-progress.ts';
import { ProgressRepository } from '../../alerts/waves/progress.ts';
import { ShortDecision } from '../../alerts/waves/short-decision.ts';
import { turnOf } from '../../alerts/waves/turn.ts';
import { configuredNumbers } from '../../config/our-numbers.ts';
import { pricesOf } from '../../config/prices.ts';
import type { Config } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { LaneRegistry } from '../../dispatch/plan/lane-registry.ts';
import { personOfPhone } from '../../domain/access/person-of-phone.ts';
import type { Wave } from '../../domain/alerts/alert.ts';
import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { totalsOf } from '../../domain/alerts/people-totals.ts';
import type { MessageIds } from '../../domain/messages/message-id.ts';
import { defaultSender } from '../../intake/default-sender.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Log, maskActor } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { WITHOUT_BELL_MS } from '../due-bell.ts';
import { prepareApprovalSms } from './approval-sms.ts';
import { composeGlassNews } from './glass-news.ts';
import { dutyMessages } from './tell-duty.ts';

export interface AlertsAround {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly lanes: LaneRegistry;
  readonly routes: { readonly configured: Config['routes'] };
  readonly ids: MessageIds;
  readonly intake: Pick<Intake, 'prepare' | 'stored'>;
  /** Called when an event was committed and is to be published. */
  readonly announce: () => void;
  /** Called after each step of an alert. */
  readonly stepped: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Alerts {
  readonly service: AlertService;
  readonly notes: AlertNotes;
  /** What the alerts know of the routes. */
  readonly traffic: AlertTraffic;
  readonly tester: AlertTester;
  /** The progress of an alert, counted from its messages. */
  progress(alert: number): Promise<readonly AlertCount[]>;
  /** The number of a wave's messages that are queued: no route has taken them yet. */
  waiting(wave: Pick<Wave, 'alert' | 'wave'>): number;
  /** Reads the state of open alerts. The caller awaits it before the gateway sends anything. */
  restore(): Promise<void>;
  start(): void;
  /** To be called each second while an alert is under way, or at its time. */
  wake(): void;
  stop(): Promise<void>;
}

/** Makes the parts for alerts: the service, and the loops that send waves, launch scheduled alerts and end alerts. */
export const composeAlerts = (config: Config, around: AlertsAround): Alerts => {
  const { store, ids, intake, clock, log } = around;
  const traffic = trafficOf(around);
  const progress = new ProgressRepository({ repository: store, clock });
  const people = new PeopleProgress({ people: store.reports, clock });
  const announce = (event: AlertAnnouncement): void => {
    tell(log, event);
    around.announce();
    around.stepped();
  };
  const common = {
    repository: store,
    traffic,
    clock,
    log,
    announce,
    progress: (alert: number) => progress.of(alert),
    timeZone: config.timeZone,
  };
  const shorts = new ShortDecision({ ...common, audiences: store, policy: config.alerts });
  const expander = new Expander({
    ...common,
    goShort: (alert, wave) => shorts.goShort(alert, wave),
    audiences: store,
    ids,
    senderFor: (to) => defaultSender(config, to),
    answered: (alert, numbers) => store.answered(alert, numbers),
    expanded: (alert) => {
      progress.forget(alert);
      keeper.wake();
    },
  });
  const moved = (): void => {
    expander.wake();
    keeper.wake();
  };
  const service = new AlertService({
    ...common,
    shorts,
    totals: async (alert, counts) => {
      const kept = await store.reports.keptFigures(alert);
      return kept?.purged === true ? totalsOf(kept.figures.people) : people.of(alert, counts);
    },
    // If the messages of the alert were deleted for their age, the counts come from the figures that are kept.
    progress: async (alert) => {
      const kept = await store.reports.keptFigures(alert);
      if (kept?.purged !== true) return progress.of(alert);
      return kept.figures.messages.map((one) => ({ ...one, short: one.short ?? 0 }));
    },
    audiences: store,
    stands: standing(store),
    holdOf: holdsOf(store),
    glass: composeGlassNews(config, store, intake, log),
    people: store.reports,
    approvals: store.approvals,
    policy: config.alerts,
    prices: pricesOf(config),
    moved,
  });
  const escalations = new Escalations({
    ...common,
    audiences: store,
    tellDuty: dutyMessages(config, clock, store.duty, intake, log),
    stored: (messages) => intake.stored(messages),
    moved,
  });
  const tester = new AlertTester({
    ...common,
    alerts: store,
    tests: store.alertTests,
    audiences: store,
    policy: config.alerts,
    ours: { has: (number) => configuredNumbers({ ...config, routes: around.routes.configured }).has(number) },
    personOf: personOfPhone(store, clock),
    prepare: (message, owner) => intake.prepare(message, owner),
    stored: (messages) => intake.stored(messages),
  });
  const keeper = new AlertKeeper({
    ...common,
    service,
    shorts,
    escalations,
    countPeople: (alert) => countPeople(store.reports, alert),
    tellNotLaunched: notAtItsTime({
      officers: officersOf(store),
      prepare: prepareApprovalSms(intake, log),
      timeZone: config.timeZone,
      from: config.alerts.approvalClock.from,
    }),
    stored: (messages) => intake.stored(messages),
    receiptsQuietMs: config.alerts.receiptsQuiet,
    restMs: WITHOUT_BELL_MS,
  });
  return {
    service,
    notes: new AlertNotes(common),
    traffic,
    tester,
    progress: common.progress,
    waiting: (wave) => traffic.waiting(turnOf(wave)),
    restore: () => keeper.restore(),
    start: () => {
      expander.start();
      keeper.start();
    },
    wake: () => keeper.wake(),
    stop: async () => {
      await Promise.all([expander.stop(), keeper.stop()]);
    },
  };
};

const trafficOf = ({ dispatcher, lanes }: AlertsAround): AlertTraffic => ({
  laneFor: (to, priority, only, turn) => lanes.numberFor(to, priority, only, turn),
  queued: (lane, priority, messages, dueAt) => dispatcher.queued(lane, priority, messages, dueAt),
  waiting: (turn) => dispatcher.turns.waiting(turn),
  lanesOf: (turn) => dispatcher.turns.lanesOf(turn),
  hold: (turn) => dispatcher.turns.hold(turn),
  release: (turn) => dispatcher.turns.release(turn),
  waitingHeld: () => dispatcher.turns.waitingHeld(),
  paces: (own) => dispatcher.paces(own),
});

/**
 * Writes each step of an alert to the log. A launch without the second person that the policy asks for is a warning.
 */
const tell = (log: Log, { alert, actor, action, detail }: AlertAnnouncement): void => {
  const fields = { alert: alert.id, state: alert.state, actor: maskActor(actor.id), action };
  if (action.startsWith('breakGlass')) {
    log.warn(
      { ...fields, reason: detail },
      'an alert is launched without the second person that the policy asks for',
    );
  } else log.info(fields, 'alert');
};
