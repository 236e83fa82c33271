import type { AlertsConfig } from '../../config/alerts.ts';
import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ShortDecision } from '../waves/short-decision.ts';
import type { CorrectionPreviewDeps } from './correction-preview.ts';
import type { StepperDeps } from './stepper.ts';

/** What the service of alerts is given by the gateway. */
export interface AlertServiceDeps
  extends Pick<StepperDeps, 'announce'>,
    Pick<CorrectionPreviewDeps, 'people'> {
  readonly repository: AlertRepository & Pick<AlertAnswerRepository, 'answeredWith'>;
  readonly audiences: AudienceRepository;
  readonly traffic: AlertTraffic;
  readonly policy: AlertsConfig;
  readonly clock: Clock;
  readonly shorts: Pick<ShortDecision, 'offer' | 'shortener'>;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
  /** Called when messages wait to be stored or withdrawn. */
  readonly moved: () => void;
}
