import { describe, expect, test } from 'vitest';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { SPILL_MS, twoTiers } from '../../../support/dispatch/two-tiers.ts';

const long = (parts: number) => ({ text: longText(parts), parts });

describe('a silent route that is tried with one message at a time', () => {
  const tryingBulk = async (window: number) => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept({ priority: 'high' });
    await rig.clock.advance(10_000);
    a.answerSilent('timesOut');
    await rig.clock.advance(2500);
    a.window = window;
    await rig.accept({ ...long(3), priority: 'high' }, { ...long(3), priority: 'high' });
    // The parts of the message that is the trial leave one after the other.
    await rig.clock.advance(1000);
    const before = a.submitted.length;
    return { a, rig, triedSince: () => a.submitted.slice(before).map(({ priority }) => priority) };
  };

  test('is given a critical message at once, even if a message of another priority has no answer yet', async () => {
    const { a, rig, triedSince } = await tryingBulk(10);
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(300);
    expect(triedSince()).toEqual(['critical']);
    await rig.accept({ priority: 'critical' }, { priority: 'high' });
    await rig.clock.advance(5000);
    expect(triedSince()).toEqual(['critical']);
    a.answerSilent('accepts');
    await rig.clock.advance(300);
    expect(triedSince().slice(0, 2)).toEqual(['critical', 'critical']);
    await rig.stop();
  });

  test('is given no critical message while another route takes messages', async () => {
    const { a, b, rig } = await twoTiers();
    a.answers = () => 'silent';
    await rig.accept({ priority: 'normal' });
    await rig.clock.advance(10_000);
    a.answerSilent('timesOut');
    await rig.clock.advance(2500);
    await rig.accept({ priority: 'low' });
    await rig.clock.advance(300);
    const before = a.submitted.length;
    const [critical] = await rig.accept({ priority: 'critical' });
    await rig.clock.advance(SPILL_MS);
    expect(a.submitted.slice(before)).toEqual([]);
    expect(b.submitted).toHaveLength(1);
    expect(critical).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: false });
    await rig.stop();
  });

  test('is given a critical message if no other route answers either', async () => {
    const { a, b, rig } = await twoTiers();
    const bulk = ['a', 'b'].map((id) => ({ priority: 'high' as const, routes: [id] }));
    for (const route of [a, b]) route.answers = () => 'silent';
    await rig.accept(...bulk);
    await rig.clock.advance(10_000);
    for (const route of [a, b]) route.answerSilent('timesOut');
    await rig.clock.advance(2500);
    await rig.accept(...bulk);
    await rig.clock.advance(300);
    const before = a.submitted.length;
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(300);
    expect(a.submitted.slice(before).map(({ priority }) => priority)).toEqual(['critical']);
    await rig.stop();
  });

  test('is given a critical message before the remaining parts of a long message, if its window is one part', async () => {
    const { a, rig, triedSince } = await tryingBulk(1);
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(300);
    expect(triedSince()).toEqual([]);
    a.answerSilent('timesOut');
    await rig.clock.advance(10);
    expect(triedSince()).toEqual(['critical']);
    await rig.stop();
  });
});
