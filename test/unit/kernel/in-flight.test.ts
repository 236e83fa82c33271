import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InFlight } from '../../../src/kernel/in-flight.ts';

test('InFlight holds the same values as a Map, ordered by number, after any adds and takes', () => {
  // The difference to the next number, and the index of the value that is then taken, if any.
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.option(fc.nat(5000))), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(steps, (taken) => {
      const inFlight = new InFlight<string>();
      const model = new Map<number, string>();
      const added: number[] = [];
      for (const [more, take] of taken) {
        const number = (added.at(-1) ?? 0) + more;
        added.push(number);
        inFlight.add(number, `${number}`);
        model.set(number, `${number}`);
        const gone = take === null ? undefined : added[take % added.length];
        if (gone !== undefined) {
          expect(inFlight.take(gone)).toBe(model.get(gone));
          model.delete(gone);
        }
        expect(inFlight.size).toBe(model.size);
        expect(inFlight.oldestNumber()).toBe([...model.keys()][0]);
        expect(inFlight.oldest()).toBe([...model.values()][0]);
      }
      expect(inFlight.drain()).toEqual([...model.values()]);
      expect(inFlight.size).toBe(0);
      expect(inFlight.drain()).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('InFlight.take returns undefined for a number that was never added, or is taken already', () => {
  const inFlight = new InFlight<string>();
  expect(inFlight.take(0)).toBeUndefined();
  inFlight.add(10, 'ten');
  for (const number of [9, 11, 10 + 256, -246]) expect(inFlight.take(number)).toBeUndefined();
  expect(inFlight.take(10)).toBe('ten');
  expect(inFlight.take(10)).toBeUndefined();
  expect(inFlight.oldest()).toBeUndefined();
});
