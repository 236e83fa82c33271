import { afterEach, describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import { DispatchDesk, many } from '../../../support/dispatch/dispatch-desk.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';

let desk: DispatchDesk;
afterEach(() => desk.stop());

const critical: Partial<NewMessage> = { priority: 'critical' };

describe('messages of a turn', () => {
  test('alternate with those of another that came before them, however many those are', async () => {
    const a = new FakeRoute('a');
    a.window = 20;
    a.latencyMs = 10;
    desk = await DispatchDesk.start([a]);
    await desk.acceptInTurn('1.1', ...many(1000, { ...critical, text: 'first' }));
    await desk.clock.advance(20);
    await desk.acceptInTurn('2.1', ...many(100, { ...critical, text: 'second' }));
    const before = a.submitted.length;
    await desk.clock.advance(100);
    const since = a.submitted.slice(before).filter(({ text }) => text === 'second').length;
    const share = since / (a.submitted.length - before);
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  test('stay where they are while it is held, and others pass; released, they go on', async () => {
    const a = new FakeRoute('a');
    desk = await DispatchDesk.start([a]);
    desk.dispatcher.turns.hold('1.1');
    const held = await desk.acceptInTurn('1.1', ...many(5));
    const others = await desk.acceptInTurn('2.1', ...many(5));
    await desk.clock.advance(1000);
    expect(held.map(({ state }) => state)).toEqual(many(5).map(() => 'queued'));
    expect(others.map(({ state }) => state)).toEqual(many(5).map(() => 'sent'));
    expect(desk.dispatcher.turns.waiting('1.1')).toBe(5);
    desk.dispatcher.turns.release('1.1');
    await desk.clock.advance(0);
    expect(held.map(({ state }) => state)).toEqual(many(5).map(() => 'sent'));
  });

  test('are held also when a route has put them back meanwhile', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b')];
    a.answers = () => 'silent';
    b.state = 'down';
    desk = await DispatchDesk.start([a, b]);
    const [message] = await desk.acceptInTurn('1.1', {});
    await desk.clock.advance(0);
    expect(message?.state).toBe('sending');
    desk.dispatcher.turns.hold('1.1');
    b.state = 'up';
    a.answerSilent('refusesRoute');
    await desk.clock.advance(60_000);
    expect(message?.state).toBe('queued');
    expect(b.submitted).toEqual([]);
    expect(desk.dispatcher.turns.lanesOf('1.1')).toHaveLength(2);
    desk.dispatcher.turns.release('1.1');
    await desk.clock.advance(0);
    expect(message?.state).toBe('sent');
  });

  test('keep it over a restart with another plan', async () => {
    const store = new MemoryStore();
    const down = new FakeRoute('a');
    down.state = 'down';
    const before = await DispatchDesk.start([down], { store });
    const [message] = await before.acceptInTurn('1.1', {});
    await before.stop();
    const b = new FakeRoute('b');
    b.state = 'down';
    desk = await DispatchDesk.start([b], { store, clock: before.clock });
    expect(desk.lanes.lanesOf('1.1')).toContain(message?.lane);
    desk.dispatcher.turns.hold('1.1');
    b.state = 'up';
    await desk.clock.advance(1000);
    expect(b.submitted).toEqual([]);
    desk.dispatcher.turns.release('1.1');
    await desk.clock.advance(0);
    expect(message?.state).toBe('sent');
  });
});

describe('what routes carry', () => {
  test('is what their contract says while they are idle, and nothing when they are down', async () => {
    const [a, b] = [new FakeRoute('a'), new FakeRoute('b', 'modem')];
    b.state = 'down';
    desk = await DispatchDesk.start([a, b], { rates: { a: 500 } });
    expect(desk.dispatcher.paces()).toMatchObject([
      { id: 'a', capabilities: { tier: 1 }, usable: true, ratePerSecond: 500 },
      { id: 'b', capabilities: { tier: 2 }, usable: false, etaMs: { critical: undefined } },
    ]);
  });
});
