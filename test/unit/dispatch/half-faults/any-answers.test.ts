import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal } from '../../../../src/domain/messages/state.ts';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { type Answer, FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const long = (parts: number) => ({ text: longText(parts), parts });

const answer = fc.constantFrom<Answer>(
  'accepts',
  'accepts',
  'accepts',
  'throttles',
  'errs',
  'refusesRoute',
  'refusesUnclear',
  'timesOut',
  'unsent',
);

describe('whatever the routes answer to single parts', () => {
  test('no part of a message with onUncertain hold leaves again by any route once it was accepted or is in doubt', async () => {
    const onePart = fc.record({ answers: fc.array(answer, { minLength: 1, maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(onePart, { minLength: 8, maxLength: 8 }),
        fc.array(fc.constantFrom('stop', 'down', 'wait'), { maxLength: 4 }),
        async (scripts, events) => {
          const store = new MemoryStore();
          const clock = new VirtualClock();
          const taken = new Map<string, number>();
          const begin = async () => {
            const routes = [new FakeRoute('a'), new FakeRoute('b')];
            for (const route of routes) {
              route.answers = ({ messageId, part }) => {
                const script = scripts[(part + Number(messageId) + (route.id === 'a' ? 0 : 4)) % 8]?.answers;
                const now = script?.shift() ?? 'accepts';
                const key = `${messageId}/${part}`;
                if (now === 'accepts' || now === 'timesOut') taken.set(key, (taken.get(key) ?? 0) + 1);
                return now;
              };
            }
            return { routes, rig: await DispatchRig.start(routes, { store, clock }) };
          };
          let { routes, rig } = await begin();
          await rig.accept(
            ...[1, 2, 3, 4].map((parts) => ({ ...long(parts), parts, onUncertain: 'hold' as const })),
          );
          for (const event of events) {
            await clock.advance(1500);
            if (event === 'stop') {
              await rig.stop();
              ({ routes, rig } = await begin());
            }
            const [first] = routes;
            if (event === 'down' && first !== undefined) first.state = first.state === 'up' ? 'down' : 'up';
            rig.dispatcher.changed();
          }
          for (const route of routes) route.state = 'up';
          rig.dispatcher.changed();
          await clock.advance(900_000);
          expect([...taken].filter(([, times]) => times > 1)).toEqual([]);
          for (const { state, possibleDuplicate } of store.messages.values()) {
            expect(state === 'sent' || isFinal(state)).toBe(true);
            expect(possibleDuplicate).toBe(false);
          }
          await rig.stop();
        },
      ),
      { numRuns: 150 },
    );
  });
});
