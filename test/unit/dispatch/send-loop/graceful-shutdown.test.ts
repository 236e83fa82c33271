import { describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';

describe('a graceful shutdown', () => {
  test('claims no more messages, puts back parts that have not left, and keeps unanswered messages as `sending`', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { rates: { a: 10 } });
    await rig.accept(...many(100));
    await rig.clock.advance(1000);
    const left = a.submitted.length;
    const stopping = rig.stop();
    await rig.clock.advance(0);
    await stopping;
    expect(a.stopped).toBe(true);
    expect(a.submitted).toHaveLength(left);
    expect(rig.store.count('sending')).toBe(left);
    expect(rig.store.count('queued')).toBe(100 - left);
    expect(rig.clock.pending).toBe(0);
  });

  test('is followed by a start that sends the waiting messages and decides on those in doubt', async () => {
    const store = new MemoryStore();
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    const [held] = await rig.accept({ onUncertain: 'hold' });
    const [resent] = await rig.accept({ onUncertain: 'resend' });
    await rig.clock.advance(0);
    a.state = 'down';
    const [waiting] = await rig.accept({});
    await rig.stop();

    const again = await DispatchRig.start([new FakeRoute('a')], { store, clock: rig.clock });
    await again.clock.advance(20_000);
    expect([held, resent, waiting].map((one) => one?.state)).toEqual(['uncertain', 'sent', 'sent']);
    expect([held, resent, waiting].map((one) => one?.possibleDuplicate)).toEqual([false, true, false]);
    await again.stop();
  });

  test('ends even while the disk refuses writes', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(3));
    await rig.clock.advance(0);
    rig.store.diskFull = true;
    await rig.stop();
    expect(rig.clock.pending).toBe(0);
  });
});
