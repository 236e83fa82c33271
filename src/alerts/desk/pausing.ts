import type { Alert, AlertActor } from '../../domain/alerts/alert.ts';
import { isKeptFromSending } from '../../domain/alerts/wave-state.ts';
import { turnOf } from '../waves/turn.ts';
import type { AlertServiceDeps } from './alert-service-deps.ts';
import type { Stepper } from './stepper.ts';
import type { StepVerdict } from './verdict.ts';

interface By {
  readonly actor: AlertActor;
  /** The version of the alert that was seen; undefined: any version. */
  readonly version: number | undefined;
}

/** Holds all messages of the alert that no route has. */
export const pauseAlert = async (
  { repository, traffic }: AlertServiceDeps,
  stepper: Stepper,
  id: number,
  by: By,
): Promise<StepVerdict> => {
  const verdict = await stepper.take(id, { event: 'pause', ...by });
  if (verdict.kind !== 'done') return verdict;
  for (const wave of await repository.waves(id)) traffic.hold(turnOf(wave));
  return verdict;
};

/** Lets the messages of the alert go on. */
export const resumeAlert = async (
  deps: AlertServiceDeps,
  stepper: Stepper,
  id: number,
  by: By,
): Promise<StepVerdict> => {
  const verdict = await stepper.take(id, { event: 'resume', ...by });
  if (verdict.kind !== 'done') return verdict;
  await release(deps, verdict.alert);
  deps.moved();
  return verdict;
};

/**
 * Releases what nothing keeps from sending any more. A step that came while the waves were read, such as another pause,
 * may hold some of them: then both are read again. Each step holds its waves after two reads that follow its commit, so
 * it holds them after this release.
 */
const release = async (
  { repository, traffic }: Pick<AlertServiceDeps, 'repository' | 'traffic'>,
  resumed: Alert,
): Promise<void> => {
  for (let alert: Alert | undefined = resumed; alert !== undefined; ) {
    const waves = await repository.waves(alert.id);
    const now: Alert | undefined = await repository.getAlert(alert.id);
    if (now !== undefined && now.version === alert.version) {
      for (const wave of waves) if (!isKeptFromSending(wave, waves, now.state)) traffic.release(turnOf(wave));
      return;
    }
    alert = now;
  }
};
