import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import type { ConsoleRig } from '../support/console/console-rig.ts';
import { Phones } from '../support/console/phones.ts';

let phones: Phones;
let rig: ConsoleRig;
beforeAll(async () => {
  phones = await Phones.start();
  rig = phones.rig;
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
});
afterAll(() => phones.stop());

const english = { locale: 'en-GB' } as const;

test('a drill is made, says what it sends before it runs, and its run shows each phone; a failed one says what to do', async () => {
  const page = await rig.open('/drills', 'Anna', english);
  await page.getByText('No drill yet').waitFor();
  expect(await page.locator('.mode').textContent()).toBe('EXERCISE');
  await page.getByRole('link', { name: 'New drill' }).click();
  await page.getByLabel('Name').fill('Monday');
  await page.getByLabel('Phones of ours').fill('06 39 98 00 01\nnobody');
  await page.getByLabel('Text').fill('Measuring the delay.');
  await page.getByRole('button', { name: 'Make the drill' }).click();
  await page.getByText('Line 2 is no phone number.').waitFor();
  await rig.picture(page, 'drill-form');
  await page.getByLabel('Phones of ours').fill('06 39 98 00 01\n06 39 98 00 02');
  await page.getByLabel('Text').fill('EXERCISE - measuring the delay, nothing to do.');
  await page.getByRole('button', { name: 'Make the drill' }).click();
  await page.getByRole('heading', { level: 1, name: 'Monday' }).waitFor();

  await page.getByRole('button', { name: 'Run it now …' }).click();
  await page.getByText('It sends 2 SMS to 2 phones of ours, by 1 route.').waitFor();
  await rig.picture(page, 'drill-run-now');
  await page.getByRole('button', { name: 'Send 2 SMS to 2 phones of ours' }).click();
  await page.getByRole('heading', { level: 1, name: 'Run 1 of Monday' }).waitFor();
  await page.getByText('passed').first().waitFor();
  expect(
    await page.getByRole('table', { name: 'Phones' }).getByText('arrived', { exact: true }).count(),
  ).toBe(2);
  await rig.picture(page, 'drill-run');
  expect(await violations(page)).toEqual([]);
  expect(phones.smsc.phones.texts('+33639980002')).toEqual([
    'EXERCISE - measuring the delay, nothing to do.',
  ]);

  phones.smsc.misbehave({ refuseNumbers: new Set(['+33639980002']) });
  await phones.post('/v1/drills/1/run');
  await page.getByRole('link', { name: 'Back to Monday' }).click();
  await page.getByText('Why it failed').waitFor();
  await page.getByText('What to do').waitFor();
  await page.getByRole('img', { name: 'Time to the phone, over the runs' }).waitFor();
  await rig.picture(page, 'drill');
  expect(await violations(page)).toEqual([]);
});
