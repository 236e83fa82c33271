import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alarmStateOf } from '../../../../src/domain/operation/alarm.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import type { Condition } from '../../../../src/ops/alarms/condition.ts';
import { AlarmRig } from '../../../support/operation/alarm-rig.ts';

const MINUTE = 60_000;
const ALL = { state: undefined, severity: undefined, kind: undefined };
const page = { limit: 100, cursor: undefined };
const down: Condition = { kind: 'routeDown', subject: 'orange' };
const anna = { id: 'user:1', name: 'anna' };
const bert = { id: 'user:2', name: 'bert' };
const ID = 'routeDown:orange';

let rig: AlarmRig;
beforeEach(async () => {
  rig = await AlarmRig.open();
});
afterEach(() => rig.close());

const typesOf = async () => (await rig.events()).map(({ type }) => type);
const stateOf = (id = ID) => {
  const found = rig.alarms.list(ALL, page).items.find((one) => one.id === id);
  return found === undefined ? undefined : alarmStateOf(found, rig.disk.clock.now());
};
const auditOf = async () => {
  const filter = { actor: undefined, action: 'alarm', subject: undefined, since: undefined };
  return (await rig.disk.store.audit(filter, page)).items.map(
    ({ action, actor }) => `${actor.name} ${action}`,
  );
};

test('a trouble that lasts is told by an event and one SMS, and so is its end', async () => {
  rig.wrong = [down];
  await rig.pass(2 * MINUTE);
  expect(stateOf()).toBe('open');
  rig.wrong = [];
  await rig.pass(4 * MINUTE);
  expect(stateOf()).toBe('ended');
  expect(await typesOf()).toEqual(['alarm.raised', 'alarm.ended']);
  expect(rig.texts).toEqual([
    expect.stringContaining('Tocsin: route orange is down'),
    expect.stringContaining('Tocsin, over: route orange is down'),
  ]);
});

test('an event says what is wrong and what to do, in both languages', async () => {
  rig.wrong = [{ ...down, reason: 'ECONNREFUSED' }];
  await rig.pass(MINUTE);
  const [event] = await rig.events();
  expect(event).toMatchObject({
    type: 'alarm.raised',
    data: {
      alarm: ID,
      kind: 'routeDown',
      subject: 'orange',
      severity: 'critical',
      state: 'open',
      reason: 'ECONNREFUSED',
      text: { fr: 'voie orange en panne', en: 'route orange is down' },
      by: null,
    },
  });
});

test('troubles that begin within the hold time of each other are told by one SMS', async () => {
  const routes = Array.from({ length: 12 }, (_, index) => ({ ...down, subject: `modem-${index}` }));
  rig.wrong = routes.slice(0, 7);
  await rig.pass(5000);
  rig.wrong = routes;
  await rig.pass(2 * MINUTE);
  expect(rig.texts).toEqual([expect.stringContaining('12 routes down')]);
});

test('a mere warning is told by an event, and by no SMS', async () => {
  rig.wrong = [{ kind: 'drillFailed', subject: '3', name: 'nightly' }];
  await rig.pass(5 * MINUTE);
  expect(await typesOf()).toEqual(['alarm.raised']);
  expect(rig.texts).toEqual([]);
});

test('a kind that is off is never raised', async () => {
  rig.wrong = [{ kind: 'backupOld' }];
  await rig.pass(5 * MINUTE);
  expect(rig.alarms.list(ALL, page).items).toEqual([]);
});

describe('an alarm that two persons acknowledge', () => {
  test('is that of the first, and is noted once; nobody is told of it again', async () => {
    rig.wrong = [down];
    await rig.pass(2 * MINUTE);
    expect(await rig.alarms.acknowledge(ID, anna)).toMatchObject({ kind: 'done' });
    const second = await rig.alarms.acknowledge(ID, bert);
    expect(second).toMatchObject({ kind: 'done', alarm: { acknowledged: { by: anna } } });
    await rig.pass(40 * MINUTE);
    expect(await auditOf()).toEqual(['anna alarm.acknowledge']);
    expect(await typesOf()).toEqual(['alarm.raised', 'alarm.acknowledged']);
    expect(rig.texts).toHaveLength(1);
  });

  test('is refused once it has ended, and unknown if it never was', async () => {
    rig.wrong = [down];
    await rig.pass(MINUTE);
    rig.wrong = [];
    await rig.pass(4 * MINUTE);
    expect(await rig.alarms.acknowledge(ID, anna)).toMatchObject({ kind: 'wrongState' });
    expect(await rig.alarms.acknowledge('routeDown:sfr', anna)).toEqual({ kind: 'unknown' });
  });
});

