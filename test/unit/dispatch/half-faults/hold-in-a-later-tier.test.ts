import { describe, expect, test } from 'vitest';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute, partsOf } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { twoTiers } from '../../../support/dispatch/two-tiers.ts';

const long = (parts: number) => ({ text: longText(parts), parts });

describe('a long message with onUncertain hold, of which a route took one part and throttled another', () => {
  test.each(['critical', 'normal', 'low'] as const)(
    'is completed by that route of the second tier even if the first tier is up again (priority %s)',
    async (priority) => {
      const { a, b, rig } = await twoTiers();
      a.state = 'down';
      rig.dispatcher.changed();
      let throttles = 1;
      b.answers = ({ part }) => (part === 1 || throttles-- <= 0 ? 'accepts' : 'throttles');
      const [message] = await rig.accept({ ...long(2), priority, onUncertain: 'hold' });
      await rig.clock.advance(50);
      a.state = 'up';
      rig.dispatcher.changed();
      await rig.clock.advance(10_000);
      expect(partsOf(b)).toEqual([1, 2, 2]);
      expect(a.submitted).toHaveLength(0);
      expect(message).toMatchObject({ state: 'sent', possibleDuplicate: false });
      await rig.stop();
    },
  );

  test('does not keep critical messages of its lane from leaving by another route at once', async () => {
    const a = new FakeRoute('a');
    const b = new FakeRoute('b');
    const rig = await DispatchRig.start([a, b], { plan: [{ tiers: [['a', 'b']] }] });
    a.state = 'down';
    rig.dispatcher.changed();
    b.answers = ({ part }) => (part === 1 ? 'accepts' : 'throttles');
    await rig.accept({ ...long(2), priority: 'critical', onUncertain: 'hold' });
    await rig.clock.advance(50);
    b.state = 'down';
    a.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(10_010);
    for (let count = 1; count <= 5; count++) {
      await rig.accept({ priority: 'critical' });
      await rig.clock.advance(1);
      expect(a.submitted).toHaveLength(count);
    }
    await rig.stop();
  });

  test('is completed by that route even if the route was the last resort', async () => {
    const { a, b, rig } = await twoTiers();
    b.state = 'down';
    let refuses = true;
    let throttles = 1;
    a.answers = ({ part }) => {
      if (refuses) return 'refusesUnclear';
      return part === 1 || throttles-- <= 0 ? 'accepts' : 'throttles';
    };
    const [message] = await rig.accept({ ...long(2), priority: 'normal', onUncertain: 'hold' });
    await rig.clock.advance(10);
    refuses = false;
    while (message?.accepted.size === 0) await rig.clock.advance(50);
    b.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(10_000);
    expect(b.submitted).toHaveLength(0);
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: false });
    await rig.stop();
  });
});
