import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScenarioLauncher } from '../../../../src/alerts/scenarios/launch-scenario.ts';
import { Scheduler } from '../../../../src/alerts/schedule/scheduler.ts';
import type { ScheduleDefinition } from '../../../../src/domain/alerts/schedule.ts';
import type { Unlaunched } from '../../../../src/domain/alerts/unlaunched.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const MINUTE_MS = 60_000;

let disk: StoreOnDisk;
let launches: number[];
let launch: ScenarioLauncher['launch'];
let running: Scheduler[];
let announced: Unlaunched[];
/** Whether reports fail. */
let deaf: boolean;
/** Whether the disk takes no writes. */
let full: boolean;
const diskFull = () => new TocsinError('storeUnavailable', 'no space left on device');
/** Whether launches never end. */
let hanging: boolean;

beforeEach(async () => {
  disk = await StoreOnDisk.open();
  launches = [];
  running = [];
  announced = [];
  deaf = false;
  full = false;
  hanging = false;
  launch = async (scenario) => {
    launches.push(scenario);
    return { kind: 'unfit', findings: [] };
  };
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await disk.remove();
});

const start = async (): Promise<Scheduler> => {
  const scheduler = new Scheduler({
    restMs: 1000,
    repository: {
      ...disk.store.schedules,
      settle: async (...args) => {
        if (full) throw diskFull();
        await disk.store.schedules.settle(...args);
      },
    },
    launcher: { launch: (...args) => launch(...args) },
    unlaunched: async (what) => {
      if (full) throw diskFull();
      if (deaf) throw new Error('the disk is full');
      announced.push(what);
    },
    clock: disk.clock,
    log: recordingLog(),
  });
  await scheduler.restore();
  scheduler.start();
  running.push(scheduler);
  return scheduler;
};

const schedule = async (own: Partial<ScheduleDefinition> = {}): Promise<number> => {
  const made = await disk.store.schedules.create(
    'every ten minutes',
    {
      cron: '*/10 * * * *',
      timeZone: 'Europe/Paris',
      scenario: 7,
      values: {},
      asExercise: true,
      enabled: true,
      graceMs: 5 * MINUTE_MS,
      since: disk.clock.now(),
      ...own,
    },
    disk.clock.now(),
  );
  if (made === 'taken') throw new Error('there is one already');
  return made.id;
};

const fires = async (id: number) =>
  (await disk.store.schedules.fires(id, { limit: 100, cursor: undefined })).items.toReversed();

/** Passes one second once every scheduler waits: the disk works in real time. */
const step = async (): Promise<void> => {
  while (disk.clock.pending < running.length) {
    if (hanging) return;
    await nextTurn();
  }
  await disk.clock.advance(1000);
};

/** Passes virtual time, second by second, until so many planned times have an outcome. */
const untilFired = async (id: number, count: number) => {
  for (;;) {
    const found = await fires(id);
    if (found.length >= count && found.every(({ outcome }) => outcome !== 'firing')) return found;
    await step();
  }
};

