import { DispatchRig } from './dispatch-rig.ts';
import { FakeRoute } from './fake-route.ts';

export const SPILL_MS = 5000;

/** A gateway with route a in the first tier and b in the second, which all messages spill into after `SPILL_MS`. */
export const twoTiers = async () => {
  const a = new FakeRoute('a');
  const b = new FakeRoute('b');
  const plan = [{ tiers: [['a'], ['b']], spillAfter: '5s' }];
  return { a, b, rig: await DispatchRig.start([a, b], { plan }) };
};
