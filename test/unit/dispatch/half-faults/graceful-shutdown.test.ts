import { describe, expect, test } from 'vitest';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute, partsOf } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const long = (parts: number) => ({ text: longText(parts), parts });

describe('a graceful shutdown while a long message is going out', () => {
  test.each(['hold', 'resend'] as const)(
    'leaves the unsent parts of a message with onUncertain %s to the next start, with one reference and no part twice',
    async (onUncertain) => {
      const store = new MemoryStore();
      const clock = new VirtualClock();
      const before = new FakeRoute('a');
      before.window = 3;
      before.answers = () => 'silent';
      const rig = await DispatchRig.start([before], { store, clock });
      const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain });
      await clock.advance(0);
      before.answersAtStop = 'accepts';
      await rig.stop();

      const after = new FakeRoute('a');
      const again = await DispatchRig.start([after], { store, clock });
      await clock.advance(1000);
      expect([...partsOf(before), ...partsOf(after)]).toEqual([1, 2, 3, 4]);
      expect(new Set([...before.submitted, ...after.submitted].map(({ reference }) => reference)).size).toBe(
        1,
      );
      expect(message).toMatchObject({ state: 'sent', attempt: 1, possibleDuplicate: false });
      await again.stop();
    },
  );
});
