import type { Clock } from '../../../src/kernel/clock.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Dice } from '../../chaos/dice.ts';
import type { Stage } from '../stage.ts';

/**
 * One subject that goes on in a world beside the messages of the plan, such as alerts or answers. It plans all that it
 * does from its dice, when it is made.
 */
export interface Act {
  /** What the act needs in the configuration. Objects are merged, lists are joined. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Puts on the disk what was there before the first process, such as users, whom no system may make. */
  prepare?(store: Store, clock: Clock): Promise<void>;
  /** Does what is planned, from the time the routes are up. It is done soon after `stage.plan.calmAtMs` at the latest. */
  play(stage: Stage): Promise<void>;
  /** Whether nothing that the act began is still going on. It is asked again and again until all acts are settled. */
  isSettled(stage: Stage): Promise<boolean>;
  /** What is wrong at the end, in sentences, while the gateway still serves; no items: every law was kept. */
  judge(stage: Stage): Promise<readonly string[]>;
}

export type MakeAct = (dice: Dice) => Act;
