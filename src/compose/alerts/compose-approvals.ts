import { holdsOf } from '../../access/holds.ts';
import { officersOf } from '../../access/officers.ts';
import { ApprovalClock } from '../../alerts/approval/approval-clock.ts';
import type { ApprovalDeps } from '../../alerts/approval/approval-deps.ts';
import { Delegations } from '../../alerts/approval/delegations.ts';
import { SmsAnswers } from '../../alerts/approval/sms-answers.ts';
import type { Config } from '../../config/schema.ts';
import type { Officers } from '../../domain/alerts/approvers.ts';
import type { SmsCommand, Veil } from '../../domain/inbound/sms-command.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { Store } from '../../store/store.ts';
import { prepareApprovalSms } from './approval-sms.ts';
import type { Alerts } from './compose-alerts.ts';

interface Around {
  readonly store: Store;
  readonly intake: Intake;
  readonly alerts: Pick<Alerts, 'service' | 'traffic'>;
  readonly audit: Audit;
  readonly metrics: Metrics;
  readonly announce: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Approvals {
  readonly officers: Officers;
  readonly delegations: Delegations;
  readonly commands: readonly SmsCommand[];
  /** Takes the codes of approvals out of texts. */
  readonly veil: Veil;
  /** To be called after each step of an alert. */
  wake(): void;
  start(): void;
  stop(): Promise<void>;
}

/** Makes the clock of approvals, and what handles the answers of officers by SMS. */
export const composeApprovals = (config: Config, around: Around): Approvals => {
  const { store, intake, alerts, audit, metrics, announce, clock, log } = around;
  const { roster } = config.alerts.approvalClock;
  const onDuty = roster === undefined ? undefined : (nowMs: number) => store.duty.onDuty(roster, nowMs);
  const officers = officersOf(store, onDuty);
  const counter = metrics.counter('approvals', 'Pages for approvals, and the answers to them by SMS.', [
    'what',
  ]);
  const deps: ApprovalDeps = {
    repository: store.approvals,
    alerts: store,
    service: alerts.service,
    audiences: store,
    traffic: alerts.traffic,
    policy: config.alerts,
    officers,
    timeZone: config.timeZone,
    holdOf: holdsOf(store),
    phoneLanguage: config.triggers.sms?.language ?? 'en',
    prepare: prepareApprovalSms(intake, log),
    queued: (messages) => intake.stored(messages),
    announce,
    count: (what) => counter.inc({ what }),
    clock,
    log,
  };
  const approvalClock = new ApprovalClock(deps);
  const answers = new SmsAnswers({ ...deps, record: audit.record, wake: () => approvalClock.wake() });
  return {
    officers,
    delegations: new Delegations({ repository: store.approvals, officers, audit, clock }),
    commands: config.alerts.approvalClock.bySms ? [answers.command] : [],
    veil: (from, text) => answers.veil(from, text),
    wake: () => approvalClock.wake(),
    start: () => approvalClock.start(),
    stop: () => approvalClock.stop(),
  };
};
