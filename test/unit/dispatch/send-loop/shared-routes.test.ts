import { describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

describe('a lane', () => {
  const plan = [
    { when: { prefix: ['+336'] }, tiers: [['a']] },
    { when: { prefix: ['+331'] }, tiers: [['b']] },
  ];
  const mobile = '+33639980001' as never;
  const fixed = '+33199000001' as never;

  test('whose routes are down blocks no other lane, and its messages are sent when the routes are back', async () => {
    const a = new FakeRoute('a');
    const b = new FakeRoute('b');
    a.state = 'down';
    const rig = await DispatchRig.start([a, b], { plan });
    await rig.accept(
      ...many(200, { to: mobile, priority: 'critical' }),
      ...many(5, { to: fixed, priority: 'low' }),
    );
    await rig.clock.advance(1000);
    expect(b.submitted).toHaveLength(5);
    a.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(1000);
    expect(a.submitted).toHaveLength(200);
    await rig.stop();
  });

  test('takes turns with another lane for a route that both need', async () => {
    const a = new FakeRoute('a');
    a.window = 2;
    a.answers = () => 'silent';
    const shared = [
      { when: { prefix: ['+336'] }, tiers: [['a']] },
      { when: { prefix: ['+331'] }, tiers: [['a']], spillAfter: '1s' },
    ];
    const rig = await DispatchRig.start([a], { plan: shared });
    await rig.accept(...many(50, { to: mobile }), ...many(50, { to: fixed }));
    for (let round = 0; round < 20; round++) {
      await rig.clock.advance(10);
      a.answerSilent('accepts');
      rig.dispatcher.changed();
    }
    const first = a.submitted.slice(0, 30).filter(({ to }) => to === mobile).length;
    expect(first).toBeGreaterThan(8);
    expect(first).toBeLessThan(22);
    await rig.stop();
  });
});

describe('two carriers in one tier', () => {
  test('share the messages as far as their windows allow', async () => {
    const routes = [new FakeRoute('a'), new FakeRoute('b')] as const;
    for (const route of routes) {
      route.window = 50;
      route.answers = () => 'silent';
    }
    const rig = await DispatchRig.start(routes);
    await rig.accept(...many(200));
    for (let round = 0; round < 20; round++) {
      await rig.clock.advance(20);
      for (const route of routes) route.answerSilent('accepts');
      rig.dispatcher.changed();
    }
    const [a, b] = routes.map(({ submitted }) => submitted.length);
    expect((a ?? 0) + (b ?? 0)).toBe(200);
    expect(Math.min(a ?? 0, b ?? 0)).toBeGreaterThan(60);
    await rig.stop();
  });
});
