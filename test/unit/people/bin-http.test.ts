import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { retentionKinds } from '../../../src/domain/operation/retention.ts';
import { author, draftOf } from '../../support/alerts/alerts.ts';
import { numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';
import { purge, timesOf } from '../../support/people/purging.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

const DAY_MS = 86_400_000;
const by = { id: 'cli', name: 'cli', at: 0 };

let rig: PeopleRig;
beforeEach(async () => {
  rig = await PeopleRig.open();
});
afterEach(() => rig.close());

const make = (kind: string, body: object) => rig.make(`/v1/${kind}s`, body);
const remove = (kind: string, id: number) => rig.ask('DELETE', `/v1/${kind}s/${id}`);
const binned = async () => (await rig.ask('GET', '/v1/bin')).json().items;
const restore = async (role: 'operator' | 'viewer' = 'operator') => {
  const [{ id }] = await binned();
  return rig.ask('POST', `/v1/bin/${id}/restore`, undefined, {}, role);
};
/** A list with one member who agreed. */
const listed = async (name = 'quay'): Promise<number> => {
  const list = await make('list', { name, kind: 'information' });
  await rig.ask('POST', '/v1/contacts', { number: numberAt(1) });
  await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(1)}`, {
    consent: 'given',
    consentSource: 'form',
  });
  return list;
};

describe('what was removed', () => {
  test('is listed in the bin with who removed it, when, and until when it can be restored', async () => {
    const list = await listed();
    expect((await remove('list', list)).statusCode).toBe(204);
    expect((await rig.ask('GET', `/v1/lists/${list}`)).statusCode).toBe(404);
    const [entry] = await binned();
    expect(entry).toMatchObject({
      kind: 'list',
      of: list,
      name: 'quay',
      removedBy: { name: 'the operator' },
    });
    expect(Date.parse(entry.until) - Date.parse(entry.removedAt)).toBe(30 * DAY_MS);
  });

  test('is listed by kind', async () => {
    await remove('list', await listed());
    expect((await rig.ask('GET', '/v1/bin?kind=area')).json().items).toEqual([]);
    expect((await rig.ask('GET', '/v1/bin?kind=list')).json().items).toHaveLength(1);
  });

  test('comes back with its id, and a list with its members and their consents', async () => {
    const list = await listed();
    await remove('list', list);
    const restored = await restore();
    expect([restored.statusCode, restored.headers['location']]).toEqual([200, `/v1/lists/${list}`]);
    expect((await rig.ask('GET', `/v1/lists/${list}/members`)).json().items).toMatchObject([
      { number: numberAt(1), consent: 'given', consentSource: 'form' },
    ]);
    expect(await binned()).toEqual([]);
    const page = { limit: 1, cursor: undefined };
    const filter = { actor: undefined, action: 'list.restore', subject: undefined, since: undefined };
    expect((await rig.disk.store.audit(filter, page)).items).toMatchObject([{ subject: `list:${list}` }]);
  });

  test('is not restored while another has its name', async () => {
    await remove('list', await listed());
    await make('list', { name: 'quay', kind: 'emergency' });
    const refused = await restore();
    expect([refused.statusCode, refused.json().type]).toEqual([409, 'urn:tocsin:problem:name-taken']);
    expect(await binned()).toHaveLength(1);
  });

  test('is not restored by a viewer, nor a second time', async () => {
    await remove('list', await listed());
    expect((await restore('viewer')).statusCode).toBe(403);
    const [{ id }] = await binned();
    await restore();
    expect((await rig.ask('POST', `/v1/bin/${id}/restore`)).statusCode).toBe(404);
  });

  test('comes back without a person who was erased meanwhile', async () => {
    const list = await listed();
    await remove('list', list);
    await rig.disk.store.persons.erase(numberAt(1), 'alias', [numberAt(1)]);
    await restore();
    expect(await rig.disk.store.members.count(list)).toBe(0);
  });

  test('does not come back at all if it named the person', async () => {
    const rule = { field: 'number', op: 'eq', value: numberAt(1) };
    await remove('segment', await make('segment', { name: 'one', rule }));
    await rig.disk.store.persons.erase(numberAt(1), 'alias', [numberAt(1)]);
    expect(await binned()).toEqual([]);
  });

  test('is deleted for good by the retention, with the members of a list', async () => {
    const list = await listed();
    await remove('list', list);
    const times = timesOf('never', { bin: 30 * DAY_MS });
    const [{ removedAt }] = await binned();
    await purge(rig.disk, times, Date.parse(removedAt) + 29 * DAY_MS);
    expect(await rig.disk.store.members.count(list)).toBe(1);
    await purge(rig.disk, times, Date.parse(removedAt) + 31 * DAY_MS);
    expect([await binned(), await rig.disk.store.members.count(list)]).toEqual([[], 0]);
    expect(retentionKinds).toContain('bin');
  });

  test('of a schedule comes back switched off, so that nothing goes out by itself', async () => {
    const { schedules, bin } = rig.disk.store;
    const definition = {
      ...{ cron: '0 8 * * *', timeZone: 'UTC', scenario: 1, values: {}, asExercise: true },
      ...{ enabled: true, graceMs: 60_000, since: 0 },
    };
    const made = await schedules.create('daily', definition, 0);
    if (made === 'taken') throw new Error('taken');
    await schedules.remove(made.id, undefined, by);
    await bin.restoreRemoved(1, 5000);
    expect((await schedules.get(made.id))?.definition).toMatchObject({ enabled: false, since: 5000 });
  });
});

describe('a removal of something in use', () => {
  const usersOf = async (kind: string, id: number) => {
    const { statusCode, ...answer } = await remove(kind, id);
    expect(statusCode).toBe(409);
    const { type, usedBy, usedByTotal, detail } = answer.json();
    expect(type).toBe('urn:tocsin:problem:in-use');
    return { usedBy, usedByTotal, detail };
  };
  const draft = (include: object, title = 'Crue') =>
    rig.disk.store.createAlert(draftOf({ title, audience: { include: [include as never] } }), author, 0);

  test('is refused with the alerts and segments that name it', async () => {
    const list = await listed();
    const segment = await make('segment', { name: 'left bank', rule: { and: [{ list }] } });
    const alert = await draft({ list });
    expect(await usersOf('list', list)).toEqual({
      usedBy: [
        { kind: 'alert', id: alert, name: 'Crue' },
        { kind: 'segment', id: segment, name: 'left bank' },
      ],
      usedByTotal: 2,
      detail: 'This list is used by the alert "Crue", and 1 more.',
    });
    expect((await rig.ask('GET', `/v1/lists/${list}`)).statusCode).toBe(200);
    expect(await binned()).toEqual([]);
  });

  test('is refused for areas and segments too', async () => {
    const area = await make('area', { name: 'a', shape: { postalCodes: ['37000'] } });
    const segment = await make('segment', { name: 's', rule: { area } });
    await draft({ segment });
    expect((await usersOf('area', area)).usedBy).toEqual([{ kind: 'segment', id: segment, name: 's' }]);
    expect((await usersOf('segment', segment)).usedByTotal).toBe(1);
  });

  test('lists twenty users at most, and counts all', async () => {
    const list = await listed();
    for (let index = 0; index < 25; index++) await draft({ list }, `draft ${index}`);
    const { usedBy, usedByTotal } = await usersOf('list', list);
    expect([usedBy.length, usedByTotal]).toEqual([20, 25]);
  });

  test('is not mistaken for a use of another id, nor for a text that looks like one', async () => {
    const list = await listed();
    await draft({ list: list * 10 + 1 }, `{"list":${list}}`);
    expect((await remove('list', list)).statusCode).toBe(204);
  });

  test('is done once the alert is over', async () => {
    const list = await listed();
    const id = await draft({ list });
    const step = { id, version: 1, state: 'rejected', action: 'discard', detail: undefined } as const;
    await rig.disk.store.stepAlert({ ...step, at: 0, actor: author });
    expect((await remove('list', list)).statusCode).toBe(204);
  });

  test('loses against a draft that is made at the same time before it', async () => {
    const list = await listed();
    const [, removal] = await Promise.all([
      draft({ list }),
      rig.disk.store.lists.remove(list, undefined, by),
    ]);
    expect(removal).toMatchObject({ kind: 'inUse', total: 1 });
  });

  test('is refused for a scenario that a trigger of the configuration names', async () => {
    const { store, clock, path } = rig.disk;
    await store.close();
    const use = { kind: 'trigger', id: 'grafana', name: 'grafana' };
    const named = await openSqliteStore(path, clock, { uses: [{ scenario: 'CRUE', use }] });
    const made = await named.scenarios.create('Crue', { plan: {}, editors: [] } as never, 0);
    if (made === 'taken') throw new Error('taken');
    expect(await named.scenarios.remove(made.id, undefined, by)).toEqual({
      ...{ kind: 'inUse', by: [use], total: 1 },
    });
    await named.close();
    await rig.disk.reopen();
  });
});
