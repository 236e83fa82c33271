import { describe, expect, test } from 'vitest';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { type Answer, FakeRoute, partsOf } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { SPILL_MS, twoTiers } from '../../../support/dispatch/two-tiers.ts';

const long = (parts: number) => ({ text: longText(parts), parts });

describe('a critical message of which the first route takes only some parts, while the second is idle', () => {
  test.each<Answer>(['errs', 'throttles', 'refusesUnclear', 'unsent'])(
    'is sent with all parts by the second route after spillAfter if the first %s the others, as a possible duplicate',
    async (answer) => {
      const { a, b, rig } = await twoTiers();
      a.answers = ({ part }) => (part <= 2 ? 'accepts' : answer);
      const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
      await rig.clock.advance(SPILL_MS - 1);
      expect(b.submitted).toHaveLength(0);
      await rig.clock.advance(300);
      expect(partsOf(b)).toEqual([1, 2, 3, 4]);
      expect(message).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: true });
      await rig.stop();
    },
  );

  test('leaves by the first route alone if that takes the missing parts before spillAfter is over', async () => {
    const { a, b, rig } = await twoTiers();
    let throttles = 3;
    a.answers = ({ part }) => (part <= 2 || throttles-- <= 0 ? 'accepts' : 'throttles');
    const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(4500);
    expect(message).toMatchObject({ state: 'sent', route: 'a', possibleDuplicate: false });
    expect(b.submitted).toHaveLength(0);
    await rig.stop();
  });

  test('is sent with all parts by the second route at once when the first goes down', async () => {
    const { a, b, rig } = await twoTiers();
    a.answers = ({ part }) => (part <= 2 ? 'accepts' : 'errs');
    await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(1000);
    a.state = 'down';
    rig.dispatcher.changed();
    await rig.clock.advance(300);
    expect(partsOf(b)).toEqual([1, 2, 3, 4]);
    await rig.stop();
  });

  test('has only its missing parts sent by the first route while the second is down', async () => {
    const { a, b, rig } = await twoTiers();
    b.state = 'down';
    let errs = true;
    a.answers = ({ part }) => (part <= 2 || !errs ? 'accepts' : 'errs');
    const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(20_000);
    errs = false;
    await rig.clock.advance(6000);
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: false });
    expect(partsOf(a).filter((part) => part <= 2)).toEqual([1, 2]);
    await rig.stop();
  });
});

describe('a message that its route has not handed over when spillAfter is over', () => {
  const bulkBefore = async (answer: Answer) => {
    const { a, b, rig } = await twoTiers();
    a.window = 3;
    a.answers = ({ part }) => (part === 1 ? 'accepts' : answer);
    return { a, b, rig };
  };

  test('is taken back from a full window whose carrier has stopped answering, and goes by another route', async () => {
    const { a, b, rig } = await bulkBefore('silent');
    await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'hold' });
    await rig.clock.advance(10);
    const [next] = await rig.accept({ ...long(2), priority: 'critical', onUncertain: 'hold' });
    await rig.clock.advance(SPILL_MS + 300);
    expect(a.submitted).toHaveLength(4);
    expect(partsOf(b)).toEqual([1, 2]);
    expect(next).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: false });
    await rig.stop();
  });

  test('stays with its route if that is the only one', async () => {
    const a = new FakeRoute('a');
    a.window = 1;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept({ ...long(3), priority: 'critical' });
    await rig.clock.advance(60_000);
    a.answerSilent('accepts');
    await rig.clock.advance(10);
    expect(partsOf(a)).toEqual([1, 2]);
    await rig.stop();
  });
});
