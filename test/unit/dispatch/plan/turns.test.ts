import { afterEach, describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';

let rig: DispatchRig;
afterEach(() => rig.stop());

const critical: Partial<NewMessage> = { priority: 'critical' };

describe('messages of one wave of an alert', () => {
  test('alternate with 1000 messages of another wave that were queued before', async () => {
    const a = new FakeRoute('a');
    a.window = 20;
    a.latencyMs = 10;
    rig = await DispatchRig.start([a]);
    await rig.acceptInTurn('1.1', ...many(1000, { ...critical, text: 'first' }));
    await rig.clock.advance(20);
    await rig.acceptInTurn('2.1', ...many(100, { ...critical, text: 'second' }));
    const before = a.submitted.length;
    await rig.clock.advance(100);
    const since = a.submitted.slice(before).filter(({ text }) => text === 'second').length;
    const share = since / (a.submitted.length - before);
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  test('stay queued while the wave is held, let others pass, and leave once it is released', async () => {
    const a = new FakeRoute('a');
    rig = await DispatchRig.start([a]);
    rig.dispatcher.turns.hold('1.1');
    const held = await rig.acceptInTurn('1.1', ...many(5));
    const others = await rig.acceptInTurn('2.1', ...many(5));
    await rig.clock.advance(1000);
    expect(held.map(({ state }) => state)).toEqual(many(5).map(() => 'queued'));
    expect(others.map(({ state }) => state)).toEqual(many(5).map(() => 'sent'));
    expect(rig.dispatcher.turns.waiting('1.1')).toBe(5);
    rig.dispatcher.turns.release('1.1');
    await rig.clock.advance(0);
    expect(held.map(({ state }) => state)).toEqual(many(5).map(() => 'sent'));
  });

  test('are held even if a route puts them back while the wave is held', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b')];
    a.answers = () => 'silent';
    b.state = 'down';
    rig = await DispatchRig.start([a, b]);
    const [message] = await rig.acceptInTurn('1.1', {});
    await rig.clock.advance(0);
    expect(message?.state).toBe('sending');
    rig.dispatcher.turns.hold('1.1');
    b.state = 'up';
    a.answerSilent('refusesRoute');
    await rig.clock.advance(60_000);
    expect(message?.state).toBe('queued');
    expect(b.submitted).toEqual([]);
    expect(await rig.dispatcher.turns.lanesOf('1.1')).toHaveLength(2);
    rig.dispatcher.turns.release('1.1');
    await rig.clock.advance(0);
    expect(message?.state).toBe('sent');
  });

  test('keep their wave over a restart with another plan', async () => {
    const store = new MemoryStore();
    const down = new FakeRoute('a');
    down.state = 'down';
    const before = await DispatchRig.start([down], { store });
    const [message] = await before.acceptInTurn('1.1', {});
    await before.stop();
    const b = new FakeRoute('b');
    b.state = 'down';
    rig = await DispatchRig.start([b], { store, clock: before.clock });
    expect(rig.lanes.lanesOf('1.1')).toContain(message?.lane);
    rig.dispatcher.turns.hold('1.1');
    b.state = 'up';
    await rig.clock.advance(1000);
    expect(b.submitted).toEqual([]);
    rig.dispatcher.turns.release('1.1');
    await rig.clock.advance(0);
    expect(message?.state).toBe('sent');
  });
});

describe('the pace of a route', () => {
  test('is its contracted rate while it is idle; a route that is down is unusable and has no estimated time', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b', 'modem')];
    b.state = 'down';
    rig = await DispatchRig.start([a, b], { rates: { a: 500 } });
    expect(rig.dispatcher.paces()).toMatchObject([
      { id: 'a', capabilities: { tier: 1 }, usable: true, ratePerSecond: 500 },
      { id: 'b', capabilities: { tier: 2 }, usable: false },
    ]);
  });
});
