import { afterAll, beforeAll, expect, test } from 'vitest';
import { NewAlertRig } from '../support/console/new-alert-rig.ts';

let night: NewAlertRig;
beforeAll(async () => {
  night = await NewAlertRig.start(2);
});
afterAll(() => night.stop());

/** How many timers of 100 ms to 1 s, such as those for a pause in the typing, a page sets in 2.5 s once it is quiet. */
const SHORT_TIMERS = `new Promise((done) => {
  const own = window.setTimeout;
  let count = 0;
  window.setTimeout = (handler, ms = 0, ...rest) => {
    if (ms >= 100 && ms < 1000) count++;
    return own(handler, ms, ...rest);
  };
  own(() => {
    count = 0;
    own(() => {
      window.setTimeout = own;
      done(count);
    }, 2500);
  }, 700);
})`;

test('an open scenario that nobody touches is not drawn anew again and again', async () => {
  const page = await night.rig.open('/alerts/new', 'Anna', { locale: 'en-GB' });
  await page.locator('.scenario').filter({ hasText: 'Crue Garonne' }).click();
  await page.getByRole('button', { name: /^Send to/ }).waitFor();
  const timers = await page.evaluate(SHORT_TIMERS);
  expect(timers).toBeLessThan(3);
});

test('a scenario that somebody makes while the list is open is shown with the others, and moves none of them', async () => {
  const make = (name: string) =>
    night.api.call('POST', '/v1/scenarios', {
      name,
      kind: 'live',
      content: {
        defaultLanguage: 'fr',
        variants: [{ language: 'fr', text: 'Mairie : restez chez vous.' }],
      },
      audience: { include: [{ list: night.list }] },
    });
  for (let index = 0; index < 12; index++) await make(`Plan ${index}`);
  const page = await night.rig.open('/alerts/new', 'Anna', { locale: 'en-GB' });
  await page.locator('.scenario').nth(11).waitFor();
  const before = await page.locator('.scenario-name').allTextContents();
  await make('Plan nouveau');
  await page.locator('.scenario-name').filter({ hasText: 'Plan nouveau' }).waitFor();
  expect(await page.locator('.scenario-name').allTextContents()).toEqual([...before, 'Plan nouveau']);
});
