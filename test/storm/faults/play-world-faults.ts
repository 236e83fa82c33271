import type { Stage } from '../stage.ts';
import { playCut } from './play-cuts.ts';
import { playDisk } from './play-disk.ts';
import { playNetwork } from './play-network.ts';
import type { ClockFault, WorldFault } from './world-faults.ts';

/** Lets the faults of the machine happen, each at its time. Resolves with what is wrong about it when all are over. */
export const playWorldFaults = async (stage: Stage): Promise<readonly string[]> => {
  const complaints = await Promise.all(
    stage.plan.worldFaults.map(async (fault) => {
      await stage.until(fault.atMs);
      return play(fault, stage);
    }),
  );
  return complaints.flat();
};

const play = async (fault: WorldFault, stage: Stage): Promise<readonly string[]> => {
  switch (fault.kind) {
    case 'no room':
    case 'failing disk':
    case 'slow disk':
      return playDisk(fault, stage);
    case 'silence':
    case 'lost connections':
    case 'refused connections':
    case 'mute listener':
    case 'cut connection':
      await playNetwork(fault, stage);
      return [];
    case 'clock':
      await playClock(fault, stage);
      return [];
    default:
      await playCut(fault, stage);
      return [];
  }
};

/** What may still expire after a jump of the clock, ms: the deadlines are looked at once in a while. */
const JUMP_MS = 2000;

const playClock = async ({ byMs, isSetRight }: ClockFault, { world, plan, until }: Stage): Promise<void> => {
  const set = (aheadMs: number, isForward: boolean): void => {
    const from = world.clock.now();
    world.say(`the clock is set: it is ${aheadMs} ms ahead`);
    world.wall.set(aheadMs);
    world.troubles.push({
      ...{ from, to: from + JUMP_MS, route: undefined },
      of: isForward ? 'clock set forward' : 'clock set back',
    });
  };
  set(byMs, byMs > 0);
  if (!isSetRight) return;
  await until(plan.calmAtMs);
  set(0, byMs < 0);
};
