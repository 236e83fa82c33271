import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayBecome } from '../../../../src/domain/messages/state.ts';
import { anyStep, ModelRun, type Step } from '../../../support/store/model-run.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const RUNS = 150;

const step = (what: Step['what'], own: Partial<Step> = {}): Step => ({
  what,
  message: 0,
  attempt: 0,
  part: 0,
  choice: 0,
  waitMs: 0,
  ...own,
});
const claim = step('claim');

/** Takes the steps, and compares what is stored of each message with its model. */
const compare = async (steps: readonly Step[]): Promise<void> => {
  const run = await ModelRun.start(disk);
  for (const one of steps) await run.take(one);
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
};

describe('messages to which every step happens in a random order', () => {
  test('have the state that a model predicts, and a timeline with each step once, legal and in order', async () => {
    const steps = fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' });
    await fc.assert(fc.asyncProperty(steps, compare), { numRuns: RUNS });
  });
});

describe('a message in doubt keeps its mark of a possible duplicate', () => {
  test('when a route says a second time, and otherwise, what became of the attempt', async () => {
    const long = { message: 2 };
    await compare([
      ...[claim, claim, claim, step('accepted', long), step('requeued', long)],
      step('claim', { waitMs: 15_000 }),
      step('requeued', long),
      step('requeued', { ...long, choice: 3 }),
    ]);
  });

  test('when its first attempt, which was accepted, is said to have failed', async () => {
    await compare([
      ...[claim, step('requeued'), step('accepted'), step('claim', { waitMs: 900 }), claim, claim],
      ...[step('requeued'), step('ended')],
    ]);
  });
});

test('a message loses its mark of a possible duplicate when nothing was taken of the attempt that ended it', async () => {
  const second = { choice: 21 };
  await compare([
    claim,
    step('requeued', { choice: 2 }),
    claim,
    step('ended', second),
    step('requeued', second),
  ]);
});
