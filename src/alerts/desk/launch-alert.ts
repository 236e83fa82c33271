import type { AlertServiceDeps } from './alert-service-deps.ts';
import { decideLaunch, decideSchedule, type Launch, repeatedLaunch } from './launching.ts';
import { whyNoGlass } from './policy.ts';
import type { Stepper } from './stepper.ts';
import type { StepVerdict } from './verdict.ts';

/** Launches the alert, or schedules it if its time is still to come. The verdict `done` comes after the commit. */
export const launchAlert = async (
  deps: AlertServiceDeps,
  stepper: Stepper,
  id: number,
  launch: Launch,
): Promise<StepVerdict> => {
  const { repository, clock, moved } = deps;
  const alert = await repository.getAlert(id);
  if (alert === undefined) return { kind: 'unknown' };
  const repeated = repeatedLaunch(alert, launch);
  if (repeated === 'conflict') return { kind: 'conflict' };
  if (repeated === 'repeated') return { kind: 'done', alert, repeated: true };
  const { actor, breakGlass, version } = launch;
  const forbidden = breakGlass === undefined ? undefined : await whyNoGlass(deps, actor, alert, clock.now());
  if (forbidden !== undefined) return { kind: 'glassForbidden', detail: forbidden };
  const action = breakGlass === undefined ? {} : ({ action: 'breakGlass', detail: breakGlass } as const);
  const later = alert.state !== 'scheduled' && (alert.draft.scheduledAt ?? 0) > clock.now();
  const decide = later ? decideSchedule : decideLaunch;
  const step = { event: later ? 'schedule' : 'launch', actor, version, ...action } as const;
  const verdict = await stepper.take(id, step, (now, at) => decide(deps, now, launch, at));
  if (verdict.kind === 'done') moved();
  if (verdict.kind !== 'wrongState') return verdict;
  // Two requests with one key may come at once: the slower one is answered as a repetition.
  const now = await repository.getAlert(id);
  if (now === undefined || repeatedLaunch(now, launch) !== 'repeated') return verdict;
  return { kind: 'done', alert: now, repeated: true };
};
