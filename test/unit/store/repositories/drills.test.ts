import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FinishedDrill, NewDrillRun } from '../../../../src/domain/operation/drill.ts';
import { definition, missed } from '../../../support/alerts/drills.ts';
import { newMessage, numberOf, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let drill: number;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  const made = await disk.store.drills.create('nightly', definition, T0);
  if (made === 'taken') throw new Error('there is one already');
  drill = made.id;
});
afterEach(() => disk.remove());

const newRun = (own: Partial<NewDrillRun> = {}): NewDrillRun => ({
  drill,
  name: 'nightly',
  plannedAt: undefined,
  startedBy: { id: 'user:1', name: 'the operator' },
  startedAt: T0,
  withinMs: 60_000,
  until: 'delivered',
  targets: [{ route: 'orange', number: numberOf(1), message: newMessage({ to: numberOf(1) }) }],
  ...own,
});

const begin = async (own: Partial<NewDrillRun> = {}): Promise<number> => {
  const begun = await disk.store.drills.begin(newRun(own));
  if (begun.kind !== 'begun') throw new Error(begun.kind);
  return begun.run;
};

const finished = (run: number, own: Partial<FinishedDrill> = {}): FinishedDrill => ({
  run,
  result: 'passed',
  reason: undefined,
  routes: [],
  at: T0 + 5,
  targets: [],
  event: { type: 'drill.passed', at: T0 + 5, data: { run } },
  ...own,
});

const YEAR_MS = 365 * 86_400_000;
const page = { limit: 2, cursor: undefined };

describe('a run of a drill in the store', () => {
  test('begins in one commit with its messages, or with the reason why a target has no message', async () => {
    const message = newMessage({ to: numberOf(1) });
    const run = await begin({
      targets: [
        { route: 'orange', number: numberOf(1), message },
        { route: 'gone', number: numberOf(1), message: 'no route is called that any more' },
      ],
    });
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'queued', to: numberOf(1) });
    expect(await disk.store.drills.targets([run])).toMatchObject([
      { route: 'gone', outcome: 'failed', reason: 'no route is called that any more', now: undefined },
      { route: 'orange', message: message.id, outcome: 'waiting', now: { state: 'queued' } },
    ]);
  });

  test('that cannot be stored completely stores no message', async () => {
    const [target] = newRun().targets;
    const message = newMessage({ to: numberOf(2) });
    const twice = [{ route: 'orange', number: numberOf(2), message }, target, target].filter(
      (one) => one !== undefined,
    );
    await expect(begin({ targets: twice })).rejects.toThrow();
    expect(await disk.store.get(message.id)).toBeUndefined();
    expect((await disk.store.drills.runs(drill, page)).items).toEqual([]);
  });

  test('is refused while another run of the same drill has not finished, even when two begin at the same time', async () => {
    const both = await Promise.all([disk.store.drills.begin(newRun()), disk.store.drills.begin(newRun())]);
    expect(both.map(({ kind }) => kind)).toEqual(['begun', 'running']);
    expect(await disk.store.drills.begin(newRun({ drill: 99 }))).toEqual({ kind: 'unknown' });
  });

  test('takes its planned time only once, even after the runs were deleted', async () => {
    const run = await begin({ plannedAt: T0 });
    await disk.store.drills.finish(finished(run));
    expect(await disk.store.drills.begin(newRun({ plannedAt: T0 }))).toEqual({ kind: 'taken' });
    expect(await disk.store.drills.miss(missed(drill, T0, T0, 'why'))).toBe(false);
    expect(await disk.store.drills.miss(missed(drill, T0 + 1, T0 + 9, 'why'))).toBe(true);
    disk.fill('DELETE FROM drill_runs');
    expect(await disk.store.drills.lastPlanned(drill, T0)).toBe(T0 + 1);
    expect(await disk.store.drills.targets([run])).toEqual([]);
  });

  test('begins at its planned time after a clock that was years ahead is set right', async () => {
    const { drills } = disk.store;
    const ahead = T0 + 20 * YEAR_MS;
    expect(await drills.miss(missed(drill, T0, T0 + 9, 'why'))).toBe(true);
    expect(await drills.miss(missed(drill, ahead, ahead + 9, 'why'))).toBe(true);
    expect(await drills.lastPlanned(drill, ahead + 10)).toBe(ahead);
    // The clock is right again.
    expect(await drills.lastPlanned(drill, T0 + 10)).toBe(T0);
    await begin({ plannedAt: T0 + 20, startedAt: T0 + 20 });
    expect(await drills.lastPlanned(drill, T0 + 21)).toBe(T0 + 20);
  });

  test('is not begun again for the same planned time when the clock is set back by minutes', async () => {
    const run = await begin({ plannedAt: T0, startedAt: T0 });
    await disk.store.drills.finish(finished(run));
    expect(await disk.store.drills.lastPlanned(drill, T0 - 600_000)).toBe(T0);
    expect(await disk.store.drills.begin(newRun({ plannedAt: T0, startedAt: T0 - 1 }))).toEqual({
      kind: 'taken',
    });
  });

  test('finishes once, in one commit with its event', async () => {
    const run = await begin();
    const [target] = await disk.store.drills.targets([run]);
    if (target === undefined) throw new Error('nothing is measured');
    const settled = { ...target, outcome: 'arrived', deliveredAt: T0 + 4 } as const;
    expect(await disk.store.drills.finish(finished(run, { targets: [settled] }))).toBe(true);
    expect(await disk.store.drills.finish(finished(run, { result: 'failed' }))).toBe(false);
    expect(await disk.store.takeHappenings(10)).toMatchObject([{ type: 'drill.passed', data: { run } }]);
    expect(await disk.store.drills.run(drill, run)).toMatchObject({ result: 'passed', finishedAt: T0 + 5 });
    expect(await disk.store.drills.targets([run])).toMatchObject([
      { outcome: 'arrived', deliveredAt: T0 + 4 },
    ]);
    expect(await disk.store.drills.running()).toEqual([]);
  });

  test('is listed newest first, page by page, and the last run that passed or failed is found', async () => {
    const ids: number[] = [];
    for (const result of ['passed', 'failed', 'passed'] as const) {
      const run = await begin();
      ids.push(run);
      await disk.store.drills.finish(finished(run, { result }));
    }
    await disk.store.drills.miss(missed(drill, T0 + 1, T0 + 9, 'why'));
    const first = await disk.store.drills.runs(drill, page);
    expect(first.items.map(({ result }) => result)).toEqual(['missed', 'passed']);
    const rest = await disk.store.drills.runs(drill, { limit: 5, cursor: first.next });
    expect(rest.items.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect(rest.next).toBeUndefined();
    expect(await disk.store.drills.lastFinished()).toMatchObject([{ id: ids[2] }]);
  });

  test('loses the number of a person who is erased, and the drill no longer sends to that number', async () => {
    const run = await begin();
    const [target] = await disk.store.drills.targets([run]);
    if (target?.message === undefined) throw new Error('there is no message');
    await disk.store.cancel(target.message, T0 + 1);
    const erasure = await disk.store.persons.erase(numberOf(1), 'erased-1', []);
    expect(erasure).toMatchObject({ kind: 'erased', messages: 1 });
    expect(await disk.store.drills.targets([run])).toMatchObject([{ number: 'erased-1' }]);
    expect(await disk.store.drills.get(drill)).toMatchObject({ version: 2, definition: { numbers: [] } });
  });
});
