import {
  type RetentionKind,
  type RetentionTimes,
  retentionKinds,
} from '../../../src/domain/operation/retention.ts';
import type { Clock } from '../../../src/kernel/clock.ts';
import { Purge, type PurgeDeps } from '../../../src/ops/retention/purge.ts';
import { openBehind } from '../store/behind-the-store.ts';
import type { StoreOnDisk } from '../store/store-on-disk.ts';

export const DAY_MS = 86_400_000;

/** Of every kind alike, or of those that are named. */
export const timesOf = (others: number | 'never', own: Partial<RetentionTimes> = {}): RetentionTimes => ({
  ...(Object.fromEntries(retentionKinds.map((kind) => [kind, others])) as Record<RetentionKind, number>),
  ...own,
});

/** At this moment for ever; timers run in the next turn. */
const fixedClock = (now: number): Clock => ({
  now: () => now,
  elapsed: () => 0,
  after: (_delayMs, run) => {
    const turn = setImmediate(run);
    return () => clearImmediate(turn);
  },
});

const noFigures = { countedAt: 0, people: [], messages: [], reasons: [], groups: [] };

/** One purge of a store, at this moment. */
export const purge = (
  disk: StoreOnDisk,
  times: RetentionTimes,
  now: number,
  own: Partial<PurgeDeps> = {},
) => {
  const deps = {
    repository: disk.store.retention,
    times,
    figures: async () => noFigures,
    isSending: () => false,
    clock: fixedClock(now),
  };
  return new Purge({ ...deps, ...own }, new AbortController().signal).run(now);
};

/** Past the store, the first column of each row. */
export const column = (disk: StoreOnDisk, sql: string): readonly unknown[] => {
  using db = openBehind(disk.path);
  return db.prepare(sql).pluck().all();
};
