import { describe, expect, test } from 'vitest';
import { StormBrake } from '../../../src/triggers/storm-brake.ts';
import { TriggerService } from '../../../src/triggers/trigger-service.ts';
import { FakeAlerts } from '../../support/triggers/fake-alerts.ts';
import { fakeScenarios } from '../../support/triggers/fake-scenarios.ts';
import { memoryRepositories } from '../../support/triggers/memory-repositories.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const rig = (perMinute = 10) => {
  const alerts = new FakeAlerts();
  const clock = new VirtualClock();
  const repository = memoryRepositories();
  alerts.keepEvent = repository.keepEvent;
  const brake = new StormBrake({ perMinute, identical: 1, withinMs: 600_000 }, clock, () => {});
  const open = () => {
    alerts.endsAt = undefined;
    const service = new TriggerService({
      alerts,
      scenarios: fakeScenarios,
      repository,
      clock,
      brake: (what) => brake.hold(what),
      refused: async () => {},
    });
    const rule = (level: string, scenario: string) => ({
      when: { '/level': [level] },
      scenario,
      values: { place: '/site' },
    });
    const rules = [rule('3', 'crue vallee'), rule('2', 'fuite'), rule('1', 'nowhere')];
    service.add('pump', { identity: ['/id'], rules }, 'webhook');
    return service;
  };
  const first = async (service: TriggerService, body: unknown) => {
    const taken = await service.take('pump', body, 'token');
    return taken.kind === 'outcomes' ? taken.outcomes[0] : taken;
  };
  return { alerts, clock, open, first };
};

describe('an event that another program posts', () => {
  test('launches the approved scenario that the mapping gives for it, with its values and under that approval', async () => {
    const { alerts, open, first } = rig();
    expect(await first(open(), { id: 1, level: 3, site: 'Écluse' })).toEqual({
      result: 'launched',
      alert: 1,
      reason: undefined,
    });
    expect(alerts.draft(1)).toMatchObject({ values: { place: 'Écluse' }, source: 'webhook' });
    expect(alerts.steps).toEqual(['create 1', 'launch 1']);
    expect(alerts.actors[0]).toMatchObject({ id: 'trigger:pump' });
  });

  test('that comes again launches nothing more, even after a restart or at the same moment', async () => {
    const { alerts, open, first } = rig();
    const service = open();
    const event = { id: 1, level: 3 };
    await Promise.all([first(service, event), first(service, event)]);
    expect(await first(open(), event)).toMatchObject({ result: 'known', alert: 1 });
    expect(alerts.steps).toEqual(['create 1', 'launch 1']);
  });

  test('waits as a draft alert when the scenario is not approved, even if the event comes again', async () => {
    const { alerts, open, first } = rig();
    const event = { id: 1, level: 2 };
    expect(await first(open(), event)).toMatchObject({
      result: 'waiting',
      alert: 1,
      reason: expect.stringMatching(/not approved/),
    });
    expect(await first(open(), event)).toMatchObject({ result: 'known' });
    expect(alerts.steps).toEqual(['create 1']);
  });

  test('waits as a draft alert when its launch is refused', async () => {
    const { alerts, open, first } = rig();
    alerts.refuses = 'the audience is nobody';
    expect(await first(open(), { id: 1, level: 3 })).toMatchObject({
      result: 'waiting',
      reason: 'the audience is nobody',
    });
  });

  test('without a matching rule, or whose scenario does not exist, makes no alert', async () => {
    const { alerts, open, first } = rig();
    expect(await first(open(), { id: 1, level: 9 })).toMatchObject({ result: 'ignored' });
    expect(await first(open(), { id: 1, level: 1 })).toMatchObject({
      result: 'refused',
      reason: expect.stringMatching(/"nowhere"/),
    });
    expect(await open().take('other', {}, 'token')).toEqual({ kind: 'unknown' });
    expect(alerts.steps).toEqual([]);
  });

  test('is held back by the storm brake, counted, and launched when it comes again later', async () => {
    const { alerts, clock, open, first } = rig(2);
    const service = open();
    for (let id = 1; id <= 5; id++) await first(service, { id, level: 3, site: `Site ${id}` });
    expect(alerts.kept.size).toBe(2);
    expect(service.list()).toEqual([
      {
        name: 'pump',
        counts: { launched: 2, waiting: 0, known: 0, held: 3, ignored: 0, refused: 0 },
        lastAt: clock.now(),
      },
    ]);
    await clock.advance(60_000);
    expect(await first(service, { id: 5, level: 3, site: 'Site 5' })).toMatchObject({ result: 'launched' });
  });

  test('is held back when an identical alert was just launched for another event', async () => {
    const { open, first } = rig();
    const service = open();
    await first(service, { id: 1, level: 3, site: 'Écluse' });
    expect(await first(service, { id: 2, level: 3, site: 'Écluse' })).toMatchObject({
      result: 'held',
      reason: expect.stringMatching(/the same/),
    });
  });

  test.each([
    [1, true],
    [2, false],
    [2, true],
  ])('is launched once even if the gateway is killed at step %i (step done: %s)', async (step, after) => {
    const { alerts, open, first, clock } = rig();
    const event = { id: 1, level: 3 };
    const ending = open();
    alerts.endsAt = { step, after };
    await expect(first(ending, event)).rejects.toThrow();
    await clock.advance(600_000);
    await first(open(), event);
    const out = [...alerts.kept.keys()].filter((id) => alerts.textsOf(id).length > 0);
    expect(out).toHaveLength(1);
    // An alert that nobody launches would wait in vain.
    expect(alerts.kept.size).toBe(1);
    expect(alerts.textsOf(out[0] ?? 0)).toHaveLength(1);
  });
});