describe('a schedule', () => {
  it('launches its scenario once at each planned time, and records the outcome', async () => {
    const begin = disk.clock.now();
    const id = await schedule();
    await start();
    const found = await untilFired(id, 2);
    expect(found.map(({ plannedAt }) => plannedAt - begin)).toEqual([10 * MINUTE_MS, 20 * MINUTE_MS]);
    expect(launches).toEqual([7, 7]);
    expect(found[0]?.outcome).toBe('failed');
  });

  it('reports a refused launch with the reason', async () => {
    const begin = disk.clock.now();
    launch = async () => ({ kind: 'unknown' });
    const id = await schedule();
    await start();
    await untilFired(id, 1);
    expect(announced).toEqual([
      {
        kind: 'refused',
        by: { id: `schedule:${id}`, name: 'every ten minutes' },
        scenario: 7,
        alert: undefined,
        reason: 'there is no such scenario any more',
        plannedAt: [begin + 10 * MINUTE_MS],
      },
    ]);
  });

  it('goes on at its next time when the report of a refused launch can not be written, and does not repeat that launch', async () => {
    deaf = true;
    const id = await schedule();
    await start();
    const found = await untilFired(id, 2);
    expect(found.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(launches).toEqual([7, 7]);
  });

  it('launches its scenario once per planned time when two schedulers run', async () => {
    const id = await schedule();
    await Promise.all([start(), start()]);
    await untilFired(id, 3);
    expect(launches).toHaveLength(3);
  });

  it('reports the times of a downtime as missed, and launches late only a time that is within its grace period', async () => {
    const id = await schedule();
    // The planned times are minutes 10, 20 and 30; the last is 4 minutes ago.
    await disk.clock.advance(34 * MINUTE_MS);
    await start();
    const found = await untilFired(id, 3);
    expect(found.slice(0, 3).map(({ outcome }) => outcome)).toEqual(['missed', 'missed', 'failed']);
    expect(launches.length).toBe(1);
    // One report stands for all missed times.
    const missed = announced.filter(({ kind }) => kind === 'missed');
    expect(missed.map(({ plannedAt }) => plannedAt)).toEqual([
      found.slice(0, 2).map(({ plannedAt }) => plannedAt),
    ]);
  });

  it('launches at its next times when a clock that was years ahead is set right', async () => {
    const begin = disk.clock.now();
    const id = await schedule();
    disk.fill(`
      INSERT INTO schedule_fires (schedule_id, planned_at, outcome, at)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      SELECT ${id}, ${begin} + i * ${10 * MINUTE_MS}, 'missed', ${Date.UTC(2099, 0, 1)} FROM n`);
    await start();
    for (let second = 0; second < 25 * 60; second++) await step();
    expect(launches).toEqual([7, 7]);
    const page = await disk.store.schedules.fires(id, { limit: 10, cursor: String(begin + 21 * MINUTE_MS) });
    expect(page.items.map(({ plannedAt }) => plannedAt - begin)).toEqual([20 * MINUTE_MS, 10 * MINUTE_MS]);
    expect(announced.filter(({ kind }) => kind === 'missed')).toEqual([]);
  });

  it('does not launch a planned time twice when the clock is set back', async () => {
    const id = await schedule();
    const planned = disk.clock.now() + 10 * MINUTE_MS;
    const fire = { plannedAt: planned, detail: undefined, at: planned + 1 };
    expect(await disk.store.schedules.take(id, { ...fire, outcome: 'firing' })).toBe(true);
    await disk.store.schedules.settle(id, { ...fire, outcome: 'launched', alert: 1 });
    await start();
    await untilFired(id, 2);
    expect((await fires(id)).map(({ outcome }) => outcome)).toEqual(['launched', 'failed']);
    expect(launches).toHaveLength(1);
  });

  it('reports a launch as interrupted if the process ended during it, and does not repeat it', async () => {
    const id = await schedule();
    const under = Promise.withResolvers<never>();
    launch = (scenario) => {
      launches.push(scenario);
      hanging = true;
      return under.promise;
    };
    const first = await start();
    while (launches.length === 0) await step();
    under.reject(new Error('gone'));
    await first.stop();
    const [fire] = await fires(id);
    if (fire === undefined) throw new Error('nothing was fired');
    await disk.store.schedules.settle(id, { ...fire, outcome: 'firing' });
    const second = await start();
    await second.stop();
    expect((await fires(id)).map(({ outcome }) => outcome)).toEqual(['interrupted']);
    expect(announced.at(-1)).toMatchObject({ kind: 'interrupted', scenario: 7, plannedAt: [fire.plannedAt] });
    expect(launches).toHaveLength(1);
  });

  it('repeats a launch that failed on a full disk until the disk can be written, with one idempotency key', async () => {
    const id = await schedule();
    const keys: unknown[] = [];
    launch = async (_scenario, { key }) => {
      keys.push(key);
      full = keys.length < 3;
      if (full) throw diskFull();
      return { kind: 'unknown' };
    };
    await start();
    const [fire] = await untilFired(id, 1);
    expect(keys).toHaveLength(3);
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(1);
    expect(fire).toMatchObject({ outcome: 'failed' });
    expect(announced).toHaveLength(1);
  });

  it('reports a launch as interrupted if a full disk prevented it for longer than the grace period', async () => {
    const id = await schedule({ graceMs: MINUTE_MS });
    launch = async () => {
      launches.push(id);
      full = true;
      throw diskFull();
    };
    await start();
    while (launches.length < 61) await step();
    for (let more = 0; more < 5; more++) await step();
    expect(await fires(id)).toMatchObject([{ outcome: 'firing' }]);
    const tries = launches.length;
    full = false;
    expect(await untilFired(id, 1)).toMatchObject([{ outcome: 'interrupted' }]);
    expect(launches).toHaveLength(tries);
    expect(announced).toMatchObject([{ kind: 'interrupted', reason: 'no space left on device' }]);
  });

  it('that is not enabled launches nothing', async () => {
    const id = await schedule({ enabled: false });
    const on = await disk.store.schedules.create(
      'another',
      {
        cron: '*/10 * * * *',
        timeZone: 'UTC',
        scenario: 8,
        values: {},
        asExercise: false,
        enabled: true,
        graceMs: MINUTE_MS,
        since: disk.clock.now(),
      },
      0,
    );
    if (on === 'taken') throw new Error('there is one already');
    await start();
    await untilFired(on.id, 1);
    expect(await fires(id)).toEqual([]);
    expect(launches).toEqual([8]);
  });
});
