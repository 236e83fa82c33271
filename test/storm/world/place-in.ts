import type { Carrier } from '../../chaos/carrier.ts';
import type { World } from './world.ts';

/** Where the carriers of a world are. */
export const placeIn = ({ clock, net }: World) => ({
  clock,
  listen: async (welcome: Parameters<World['net']['listen']>[0]) => {
    const port = net.listen(welcome);
    return { port, close: async () => net.close(port) };
  },
});

/** A carrier of an act, which has no faults: it takes all, answers soon, and delivers all. */
export const soundFate = (answerAfterMs: number): Parameters<typeof Carrier.listen>[0]['fateOf'] => {
  const fate = { status: 0, answerAfterMs, taken: true, receipts: [{ stat: 'DELIVRD', afterMs: 400 }] };
  return () => fate;
};
