import type { AlertsConfig } from '../../config/alerts.ts';
import type { HoldOf } from '../../domain/access/hold.ts';
import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { ApprovalRepository } from '../../domain/alerts/approval.ts';
import type { PeopleTotals } from '../../domain/alerts/people-totals.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import type { Prices } from '../../domain/routes/prices.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { CorrectionPreviewDeps } from '../preview/correction-preview.ts';
import type { ShortDecision } from '../waves/short-decision.ts';
import type { StepperDeps } from './stepper.ts';

/** What the service of alerts is given by the gateway. */
export interface AlertServiceDeps
  extends Pick<StepperDeps, 'announce' | 'glass'>,
    Pick<CorrectionPreviewDeps, 'people'> {
  readonly repository: AlertRepository & Pick<AlertAnswerRepository, 'answeredWith'>;
  readonly audiences: AudienceRepository;
  readonly traffic: AlertTraffic;
  /** The clock of approvals, as the overview shows it. */
  readonly approvals: Pick<ApprovalRepository, 'approvalOf'>;
  readonly policy: AlertsConfig;
  readonly prices: Prices | undefined;
  /** Whether what this actor approved still counts: see `src/access/standing.ts`. */
  readonly stands: (actor: string) => Promise<boolean>;
  readonly holdOf: HoldOf;
  readonly clock: Clock;
  readonly shorts: Pick<ShortDecision, 'offer' | 'shortener'>;
  /** The clocks by which texts give times: an IANA name. */
  readonly timeZone: string;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
  /** How far an alert has come, in people. @param counts the counts of its messages */
  readonly totals: (alert: number, counts: readonly AlertCount[]) => Promise<PeopleTotals>;
  /** Called when messages wait to be stored or withdrawn. */
  readonly moved: () => void;
}
