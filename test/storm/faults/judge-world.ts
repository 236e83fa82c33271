import type { Fall } from '../../chaos/law.ts';
import type { Stage } from '../stage.ts';

/**
 * The timers that a gateway at rest has: about one for each of its loops, some for each route, and one for each link.
 * A timer for each message or request that is over would be hundreds.
 */
const MOST_TIMERS = 60;
/** Timers that a stopped process has left behind. They keep no process alive, but each should have an owner. */
const MOST_TIMERS_LEFT = 4;

const nameOf = (at: number): string => new Date(at).toISOString();

/** Ends the last process, and says what is wrong about how the processes lived and ended. */
export const judgeWorld = async (
  { plan, world, gateway }: Stage,
  ofFaults: readonly string[],
): Promise<readonly Fall[]> => {
  const life = await gateway.life;
  const [timers, sockets] = [life.clock.pending, world.net.openCount];
  // Each session may have one connection to send and one to receive.
  const mostSockets = plan.routes.reduce((sum, { sessions }) => sum + 2 * sessions, 0);
  await gateway.close();
  const falls: Fall[] = [];
  const complain = (law: string, complaints: readonly string[]): void => {
    for (const complaint of complaints) falls.push({ law, message: undefined, complaint });
  };

  complain('while the disk fails the gateway lives, and refuses with the reason', ofFaults);
  complain(
    'a gateway that should start does start, and ends by itself for no other reason than its disk',
    gateway.failures
      .filter(
        ({ begunAt, at }) =>
          !world.troubles.some((one) => one.of === 'disk' && one.from <= at && one.to >= begunAt),
      )
      .map(
        ({ begunAt, at, reason }) => `the process of ${nameOf(begunAt)} ended at ${nameOf(at)}: ${reason}`,
      ),
  );
  complain('the timers and connections of a gateway at rest are bounded', [
    ...(timers > MOST_TIMERS ? [`${timers} timers wait at the end`] : []),
    ...(sockets > mostSockets ? [`${sockets} connections are open, of at most ${mostSockets}`] : []),
  ]);
  complain(
    'a process that stops closes its connections and timers',
    gateway.ends.flatMap(({ exitCode, signalledAt, openSockets, openTimers }) =>
      exitCode === 0 && (openSockets > 0 || openTimers > MOST_TIMERS_LEFT)
        ? [
            `after SIGTERM at ${nameOf(signalledAt ?? 0)} ${openSockets} connections and ${openTimers} timers are left`,
          ]
        : [],
    ),
  );
  world.say(
    `${timers} timers, ${sockets} connections; left ${gateway.ends.map((end) => `${end.openSockets}/${end.openTimers}`)}`,
  );
  return falls;
};
