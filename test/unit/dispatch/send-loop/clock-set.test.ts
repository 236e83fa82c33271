import { describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import type { VirtualClock } from '../../../support/virtual-clock.ts';

/** The wall clock is set by this much, and each message stays valid. */
const STEP_MS = 600_000;
const DUE = { dueAt: 0 };

/** Notes when each part is handed to the route, by the clock's elapsed time. */
const timesOf = (route: FakeRoute, clock: VirtualClock): readonly number[] => {
  const times: number[] = [];
  const submit = route.submit.bind(route);
  route.submit = (part) => {
    times.push(clock.elapsed());
    return submit(part);
  };
  return times;
};

describe.each([
  ['forward', STEP_MS],
  ['back', -STEP_MS],
])('a wall clock that is set %s', (_, byMs) => {
  test('lets no second have more parts than the contract, and stops none', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { rates: { a: 10 } });
    const times = timesOf(a, rig.clock);
    await rig.accept(...many(200, DUE));
    await rig.clock.advance(3030);
    rig.clock.set(byMs);
    await rig.clock.advance(3000);
    rig.clock.set(-byMs);
    await rig.clock.advance(3000);
    const inASecond = times.map((at) => times.filter((other) => other >= at && other < at + 1000).length);
    expect(Math.max(...inASecond)).toBeLessThanOrEqual(10);
    expect(times.length).toBeGreaterThan(80);
    await rig.stop();
  });
});
