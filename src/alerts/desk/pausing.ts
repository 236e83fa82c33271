import type { AlertActor } from '../../domain/alerts/alert.ts';
import { releaseFree } from '../waves/release.ts';
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
  await releaseFree(deps, verdict.alert);
  deps.moved();
  return verdict;
};
