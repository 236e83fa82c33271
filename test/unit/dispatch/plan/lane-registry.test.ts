import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema.ts';
import { LaneRegistry } from '../../../../src/dispatch/plan/lane-registry.ts';
import { Plan } from '../../../../src/dispatch/plan/plan.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';

const to = '+33639980001' as Msisdn;
const planOf = (tiers: readonly (readonly string[])[], routes = ['a', 'b', 'c']) =>
  new Plan(
    configSchema.parse({
      routes: routes.map((id) => ({ id, type: 'smpp', host: '127.0.0.1', systemId: 'tocsin' })),
      plan: [{ tiers, spillAfter: '5s' }],
    }),
  );
const open = (store: MemoryStore, tiers: readonly (readonly string[])[]) =>
  LaneRegistry.open(store, planOf(tiers));

describe('a lane', () => {
  test('keeps its number over restarts as long as the plan does not change', async () => {
    const store = new MemoryStore();
    const registry = await open(store, [['a'], ['b']]);
    const number = await registry.numberFor(to, 'normal', undefined);
    expect(registry.numberFor(to, 'low', undefined)).toBe(number);
    expect(await registry.numberFor(to, 'normal', ['b'])).not.toBe(number);
    const again = await open(store, [['a'], ['b']]);
    expect(await again.numberFor(to, 'normal', undefined)).toBe(number);
    expect(again.get(number ?? 0)?.tiers).toEqual([['a'], ['b']]);
  });

  test('without one route keeps the others in their tiers, and does not exist without any route', async () => {
    const registry = await open(new MemoryStore(), [['a', 'b'], ['c']]);
    const number = (await registry.numberFor(to, 'normal', undefined)) ?? 0;
    const less = (await registry.without(number, 'a')) ?? 0;
    expect(registry.get(less)?.tiers).toEqual([['b'], ['c']]);
    const least = (await registry.without(less, 'b')) ?? 0;
    expect(registry.get(least)?.tiers).toEqual([['c']]);
    expect(registry.without(least, 'c')).toBeUndefined();
    expect(registry.without(9999, 'c')).toBeUndefined();
  });

  test('for a message that was put off for longer than spillAfter has all its routes in one tier', async () => {
    const registry = await open(new MemoryStore(), [['a'], ['b'], ['c']]);
    const number = (await registry.numberFor(to, 'normal', undefined)) ?? 0;
    expect(registry.spillAfterMs(number, 'normal')).toBe(5000);
    const alike = (await registry.alike(number, 'normal')) ?? 0;
    expect(registry.get(alike)?.tiers).toEqual([['a', 'b', 'c']]);
    expect(registry.alike(alike, 'normal')).toBeUndefined();
  });

  test('for a message that one route left in doubt uses that route only while no other is usable', async () => {
    const registry = await open(new MemoryStore(), [['a'], ['b'], ['c']]);
    const number = (await registry.numberFor(to, 'normal', undefined)) ?? 0;
    const elsewhere = (await registry.elsewhereFirst(number, 'normal', 'b')) ?? 0;
    expect(registry.get(elsewhere)).toMatchObject({ tiers: [['a', 'c'], ['b']], lastResort: true });
    const other = (await registry.elsewhereFirst(elsewhere, 'normal', 'c')) ?? 0;
    expect(registry.get(other)?.tiers).toEqual([['a', 'b'], ['c']]);
    const alike = (await registry.alike(elsewhere, 'normal')) ?? 0;
    expect(registry.get(alike)?.lastResort).toBeUndefined();
  });

  test('for missing parts that are kept for one route has this route in the first tier, and the other routes as before', async () => {
    const registry = await open(new MemoryStore(), [['a'], ['b'], ['c']]);
    const number = (await registry.numberFor(to, 'normal', undefined)) ?? 0;
    expect(registry.askedFirst(number, 'a')).toBe(number);
    expect(registry.askedFirst(number, 'elsewhere')).toBeUndefined();
    const asked = (await registry.askedFirst(number, 'b')) ?? 0;
    expect(registry.get(asked)?.tiers).toEqual([['a', 'b'], ['c']]);
    const lastResort = (await registry.elsewhereFirst(number, 'normal', 'c')) ?? 0;
    const askedToo = (await registry.askedFirst(lastResort, 'c')) ?? 0;
    expect(registry.get(askedToo)?.tiers).toEqual([['a', 'b', 'c']]);
    expect(registry.get(askedToo)?.lastResort).toBeUndefined();
  });

  test('of missing parts that are planned anew has the route that they are kept for in the first tier, if it is there', async () => {
    const registry = await open(new MemoryStore(), [['a'], ['b']]);
    const anew = async (keptFor: string) =>
      registry.get(
        await registry.laneAnew({ to, priority: 'normal', routes: undefined, keptFor }, undefined),
      );
    expect((await anew('b'))?.tiers).toEqual([['a', 'b']]);
    expect((await anew('gone'))?.tiers).toEqual([['a'], ['b']]);
  });

  test('that is made of a lane of an earlier plan is of that plan, so that the next start plans its messages anew too', async () => {
    const store = new MemoryStore();
    const registry = await open(store, [['a'], ['b'], ['c']]);
    const number = (await registry.numberFor(to, 'normal', undefined)) ?? 0;
    const next = planOf([['b'], ['c']], ['b', 'c']);
    expect(registry.follow(next)).toBe(true);
    expect([registry.has('a'), registry.has('b'), registry.isStale(number)]).toEqual([false, true, true]);
    const derived = (await registry.elsewhereFirst(number, 'normal', 'b')) ?? 0;
    expect(registry.isStale(derived)).toBe(true);
    const fresh = (await registry.numberFor(to, 'normal', ['a'])) ?? 0;
    expect([registry.isStale(fresh), registry.get(fresh)?.tiers]).toEqual([false, [['b'], ['c']]]);
    const restarted = await LaneRegistry.open(store, next);
    expect([restarted.get(fresh)?.tiers, restarted.get(derived)]).toEqual([[['b'], ['c']], undefined]);
    expect(registry.follow(planOf([['a'], ['b'], ['c']]))).toBe(true);
    expect([registry.isStale(number), registry.isStale(fresh)]).toEqual([false, true]);
  });

  test('tells whether it has another route, and whether a route is alone in its first tier', async () => {
    const registry = await open(new MemoryStore(), [['a'], ['b']]);
    const number = (await registry.numberFor(to, 'normal', undefined)) ?? 0;
    const only = (await registry.without(number, 'a')) ?? 0;
    expect([registry.hasOther(number, 'a'), registry.hasOther(only, 'b')]).toEqual([true, false]);
    expect([
      registry.isFirst(number, 'a'),
      registry.isFirst(number, 'b'),
      registry.isFirst(only, 'b'),
    ]).toEqual([true, false, false]);
  });

  test('leads back to the route that refused first if the second route refuses too, even at a priority that never spills to the next tier', async () => {
    const routes = ['a', 'b'].map((id) => ({ id, type: 'smpp', host: '127.0.0.1', systemId: 'tocsin' }));
    const registry = await LaneRegistry.open(new MemoryStore(), new Plan(configSchema.parse({ routes })));
    const number = (await registry.numberFor(to, 'low', undefined)) ?? 0;
    const byB = (await registry.elsewhereFirst(number, 'low', 'a')) ?? 0;
    expect(registry.get(byB)).toMatchObject({ tiers: [['b'], ['a']], lastResort: true });
    const byA = (await registry.elsewhereFirst(byB, 'low', 'b')) ?? 0;
    expect(registry.get(byA)).toMatchObject({ tiers: [['a'], ['b']], lastResort: true });
  });

  test('has no variant with all routes in one tier at a priority that never spills to the next tier', async () => {
    const plan = new Plan(
      configSchema.parse({
        routes: [
          { id: 'a', type: 'smpp', host: '127.0.0.1', systemId: 'tocsin' },
          { id: 'm', type: 'modem', device: '/dev/m' },
        ],
      }),
    );
    const registry = await LaneRegistry.open(new MemoryStore(), plan);
    const number = (await registry.numberFor(to, 'low', undefined)) ?? 0;
    expect(registry.alike(number, 'low')).toBeUndefined();
    expect(registry.spillAfterMs(number, 'low')).toBeUndefined();
    expect(registry.elsewhereFirst(number, 'low', 'a')).toBeUndefined();
    expect(registry.alike(number, 'critical')).toBeDefined();
  });
});

