import type { Stage } from '../stage.ts';
import type { CutFault } from './world-faults.ts';

/** Lets a process be ended at a moment that it doesn't like. Resolves when that has happened, or can't happen any more. */
export const playCut = async (fault: CutFault, { world, gateway, plan, until }: Stage): Promise<void> => {
  const { kind } = fault;
  switch (kind) {
    case 'cut at commit':
      return new Promise((resolve) => {
        const takeBack = world.disk.cutAtCommit(fault.commits, fault.moment, (left) => {
          world.say(`the power fails ${fault.moment} a commit`);
          gateway.cut(left);
          resolve();
        });
        // So many transactions may not come.
        void until(plan.calmAtMs).then(() => {
          takeBack();
          resolve();
        });
      });
    case 'cut at start':
    case 'SIGTERM at start':
      gateway.cut();
      return new Promise((resolve) => {
        gateway.onNextBegin(async () => {
          await world.wait(fault.afterMs);
          if (kind === 'cut at start') gateway.cut();
          else gateway.terminate();
          resolve();
        });
      });
    case 'cut at stop':
      gateway.terminate();
      await world.wait(fault.afterMs);
      gateway.cut();
      return;
    case 'cut at checkpoint':
      gateway.cut(gateway.leftOfCheckpoint());
  }
};
