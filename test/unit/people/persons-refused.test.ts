import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
afterAll(() => rig.close());

const who = numberAt(1);
const asAdmin = (method: 'GET' | 'POST', url: string) => rig.ask(method, url, undefined, {}, 'admin');

test.each(['viewer', 'operator', 'approver', 'sender'] as const)(
  'a %s may neither export nor erase a person',
  async (role) => {
    expect((await rig.ask('GET', `/v1/people/${who}/export`, undefined, {}, role)).statusCode).toBe(403);
    expect((await rig.ask('POST', `/v1/people/${who}/erase`, undefined, {}, role)).statusCode).toBe(403);
  },
);

test.each(['112', '+33', "+33639980001' OR 1"])(
  '%s is refused as the number of a person to erase',
  async (text) => {
    expect((await asAdmin('POST', `/v1/people/${encodeURIComponent(text)}/erase`)).statusCode).toBe(422);
  },
);
