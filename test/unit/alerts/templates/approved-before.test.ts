import { afterAll, beforeAll, expect, test } from 'vitest';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';

let rig: PreparationRig;
beforeAll(async () => {
  rig = await PreparationRig.open();
});
afterAll(() => rig.close());

test('a changed scenario shows the version that was approved last, until it is approved anew', async () => {
  const content = {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: 'Mairie : montez maintenant, crue.' }],
  };
  const body = {
    name: 'Crue',
    kind: 'live',
    content,
    audience: { include: [{ numbers: ['+33639980001'] }] },
  };
  const id = await rig.make('/v1/scenarios', body);
  const url = `/v1/scenarios/${id}`;
  const before = async () => (await rig.ask('admin', 'GET', url)).json().approvedBefore;
  await rig.ask('operator', 'PUT', url, { ...body, name: 'Crue 2' });
  expect(await before()).toBeNull();
  expect((await rig.ask('approver', 'POST', `${url}/approve`)).statusCode).toBe(200);
  expect(await before()).toBeNull();
  await rig.ask('operator', 'PUT', url, { ...body, name: 'Crue 3' });
  await rig.ask('operator', 'PUT', url, { ...body, name: 'Crue 4' });
  expect(await before()).toMatchObject({
    name: 'Crue 2',
    content: { variants: [{ language: 'fr' }] },
    audience: body.audience,
  });
  expect((await rig.ask('approver', 'POST', `${url}/approve`)).statusCode).toBe(200);
  expect(await before()).toBeNull();
});
