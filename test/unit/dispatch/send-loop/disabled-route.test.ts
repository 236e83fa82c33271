import { describe, expect, test } from 'vitest';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';
import { SlowDisk } from '../../../support/dispatch/slow-disk.ts';

describe('a route that an operator disables', () => {
  test('is given no message until it is enabled, even after a restart', async () => {
    const store = new MemoryStore();
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { store });
    expect(await rig.dispatcher.setEnabled('a', false)).toBe(true);
    await rig.accept(...many(3));
    await rig.clock.advance(5000);
    expect(a.submitted).toHaveLength(0);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'disabled' });
    await rig.stop();

    const b = new FakeRoute('a');
    const again = await DispatchRig.start([b], { store, clock: rig.clock });
    await again.clock.advance(5000);
    expect(b.submitted).toHaveLength(0);
    await again.dispatcher.setEnabled('a', true);
    await again.clock.advance(0);
    expect(b.submitted).toHaveLength(3);
    await again.stop();
  });

  test('gives back what it has not handed over, and what a claim under way brings', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { store, rates: { a: 1000 } });
    await rig.accept(...many(60));
    await rig.clock.advance(0);
    await store.sync();
    await rig.clock.advance(0);
    const { length } = a.submitted;
    expect(length).toBeLessThan(20);
    expect(store.claims).toHaveLength(2);
    await rig.dispatcher.setEnabled('a', false);
    await store.sync();
    await rig.clock.advance(5000);
    expect(a.submitted).toHaveLength(length);
    expect(store.count('queued')).toBe(60 - length);
    await rig.stop();
  });

  test('stays enabled if the change cannot be written to disk', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    rig.store.diskFull = true;
    await expect(rig.dispatcher.setEnabled('a', false)).rejects.toBeInstanceOf(TocsinError);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'up' });
    await rig.stop();
  });

  test('is reported as unknown if no route has that id', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    expect(await rig.dispatcher.setEnabled('z', false)).toBe(false);
    await rig.stop();
  });
});
