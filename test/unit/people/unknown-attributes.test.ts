import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetPeople, numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
beforeEach(() => forgetPeople(rig.disk.path));
afterAll(() => rig.close());

describe('an attribute that no contact has', () => {
  const rule = {
    and: [
      { field: 'attributes.building', op: 'eq', value: 'B' },
      { not: { field: 'attributes.bulding', op: 'exists' } },
    ],
  };
  const warning = (where: string) => `${where} compares attributes.bulding, which no contact has`;

  test('is a warning when a segment is made or changed, and when an audience with it is counted', async () => {
    await rig.make('/v1/contacts', { number: numberAt(1), attributes: { building: 'B' } });
    const made = await rig.ask('POST', '/v1/segments', { name: 'B', rule });
    expect(made.json().warnings).toEqual([warning('the rule')]);
    const { id } = made.json();
    const changed = await rig.ask('PUT', `/v1/segments/${id}`, { name: 'C', rule });
    expect(changed.json().warnings).toEqual([warning('the rule')]);
    expect((await rig.ask('GET', `/v1/segments/${id}`)).json()).not.toHaveProperty('warnings');
    const audience = { include: [{ segment: id }], exclude: [{ segment: id }] };
    const count = await rig.ask('POST', '/v1/audiences/count', { audience });
    expect(count.json().warnings).toEqual([warning(`segment ${id}`)]);
  });

  test('is no warning once a contact has it', async () => {
    await rig.make('/v1/contacts', { number: numberAt(1), attributes: { building: 'B', bulding: 'B' } });
    const made = await rig.ask('POST', '/v1/segments', { name: 'B', rule });
    expect(made.statusCode).toBe(201);
    expect(made.json()).not.toHaveProperty('warnings');
  });
});
