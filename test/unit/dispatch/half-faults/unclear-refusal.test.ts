import { describe, expect, test } from 'vitest';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

describe('a refusal that does not say whose fault it is (ESME_RSUBMITFAIL)', () => {
  test('of one part in a hundred, by the only route, ends no message', async () => {
    const a = new FakeRoute('a');
    let count = 0;
    a.answers = () => (count++ % 100 === 7 ? 'refusesUnclear' : 'accepts');
    const rig = await DispatchRig.start([a]);
    await rig.accept(...Array.from({ length: 1256 }, () => ({})));
    await rig.clock.advance(60_000);
    expect(rig.store.count('sent')).toBe(1256);
    await rig.stop();
  });

  test('of every part, by the only route, leaves the messages queued until the route takes them', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'refusesUnclear';
    const rig = await DispatchRig.start([a]);
    await rig.accept({}, { priority: 'critical' });
    await rig.clock.advance(600_000);
    a.answers = () => 'accepts';
    await rig.clock.advance(61_000);
    expect(rig.store.count('sent')).toBe(2);
    await rig.stop();
  });
});
