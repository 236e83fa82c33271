import { setImmediate as turn } from 'node:timers/promises';

/**
 * Turns of the event loop that follow each event of the world. What one event causes takes a few of them: promises, a
 * request, a batch of the database's channel.
 */
const TURNS = 3;
/**
 * What goes on in this process: what Node reads from the real disk, such as the modems' profiles, up to the closing of
 * each file, and what is to run in the next turn. Its time must not be seen in the world.
 */
const BUSY = new Set(['FSReqPromise', 'FSReqCallback', 'CloseReq', 'Immediate']);

/**
 * Waits until nothing in this process goes on but what waits for the time of the world.
 * @param isHeld whether something goes on that takes real time
 */
export const atRest = async (isHeld: () => boolean): Promise<void> => {
  for (let turns = 0; turns < TURNS; turns++) await turn();
  while (isHeld() || process.getActiveResourcesInfo().some((one) => BUSY.has(one)))
    for (let turns = 0; turns < TURNS; turns++) await turn();
};
