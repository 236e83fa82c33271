import { describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute, prioritiesOf } from '../../../support/dispatch/fake-route.ts';

const LONG = 'Crue rapide : gagnez les hauteurs. '.repeat(12);

describe('a contracted rate', () => {
  test('is kept, and a critical message that comes later leaves within 50 ms', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { rates: { a: 100 } });
    await rig.accept(...many(1000));
    await rig.clock.advance(5000);
    expect(a.submitted.length).toBeGreaterThan(480);
    expect(a.submitted.length).toBeLessThanOrEqual(504);
    const before = a.submitted.length;
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(50);
    expect(prioritiesOf(a).slice(before)).toContain('critical');
    await rig.stop();
  });

  test('counts each part of a long message, not the message', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { rates: { a: 100 } });
    await rig.accept(...many(300, { parts: 3, text: LONG }));
    await rig.clock.advance(5000);
    expect(a.submitted.length).toBeGreaterThan(480);
    expect(a.submitted.length).toBeLessThanOrEqual(504);
    await rig.stop();
  });

  test.each([0, 50, 1000, 5000])('is fully used even if answers take %i ms', async (latencyMs) => {
    const a = new FakeRoute('a');
    a.window = 1000;
    a.latencyMs = latencyMs;
    const rig = await DispatchRig.start([a], { rates: { a: 100 } });
    await rig.accept(...many(1000));
    await rig.clock.advance(5000);
    expect(a.submitted.length).toBeGreaterThan(490);
    await rig.stop();
  });
});

describe('the concatenation reference', () => {
  test('is one for all parts of a long message and another for the next message, also past 255', async () => {
    const a = new FakeRoute('a');
    a.window = 1000;
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(300, { parts: 3, text: LONG }));
    await rig.clock.advance(5000);
    expect(a.submitted).toHaveLength(900);
    const references = new Map(a.submitted.map(({ messageId, reference }) => [messageId, reference]));
    expect(a.submitted.filter(({ messageId, reference }) => references.get(messageId) !== reference)).toEqual(
      [],
    );
    expect(new Set(references.values()).size).toBe(300);
    await rig.stop();
  });
});
