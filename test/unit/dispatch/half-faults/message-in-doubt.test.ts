import { describe, expect, test } from 'vitest';
import type { OutgoingPart } from '../../../../src/domain/routes/route.ts';
import { twoTiers } from '../../../support/dispatch/two-tiers.ts';

describe('a message in doubt', () => {
  const silentForOne = async () => {
    const { a, b, rig } = await twoTiers();
    const [doubtful] = await rig.accept({ priority: 'critical', onUncertain: 'resend' });
    const isIt = ({ messageId }: OutgoingPart) => messageId === doubtful?.message.id;
    a.answers = (part) => (isIt(part) ? 'silent' : 'accepts');
    await rig.clock.advance(10_000);
    a.answerSilent('timesOut');
    return { a, b, rig, doubtful, isIt };
  };

  test('is sent again by another usable route, even if the route that left it in doubt carries other messages', async () => {
    const { a, b, rig, isIt, doubtful } = await silentForOne();
    for (let second = 0; second < 12; second++) {
      await rig.accept({ priority: 'critical' });
      await rig.clock.advance(1000);
    }
    expect(a.submitted.filter(isIt)).toHaveLength(1);
    expect(b.submitted.filter(isIt)).toHaveLength(1);
    expect(doubtful).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: true });
    await rig.stop();
  });

  test('is not used for the trial of the route that left it in doubt', async () => {
    const { a, b, rig, isIt } = await silentForOne();
    a.state = 'down';
    rig.dispatcher.changed();
    b.state = 'down';
    await rig.clock.advance(6000);
    a.state = 'up';
    b.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(1000);
    expect(a.submitted.filter(isIt)).toHaveLength(1);
    expect(b.submitted.filter(isIt)).toHaveLength(1);
    await rig.stop();
  });

  test('is sent again by the same route if no other is usable', async () => {
    const { a, b, rig, isIt } = await silentForOne();
    b.state = 'down';
    rig.dispatcher.changed();
    await rig.clock.advance(6000);
    expect(a.submitted.filter(isIt)).toHaveLength(2);
    await rig.stop();
  });
});
