import type { ScenarioLauncher } from '../../alerts/scenarios/launch-scenario.ts';
import { Scheduler } from '../../alerts/schedule/scheduler.ts';
import type { TellUnlaunched } from '../../domain/alerts/unlaunched.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { WITHOUT_BELL_MS } from '../due-bell.ts';

/** Launches scenarios at their planned times. */
export const composeSchedules = (
  store: Store,
  launcher: ScenarioLauncher,
  unlaunched: TellUnlaunched,
  clock: Clock,
  log: Log,
): Scheduler =>
  new Scheduler({
    repository: store.schedules,
    launcher,
    unlaunched,
    restMs: WITHOUT_BELL_MS,
    clock,
    log,
  });
