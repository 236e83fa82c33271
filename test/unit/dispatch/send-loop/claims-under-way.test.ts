import { describe, expect, test } from 'vitest';
import type { ClaimRequest } from '../../../../src/domain/messages/claim.ts';
import type { ClaimResult } from '../../../../src/domain/messages/queue.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute, prioritiesOf } from '../../../support/dispatch/fake-route.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';
import { SlowDisk } from '../../../support/dispatch/slow-disk.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** Breaks the second message of the first claim, as a fault of the gateway might. */
class BreaksOne extends MemoryStore {
  override async claim(request: ClaimRequest): Promise<ClaimResult> {
    const { claimed, nextDueAt } = await super.claim(request);
    const broken = claimed.map((message, index) =>
      index === 1 && this.claims.length === 1
        ? {
            ...message,
            get to(): never {
              throw new Error('broken');
            },
          }
        : message,
    );
    return { claimed: broken, nextDueAt };
  }
}

test('each claim is for half of what a route takes at once, so that the route sends one half while the store writes', async () => {
  const store = new SlowDisk();
  const a = new FakeRoute('a');
  a.window = 100;
  a.answers = () => 'silent';
  const rig = await DispatchRig.start([a], { store });
  await rig.accept(...many(300, { priority: 'critical' }));
  await rig.clock.advance(0);
  await store.sync();
  expect(store.claims.map(({ maxParts }) => maxParts)).toEqual([50, 50]);
  await store.sync();
  await rig.stop();
});

test('the other half is for the same messages, not for less urgent ones', async () => {
  const store = new SlowDisk();
  const a = new FakeRoute('a');
  a.window = 100;
  a.answers = () => 'silent';
  const rig = await DispatchRig.start([a], { store, rates: { a: 100_000 } });
  await rig.accept(...many(300, { priority: 'high' }), ...many(300, { priority: 'low' }));
  for (const priorities of [['high'], ['high', 'high']]) {
    await rig.clock.advance(0);
    expect(store.claims.map(({ priority }) => priority)).toEqual(priorities);
    await store.sync();
  }
  await store.sync();
  await rig.stop();
});

describe('while a claim is being synced to disk', () => {
  test('the next claims take as many parts as answers make room for meanwhile, and not more', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    await rig.accept(...many(50));
    await rig.clock.advance(0);
    await store.sync();
    expect(a.submitted).toHaveLength(9);
    for (const answered of [4, 3]) {
      a.answerSilent('accepts', answered);
      rig.dispatcher.changed();
      await rig.clock.advance(0);
    }
    expect(store.claims.slice(1).map(({ maxParts }) => maxParts)).toEqual([4, 3]);
    await store.sync();
    expect(a.submitted).toHaveLength(16);
    await rig.stop();
  });

  test('critical messages leave before others, even if two claims of critical messages are under way', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    await rig.accept(...many(20, { priority: 'critical' }), ...many(20, { priority: 'high' }));
    await rig.clock.advance(0);
    await store.sync();
    expect(a.submitted).toHaveLength(10);
    // Two claims follow at once for the first two rounds of answers; the room of the third waits for those claims.
    for (const answered of [1, 1, 4]) {
      a.answerSilent('accepts', answered);
      rig.dispatcher.changed();
      await rig.clock.advance(0);
    }
    await store.sync();
    await store.sync();
    expect(prioritiesOf(a)).toEqual(Array(16).fill('critical'));
    await rig.stop();
  });

  test('other messages are claimed too if the claims under way took all critical messages', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    await rig.accept(...many(10, { priority: 'critical' }));
    await rig.clock.advance(0);
    await store.sync();
    await rig.accept(...many(3, { priority: 'critical' }), ...many(20, { priority: 'high' }));
    for (const answered of [1, 1, 4]) {
      a.answerSilent('accepts', answered);
      rig.dispatcher.changed();
      await rig.clock.advance(0);
    }
    await store.sync();
    await store.sync();
    const others = Array(3).fill('high');
    expect(prioritiesOf(a).slice(10)).toEqual(['critical', 'critical', ...others, 'critical']);
    await rig.stop();
  });

  test('a message that is queued meanwhile is claimed next, even if the claim found no more messages', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 1;
    const rig = await DispatchRig.start([a], { store });
    await rig.accept({});
    await rig.clock.advance(0);
    // The claim under way has reserved the only place, so no claim asks for this message until it comes back.
    await rig.accept({});
    await rig.clock.advance(0);
    expect(store.claims).toHaveLength(1);
    await store.sync();
    await rig.clock.advance(0);
    await store.sync();
    expect(a.submitted).toHaveLength(2);
    await rig.stop();
  });

  test('a scheduled message leaves at its time, even if its time comes during a claim that finds no due message', async () => {
    const store = new SlowDisk();
    const clock = new VirtualClock();
    const a = new FakeRoute('a');
    const dueAt = clock.now() + 5;
    const before = await DispatchRig.start([a], { store, clock });
    await before.accept({ dueAt });
    await before.stop();
    a.state = 'up';
    const rig = await DispatchRig.start([a], { store, clock });
    await clock.advance(10);
    await store.sync();
    await clock.advance(10);
    await store.sync();
    expect(a.submitted).toHaveLength(1);
    await rig.stop();
  });
});

describe('a claimed message', () => {
  test('leaves even if another message of its claim cannot be launched, which is logged', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { store: new BreaksOne() });
    const [, broken] = await rig.accept(...many(5));
    await rig.clock.advance(0);
    expect(a.submitted).toHaveLength(4);
    expect(rig.log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ message: broken?.message.id }),
      }),
    );
    await rig.stop();
  });

  test('is handed over once, and is on disk as `sending` before that', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    a.answers = ({ messageId }) => {
      expect(rig.store.of(messageId)).toMatchObject({ state: 'sending', route: 'a' });
      return 'accepts';
    };
    await rig.accept(...many(300));
    await rig.clock.advance(1000);
    expect(new Set(a.given).size).toBe(300);
    expect(a.given).toHaveLength(300);
    expect(rig.store.count('sent')).toBe(300);
    await rig.stop();
  });
});
