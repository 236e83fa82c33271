import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERY_LIST_ID } from '../../../src/domain/people/opt-out.ts';
import { DrillRig } from '../../support/alerts/drills.ts';
import { numberOf } from '../../support/store/messages.ts';

const MINUTE_MS = 60_000;

let rig: DrillRig;
beforeEach(async () => {
  rig = await DrillRig.open();
});
afterEach(() => rig.close());

const begin = async (id: number) => {
  const begun = await rig.drills.run(id, { id: 'user:1', name: 'the operator' });
  if ('kind' in begun) throw new Error(begun.kind);
  return begun;
};

const optOut = (number: ReturnType<typeof numberOf>) =>
  rig.disk.store.optOut({ number, listId: EVERY_LIST_ID, source: 'sms', evidence: 'STOP', at: 0 });

describe('a drill', () => {
  it('runs once at each planned time, and passes when all messages arrived', async () => {
    const id = await rig.create();
    const start = rig.disk.clock.now();
    await rig.until(
      () => rig.runs(id),
      (runs) => runs.length > 0,
    );
    expect(await rig.deliver('orange')).toBe(1);
    expect(await rig.deliver('modem-1')).toBe(1);
    const [run] = await rig.untilFinished(id, 1);
    expect(run).toMatchObject({
      result: 'passed',
      plannedAt: start + 10 * MINUTE_MS,
      startedBy: undefined,
      routes: [{ route: 'modem-1' }, { route: 'orange' }],
      targets: [{ outcome: 'arrived' }, { outcome: 'arrived' }],
    });
    expect(rig.queued.map(({ routes, reference, owner }) => [routes, reference, owner])).toEqual([
      [['orange'], `drill ${id}`, 'drill'],
      [['modem-1'], `drill ${id}`, 'drill'],
    ]);
  });

  it('raises an alarm that names the route if it fails, and the next passed run ends the alarm', async () => {
    const id = await rig.create({ enabled: false });
    await begin(id);
    await rig.deliver('orange');
    await rig.untilFinished(id, 1);
    const reason = 'modem-1: 1 of 1 not delivered within 60 s; queued';
    expect(rig.drills.status(id)).toMatchObject({ last: { result: 'failed', reason }, running: undefined });
    expect(rig.log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: 'a drill failed', fields: { reason } },
    ]);
    await begin(id);
    await rig.deliver('orange');
    await rig.deliver('modem-1');
    await rig.untilFinished(id, 2);
    expect(rig.drills.status(id)).toMatchObject({ last: { result: 'passed', reason: undefined } });
    const events = await rig.events();
    expect(events.map(({ type, data }) => [type, data['before'], data['reason']])).toEqual([
      ['drill.failed', null, reason],
      ['drill.passed', 'failed', null],
    ]);
    expect(JSON.stringify(events)).not.toContain(numberOf(1));
  });

  it('is refused a second run while a run is under way, and a planned run is then recorded as missed, with an event', async () => {
    const id = await rig.create({ cron: '* * * * *', withinMs: 90_000 });
    const { id: first } = await begin(id);
    expect(await rig.drills.run(id, { id: 'user:1', name: 'another' })).toEqual({
      kind: 'running',
      run: first,
    });
    const runs = await rig.until(
      () => rig.runs(id),
      (all) => all.length >= 2,
    );
    expect(runs[1]).toMatchObject({
      result: 'missed',
      reason: `run ${first} of it was still under way`,
      targets: [],
    });
    expect(rig.queued).toHaveLength(2);
    expect(await rig.events()).toMatchObject([
      {
        type: 'drill.missed',
        data: { drill: id, name: 'nightly', result: 'missed', reason: runs[1]?.reason, times: 1 },
      },
    ]);
  });

  it('is recorded as missed, with an event and without an alarm, for times when the gateway was off, and runs late within its grace period', async () => {
    const id = await rig.create();
    await rig.restart(34 * MINUTE_MS);
    const runs = await rig.untilFinished(id, 3);
    expect(runs.map(({ result }) => result).slice(0, 3)).toEqual(['missed', 'missed', 'failed']);
    expect(runs[0]?.reason).toBe('the gateway was not running, or could not write');
    const events = await rig.events();
    expect(events.map(({ type }) => type)).toEqual(['drill.missed', 'drill.failed']);
    const [first, last] = runs.map(({ plannedAt = 0 }) => new Date(plannedAt).toISOString());
    expect(events[0]?.data).toEqual({
      drill: id,
      name: 'nightly',
      result: 'missed',
      before: null,
      reason: 'the gateway was not running, or could not write',
      plannedAt: first,
      lastPlannedAt: last,
      times: 2,
    });
    expect(rig.drills.status(id).last?.result).toBe('failed');
  });

  it('continues after a restart with the same messages, and its reason mentions the restart', async () => {
    const id = await rig.create({ enabled: false });
    await begin(id);
    await rig.deliver('orange');
    await rig.restart();
    expect(rig.drills.status(id).running).toBe(1);
    const [run] = await rig.untilFinished(id, 1);
    expect(run).toMatchObject({
      interrupted: true,
      result: 'failed',
      reason: 'modem-1: 1 of 1 not delivered within 60 s; queued; the gateway was restarted during the run',
    });
    expect(rig.queued).toHaveLength(2);
  });

  it('keeps its alarm over a restart', async () => {
    const id = await rig.create({ enabled: false });
    await begin(id);
    await rig.untilFinished(id, 1);
    await rig.restart();
    expect(rig.drills.status(id).last).toMatchObject({ result: 'failed' });
    expect(rig.drills.statuses()).toMatchObject([{ drill: id, name: 'nightly', last: { id: 1 } }]);
  });

  it('is not sent to a number that opted out, and fails for that reason', async () => {
    const id = await rig.create({ enabled: false, numbers: [numberOf(1), numberOf(2)], routes: ['orange'] });
    await optOut(numberOf(1));
    await begin(id);
    expect(rig.queued.map(({ to }) => to)).toEqual([numberOf(2)]);
    await rig.deliver('orange');
    const [run] = await rig.untilFinished(id, 1);
    expect(run).toMatchObject({
      reason: 'orange: 1 of 2 the number has opted out',
      targets: [{ outcome: 'suppressed', message: undefined }, { outcome: 'arrived' }],
    });
  });

  it('cancels the queued message to a number that opts out during the run', async () => {
    const id = await rig.create({ enabled: false, routes: ['orange'] });
    await begin(id);
    await optOut(numberOf(1));
    const [run] = await rig.untilFinished(id, 1);
    expect(run?.targets).toMatchObject([{ outcome: 'suppressed', reason: 'the number has opted out' }]);
    expect(await rig.deliver('orange')).toBe(0);
  });

  it('does not use disabled routes, and fails if every route is disabled', async () => {
    rig.states.set('modem-1', 'disabled');
    const id = await rig.create({ enabled: false });
    await begin(id);
    await rig.deliver('orange');
    const [run] = await rig.untilFinished(id, 1);
    expect(run).toMatchObject({ result: 'passed', routes: [{ route: 'orange' }] });
    rig.states.set('orange', 'disabled');
    await begin(id);
    const [, second] = await rig.untilFinished(id, 2);
    expect(second).toMatchObject({ result: 'failed', reason: expect.stringContaining('nothing to measure') });
  });

  it('has no runs and no alarm after it is deleted', async () => {
    const id = await rig.create({ enabled: false });
    await begin(id);
    await rig.untilFinished(id, 1);
    await rig.disk.store.drills.remove(id, undefined, { id: 'cli', name: 'cli', at: 0 });
    await rig.until(
      async () => rig.drills.statuses(),
      (all) => all.length === 0,
    );
    expect(rig.drills.status(id).last).toBeUndefined();
    expect(await rig.drills.run(id, { id: 'user:1', name: 'x' })).toEqual({ kind: 'unknown' });
  });
});

it('a run that another node had begun before this one led is followed, and ends', async () => {
  const id = await rig.create({ enabled: false });
  await rig.ofAnotherNode().run(id, { id: 'user:1', name: 'the operator' });
  const [run] = await rig.untilFinished(id, 1);
  expect(run).toMatchObject({ result: 'failed' });
});
