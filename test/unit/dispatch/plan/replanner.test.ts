import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema.ts';
import { Plan } from '../../../../src/dispatch/plan/plan.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

const planOf = (ids: readonly string[]) =>
  new Plan(
    configSchema.parse({
      routes: ids.map((id) => ({ id, type: 'smpp', host: '127.0.0.1', systemId: 'tocsin' })),
    }),
  );
const REASON = 'the configuration has changed';
const never = new AbortController().signal;

describe('a changed plan in a gateway that sends', () => {
  test('moves what is queued, also what was asked for a route that is gone, and what comes back from a route later', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b')];
    a.answers = () => 'silent';
    a.window = 1;
    b.state = 'down';
    const rig = await DispatchRig.start([a, b]);
    const [underWay] = await rig.accept({ routes: ['a'], onUncertain: 'resend' });
    await rig.clock.advance(0);
    const waiting = await rig.accept(...many(3, { routes: ['a'] }), {});
    await rig.clock.advance(1000);
    expect(a.submitted).toHaveLength(1);
    const removed = rig.dispatcher.removeRoute('a', REASON, never);
    rig.dispatcher.follow(planOf(['b']));
    b.state = 'up';
    await removed;
    await rig.clock.advance(30_000);
    expect(waiting.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(underWay).toMatchObject({ state: 'sent', possibleDuplicate: true });
    expect(b.submitted).toHaveLength(5);
    expect(rig.dispatcher.list().map(({ id, backlog }) => [id, backlog])).toEqual([['b', 0]]);
    await rig.stop();
  });

  test('keeps a wave that is held back held, counts its messages, and lists their new lanes', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b')];
    a.state = 'down';
    const rig = await DispatchRig.start([a]);
    const { turns } = rig.dispatcher;
    const wave = await rig.acceptInTurn('wave', ...many(4));
    turns.hold('wave');
    rig.dispatcher.addRoute(b, undefined);
    rig.dispatcher.follow(planOf(['a', 'b']));
    await rig.clock.advance(5000);
    expect(b.submitted).toEqual([]);
    expect(turns.waiting('wave')).toBe(4);
    expect(await turns.lanesOf('wave')).toEqual(expect.arrayContaining(wave.map(({ lane }) => lane)));
    expect(wave.every(({ lane }) => !rig.lanes.isStale(lane))).toBe(true);
    turns.release('wave');
    await rig.clock.advance(1000);
    expect(wave.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
    await rig.stop();
  });

  test('moves a message that was planned by the old plan and counted after the change', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b')];
    const rig = await DispatchRig.start([a]);
    const old = await rig.lanes.numberFor('+33639980001' as never, 'normal', undefined);
    await rig.dispatcher.removeRoute('a', REASON, never);
    rig.dispatcher.addRoute(b, undefined);
    rig.dispatcher.follow(planOf(['b']));
    await rig.clock.advance(1000);
    const now = rig.clock.now();
    const [message] = await rig.accept({ dueAt: now + 2000 });
    if (message === undefined || old === undefined) throw new Error('a message');
    message.lane = old;
    rig.dispatcher.queued(old, 'normal', 1, now + 2000);
    await rig.clock.advance(5000);
    expect(message.state).toBe('sent');
    await rig.stop();
  });

  test('is tried again while the disk is full', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b')];
    a.state = 'down';
    const rig = await DispatchRig.start([a, b], { plan: [{ tiers: [['a']] }] });
    const [message] = await rig.accept({});
    rig.store.diskFull = true;
    rig.dispatcher.follow(planOf(['b']));
    await rig.clock.advance(3000);
    rig.store.diskFull = false;
    await rig.clock.advance(10_000);
    expect(message?.state).toBe('sent');
    await rig.stop();
  });
});

describe('a route that is removed from a gateway that sends', () => {
  test('gets nothing more, gives back what it has not handed over, and its unanswered message is uncertain once the time is over', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b')];
    a.answers = () => 'silent';
    b.state = 'down';
    const rig = await DispatchRig.start([a, b], { rates: { a: 1 } });
    const messages = await rig.accept(
      { onUncertain: 'hold' },
      ...many(3, { onUncertain: 'hold', priority: 'high' }),
    );
    await rig.clock.advance(1500);
    const handedOver = a.submitted.length;
    expect(handedOver).toBeGreaterThan(0);
    await rig.dispatcher.removeRoute('a', REASON, AbortSignal.abort());
    expect(rig.dispatcher.get('a')).toBeUndefined();
    rig.dispatcher.follow(planOf(['b']));
    b.state = 'up';
    await rig.clock.advance(10_000);
    expect(a.submitted).toHaveLength(handedOver);
    const states = Object.groupBy(messages, ({ state }) => state);
    expect(states.uncertain).toHaveLength(handedOver);
    expect(states.sent).toHaveLength(4 - handedOver);
    expect(messages.some(({ possibleDuplicate }) => possibleDuplicate)).toBe(false);
    await rig.stop();
  });

  test('is shown as down meanwhile, keeps its count of today and an operator’s decision for its return', async () => {
    const [a, again] = [new FakeRoute('a'), new FakeRoute('a')];
    const rig = await DispatchRig.start([a]);
    await rig.accept({});
    await rig.clock.advance(100);
    await rig.dispatcher.setEnabled('a', false);
    const removed = rig.dispatcher.removeRoute('a', REASON, never);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'down', reason: REASON });
    await removed;
    rig.dispatcher.addRoute(again, undefined);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'disabled', sentToday: 1 });
    await rig.dispatcher.setEnabled('a', true);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'up' });
    await rig.stop();
  });
});

test('another contracted rate holds from the next part on, and counts what left just before', async () => {
  const a = new FakeRoute('a');
  const rig = await DispatchRig.start([a], { rates: { a: 100 } });
  await rig.accept(...many(500));
  await rig.clock.advance(1000);
  const before = a.submitted.length;
  expect(before).toBeGreaterThan(80);
  rig.dispatcher.setRate('a', 10);
  await rig.clock.advance(900);
  expect(a.submitted.length - before).toBeLessThanOrEqual(1);
  await rig.clock.advance(5000);
  const slow = a.submitted.length - before;
  expect(slow).toBeGreaterThan(30);
  expect(slow).toBeLessThanOrEqual(60);
  rig.dispatcher.setRate('a', 200);
  await rig.clock.advance(3000);
  expect(a.submitted).toHaveLength(500);
  await rig.stop();
});
