import { describe, expect, test } from 'vitest';
import type { OutgoingPart } from '../../../../src/domain/routes/route.ts';
import { type Answer, outcomeOf, partsOf } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { twoTiers } from '../../../support/dispatch/two-tiers.ts';

const long = (parts: number) => ({ text: longText(parts), parts });
const keyOf = ({ messageId, attempt, part }: OutgoingPart) => ({ messageId, attempt, part });

describe('a message with onUncertain hold, of which the route throttles or refuses some parts', () => {
  test.each<Answer>(['throttles', 'refusesRoute', 'refusesUnclear', 'errs'])(
    'goes by that route alone, each accepted part once, even if the route %s for two minutes',
    async (answer) => {
      const { a, b, rig } = await twoTiers();
      let puts = true;
      a.answers = ({ part }) => (part !== 2 || !puts ? 'accepts' : answer);
      const [message] = await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'hold' });
      await rig.clock.advance(120_000);
      puts = false;
      await rig.clock.advance(61_000);
      expect(message).toMatchObject({ state: 'sent', route: 'a', attempt: 1, possibleDuplicate: false });
      expect(partsOf(a).filter((part) => part !== 2)).toEqual([1, 3]);
      expect(new Set(a.submitted.map(({ reference }) => reference)).size).toBe(1);
      expect(b.submitted).toHaveLength(0);
      await rig.stop();
    },
  );
});

describe('a message with onUncertain hold, of which its route turns out to have taken nothing', () => {
  test('goes by another route if its own is down, since no copy of the message exists', async () => {
    const { a, b, rig } = await twoTiers();
    a.answers = ({ part }) => (part === 1 ? 'timesOut' : 'throttles');
    const [message] = await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'hold' });
    await rig.clock.advance(10);
    a.state = 'down';
    rig.dispatcher.changed();
    const first = a.submitted.find(({ part }) => part === 1);
    if (first === undefined) throw new Error('the first part has not left');
    rig.dispatcher.late('a', keyOf(first), outcomeOf('throttles', first));
    await rig.clock.advance(2000);
    expect(partsOf(b)).toEqual([1, 2, 3]);
    expect(message).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: false });
    await rig.stop();
  });
});
