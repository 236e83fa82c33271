import { afterAll, beforeAll, expect, test } from 'vitest';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
  const contact = (number: string, rest: object) => rig.ask('POST', '/v1/contacts', { number, ...rest });
  await contact('+33639980001', {
    name: 'Anna',
    position: { lat: 43.6, lon: 1.44 },
    attributes: { floor: 0 },
  });
  await contact('+33639980002', { position: { lat: 0, lon: 0 }, language: 'fr' });
  await contact('+33639980003', { name: 'Paul', postalCode: '31000' });
  await rig.ask('POST', '/v1/opt-outs', { number: '+33639980003', evidence: 'a call' });
});
afterAll(() => rig.close());

const counted = async (rule: unknown) => (await rig.ask('POST', '/v1/rules/count', { rule })).json();

test('a rule is counted before it is a segment, with some of the people whom it finds', async () => {
  expect(await counted({ field: 'number', op: 'exists' })).toEqual({
    people: 3,
    suppressed: { optedOut: 1, noConsent: 0 },
    byLanguage: { fr: 1, und: 1 },
    missing: [],
    warnings: [],
    sample: [
      { number: '+33639980001', name: 'Anna' },
      { number: '+33639980002', name: null },
      { number: '+33639980003', name: 'Paul' },
    ],
  });
  expect(await counted({ field: 'attributes.flor', op: 'exists' })).toMatchObject({
    people: 0,
    sample: [],
    warnings: [expect.stringContaining('flor')],
  });
});

test('a rule tells of whom it is known where they are, also at latitude and longitude 0', async () => {
  const located = { field: 'position', op: 'exists' };
  expect((await counted(located)).people).toBe(2);
  const nowhere = await counted({ not: located });
  expect([nowhere.people, nowhere.sample]).toEqual([1, [{ number: '+33639980003', name: 'Paul' }]]);
});

test('a rule that names what is gone is nobody, and a wrong one is refused at its field', async () => {
  expect(await counted({ not: { area: 99 } })).toMatchObject({ people: 0, missing: ['area 99'], sample: [] });
  const refused = await rig.ask('POST', '/v1/rules/count', { rule: { and: [] } });
  expect(refused.statusCode).toBe(422);
});
