import type { Ears } from '../domain/operation/ear.ts';
import type { RoutesControl } from '../domain/routes/routes-control.ts';
import { Drills } from '../drills/drills.ts';
import type { Intake } from '../intake/intake.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Store } from '../store/store.ts';
import { WITHOUT_BELL_MS } from './due-bell.ts';

export interface DrillsAround {
  readonly store: Store;
  readonly intake: Intake;
  readonly routes: Pick<RoutesControl, 'list'>;
  readonly ears: Ears;
  /** Called when an event was committed and is to be published. */
  readonly announce: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the drills: exercises that send messages to our own numbers. */
export const composeDrills = ({ store, intake, routes, ears, announce, clock, log }: DrillsAround): Drills =>
  new Drills({
    repository: store.drills,
    prepare: (message, owner) => intake.prepare(message, owner),
    stored: (messages) => intake.stored(messages),
    cancel: (message) => intake.cancel(message),
    routes: () => routes.list(),
    ears,
    announce,
    restMs: WITHOUT_BELL_MS,
    clock,
    log,
  });
