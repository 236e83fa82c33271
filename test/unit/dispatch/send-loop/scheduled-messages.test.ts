import { describe, expect, test } from 'vitest';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

describe('a scheduled message', () => {
  test('leaves at its time, not 1 ms before', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    const now = rig.clock.now();
    await rig.accept({ dueAt: now + 90_000 }, { dueAt: now + 30_000 });
    await rig.clock.advance(29_999);
    expect(a.submitted).toHaveLength(0);
    await rig.clock.advance(1);
    expect(a.submitted).toHaveLength(1);
    await rig.clock.advance(60_000);
    expect(a.submitted).toHaveLength(2);
    await rig.stop();
  });

  test('may be due in 30 days, which is later than a timer can wait', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    const now = rig.clock.now();
    const monthMs = 30 * 86_400_000;
    await rig.accept({ dueAt: now + monthMs, validUntil: now + 2 * monthMs });
    // The watchdog looks every second, so a whole month would take too long: two hours are passed.
    await rig.clock.advance(2 * 3_600_000);
    expect(a.submitted).toHaveLength(0);
    await rig.stop();
  });
});