describe('a silence', () => {
  test('keeps everybody from being told, and when it ends people are told', async () => {
    rig.wrong = [down];
    await rig.pass(40_000);
    await rig.alarms.silence(ID, anna, rig.disk.clock.now() + 10 * MINUTE, 'known');
    expect(stateOf()).toBe('silenced');
    await rig.pass(9 * MINUTE);
    expect(rig.texts).toEqual([]);
    await rig.pass(2 * MINUTE);
    expect(stateOf()).toBe('open');
    expect(rig.texts).toHaveLength(1);
    expect(await typesOf()).toEqual(['alarm.raised', 'alarm.silenced', 'alarm.unsilenced']);
  });

  test('is taken back by a person, with a note of it', async () => {
    rig.wrong = [down];
    await rig.pass(40_000);
    await rig.alarms.silence(ID, anna, rig.disk.clock.now() + 10 * MINUTE, 'known');
    await rig.alarms.unsilence(ID, bert);
    expect(stateOf()).toBe('open');
    expect(await auditOf()).toEqual(['bert alarm.unsilence', 'anna alarm.silence']);
  });
});

describe('a restart', () => {
  test('tells nobody of what somebody acknowledged before, and ends what ended meanwhile', async () => {
    rig.wrong = [down, { ...down, subject: 'sfr' }];
    await rig.pass(2 * MINUTE);
    await rig.alarms.acknowledge(ID, anna);
    await rig.restart(60 * MINUTE, [down]);
    await rig.pass(5 * MINUTE);
    expect(stateOf()).toBe('acknowledged');
    expect(stateOf('routeDown:sfr')).toBe('ended');
    expect(rig.texts).toEqual([
      expect.stringContaining('2 routes down'),
      expect.stringContaining('over: route sfr is down'),
    ]);
    expect(await typesOf()).toEqual(['alarm.raised', 'alarm.raised', 'alarm.acknowledged', 'alarm.ended']);
  });

  test('tells nobody again of what people were told of a short time ago', async () => {
    rig.wrong = [down];
    await rig.pass(2 * MINUTE);
    await rig.restart(MINUTE, [down]);
    await rig.pass(5 * MINUTE);
    expect(rig.texts).toHaveLength(1);
  });
});

describe('while the disk cannot be written', () => {
  beforeEach(async () => {
    rig.full = new TocsinError('storeUnavailable', 'the disk is full');
    rig.wrong = [{ kind: 'databaseFailing' }];
    await rig.pass(MINUTE);
  });

  test('an alarm is shown, and told once the disk is back', async () => {
    expect(stateOf('databaseFailing')).toBe('open');
    expect(rig.alarms.standing()).toHaveLength(1);
    expect(rig.texts).toEqual([]);
    rig.full = undefined;
    await rig.pass(MINUTE);
    expect(await typesOf()).toEqual(['alarm.raised']);
    expect(rig.texts).toHaveLength(1);
    expect(await rig.disk.store.alarms.all()).toMatchObject([{ id: 'databaseFailing', tellings: 1 }]);
  });

  test('an alarm cannot be acknowledged, and stays open', async () => {
    await expect(rig.alarms.acknowledge('databaseFailing', anna)).rejects.toThrow('the disk is full');
    expect(stateOf('databaseFailing')).toBe('open');
  });
});

describe('while nobody is on duty and no admin has a phone', () => {
  test('an alarm is shown as told to nobody, the log says so, and whoever comes is told', async () => {
    rig.isAnybodyThere = false;
    rig.wrong = [down];
    await rig.pass(3 * MINUTE);
    expect(rig.alarms.standing()).toMatchObject([{ id: ID, tellings: 0 }]);
    const lines = rig.log.lines.filter(({ message }) => message.startsWith('nobody can be told'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(5);
    rig.isAnybodyThere = true;
    await rig.pass(2 * MINUTE);
    expect(rig.texts).toHaveLength(1);
  });
});

test('a source that cannot be asked neither raises nor ends an alarm', async () => {
  rig.wrong = [down];
  await rig.pass(MINUTE);
  rig.unknown = new Error('no answer');
  await rig.pass(10 * MINUTE);
  expect(stateOf()).toBe('open');
});

test('the list is paged by the order in which alarms were raised, and filtered', async () => {
  rig.wrong = [down];
  await rig.pass(MINUTE);
  rig.wrong = [down, { kind: 'diskReserve' }, { kind: 'restarted' }];
  await rig.pass(MINUTE);
  const first = rig.alarms.list(ALL, { limit: 2, cursor: undefined });
  expect(first.items.map(({ id }) => id)).toEqual(['restarted', 'diskReserve']);
  const rest = rig.alarms.list(ALL, { limit: 2, cursor: first.next });
  expect(rest).toMatchObject({ items: [{ id: ID }], next: undefined });
  const ids = (own: object) => rig.alarms.list({ ...ALL, ...own }, page).items.map(({ id }) => id);
  expect(ids({ severity: 'warning' })).toEqual(['restarted']);
  expect(ids({ kind: 'routeDown' })).toEqual([ID]);
  expect(ids({ state: 'ended' })).toEqual([]);
});
