import { describe, expect, test } from 'vitest';
import { priorities } from '../../../../src/domain/messages/priority.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute, prioritiesOf } from '../../../support/dispatch/fake-route.ts';

describe('the order in which messages leave', () => {
  test('is by priority, whatever was queued first', async () => {
    const a = new FakeRoute('a');
    a.state = 'down';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...priorities.toReversed().flatMap((priority) => many(3, { priority })));
    a.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    expect(prioritiesOf(a)).toEqual(priorities.flatMap((priority) => [priority, priority, priority]));
    await rig.stop();
  });

  test('keeps a tenth of the window free for critical messages, however many others wait', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { rates: { a: 1000 } });
    await rig.accept(...many(1000, { priority: 'high' }));
    await rig.clock.advance(1000);
    expect(a.submitted).toHaveLength(90);
    await rig.accept(...many(20, { priority: 'critical' }));
    await rig.clock.advance(50);
    expect(prioritiesOf(a).slice(90)).toEqual(Array(10).fill('critical'));
    await rig.stop();
  });

  test('lets bulk messages fill the window except for the place that is kept for critical messages', async () => {
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(50));
    await rig.clock.advance(1000);
    expect(a.submitted).toHaveLength(9);
    a.answerSilent('accepts', 4);
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    expect(a.submitted).toHaveLength(13);
    await rig.stop();
  });
});
