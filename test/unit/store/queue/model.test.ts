import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayBecome } from '../../../../src/domain/messages/state.ts';
import { anyStep, ModelRun } from '../../../support/store/model-run.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const RUNS = 150;

describe('messages to which every step happens in a random order', () => {
  test('have the state that a model predicts, and a timeline with each step once, legal and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
        const run = await ModelRun.start(disk);
        for (const step of steps) await run.take(step);
        for (const { message, model } of run.messages) {
          const stored = await disk.store.get(message.id);
          expect(stored?.state).toBe(model.state);
          expect(stored?.possibleDuplicate).toBe(model.possibleDuplicate);
          expect(stored?.finalAt !== undefined).toBe(model.isFinal);

          const timeline = await disk.store.timeline(message.id);
          // Evidence too is shown in the state that the message had at that time.
          for (const [index, { from }] of timeline.entries()) expect(from).toBe(timeline[index - 1]?.to);
          const moves = timeline.filter(({ from, to }) => from !== to);
          expect(moves.map(({ to }) => to)).toEqual(model.states);
          for (const [index, { from, to, at }] of moves.entries()) {
            const before = moves[index - 1];
            expect(from).toBe(before?.to);
            if (from !== undefined) expect(mayBecome(from, to)).toBe(true);
            expect(at).toBeGreaterThanOrEqual(before?.at ?? 0);
          }
          if (model.isFinal) expect(moves.at(-1)?.at).toBe(stored?.finalAt);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