describe('a plan that has changed', () => {
  const oldRoutes = () => {
    const a = new FakeRoute('a');
    a.state = 'down';
    return a;
  };

  test('applies to waiting messages: they leave by the routes that exist now', async () => {
    const store = new MemoryStore();
    const rig = await DispatchRig.start([oldRoutes()], { store });
    await rig.accept(...many(7), ...many(2, { priority: 'critical' }));
    await rig.stop();

    const b = new FakeRoute('b');
    const again = await DispatchRig.start([b], { store, clock: rig.clock });
    await again.clock.advance(1000);
    expect(b.submitted).toHaveLength(9);
    await again.stop();
  });

  test('applies also to messages that were being sent, which would otherwise wait in a lane that no route serves', async () => {
    const store = new MemoryStore();
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    const [message] = await rig.accept({ onUncertain: 'resend' });
    await rig.clock.advance(0);
    await rig.stop();
    expect(message?.state).toBe('sending');

    const b = new FakeRoute('b');
    const again = await DispatchRig.start([b], { store, clock: rig.clock });
    await again.clock.advance(20_000);
    expect(b.submitted).toHaveLength(1);
    expect(message?.state).toBe('sent');
    await again.stop();
  });

  test('applies to a message whose named route is gone, and keeps a named route that still exists', async () => {
    const store = new MemoryStore();
    const [a, b] = [oldRoutes(), new FakeRoute('b')];
    b.state = 'down';
    const rig = await DispatchRig.start([a, b], { store });
    await rig.accept({ routes: ['a'] }, { routes: ['a', 'b'] });
    await rig.stop();

    const [newB, c] = [new FakeRoute('b'), new FakeRoute('c')];
    const plan = [{ tiers: [['c']] }];
    const again = await DispatchRig.start([newB, c], { store, plan, clock: rig.clock });
    await again.clock.advance(1000);
    expect(newB.submitted).toHaveLength(1);
    expect(c.submitted).toHaveLength(1);
    await again.stop();
  });

  test('keeps a message queued that no rule matches any more, until another plan carries it', async () => {
    const store = new MemoryStore();
    const rig = await DispatchRig.start([oldRoutes()], { store });
    const [message] = await rig.accept({});
    await rig.stop();

    const b = new FakeRoute('b');
    const plan = [{ when: { prefix: ['+49'] }, tiers: [['b']] }];
    const nowhere = await DispatchRig.start([b], { store, plan, clock: rig.clock });
    await nowhere.clock.advance(60_000);
    expect(message?.state).toBe('queued');
    await nowhere.stop();

    const back = await DispatchRig.start([new FakeRoute('b')], { store, clock: rig.clock });
    await back.clock.advance(1000);
    expect(message?.state).toBe('sent');
    await back.stop();
  });
});
