import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import type { ConsoleRig } from '../support/console/console-rig.ts';
import { Phones } from '../support/console/phones.ts';

let phones: Phones;
let rig: ConsoleRig;
beforeAll(async () => {
  phones = await Phones.start();
  rig = phones.rig;
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Bruno', { role: 'operator', phone: '+33639980002' });
  await rig.person('Vera', { role: 'viewer', phone: '+33639980003' });
});
afterEach(() => phones.rig.closeWindows());
afterAll(() => phones.stop());

const english = { locale: 'en-GB' } as const;
const DAY_MS = 86_400_000;

/** Midnight UTC so many days from now, as a calendar writes it. */
const day = (ahead: number): string =>
  new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//test//test//EN',
  ...[
    ['one', 'Astreinte : Bruno', 1],
    ['two', 'Astreinte : Zoé', 2],
  ].flatMap(([uid, summary, ahead]) => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${day(0)}T000000Z`,
    `DTSTART:${day(Number(ahead))}T080000Z`,
    `DTEND:${day(Number(ahead))}T100000Z`,
    `SUMMARY:${summary}`,
    'END:VEVENT',
  ]),
  'END:VCALENDAR',
].join('\r\n');

test('a roster is made by a form that says what is wrong, shows who is on duty now and its gaps, and duty is handed over', async () => {
  const page = await rig.open('/inbox/duty', 'Anna', english);
  await page.getByText('No roster yet').waitFor();
  await page.getByRole('link', { name: 'New roster' }).click();
  await page.getByLabel('Name of the roster').fill('Mairie');
  const shift = page.getByRole('group', { name: 'Shift 1' });
  for (const name of ['Sat', 'Sun']) await shift.getByRole('checkbox', { name }).check();
  await shift.getByLabel('From').fill('00:00');
  await shift.getByLabel('To', { exact: true }).fill('00:00');
  await shift.getByLabel('Who', { exact: true }).fill('Nobody');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Make the roster' }).click();
  await page.getByText('Somebody here is neither a user nor among the people below.').waitFor();
  await rig.picture(page, 'roster-form');
  await page.keyboard.press('Escape');
  await shift.getByLabel('Who', { exact: true }).focus();
  await page.keyboard.press('Backspace');
  await shift.getByLabel('Who', { exact: true }).fill('Anna');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Make the roster' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mairie' }).waitFor();
  await page.locator('.on-duty').getByText('Anna').waitFor();
  await page.getByText('No gap in the coming 14 days').waitFor();

  await page.getByRole('button', { name: 'Hand over …' }).click();
  await page.getByRole('dialog').getByLabel('To', { exact: true }).fill('Bruno');
  await page.getByRole('button', { name: 'Bruno is on duty in place of Anna' }).click();
  await page.locator('.on-duty').getByText('Bruno').waitFor();
  expect(await page.locator('.on-duty').textContent()).not.toContain('Anna');

  // Duty that passes on by SMS while the rules are edited is not written over.
  await page.getByRole('button', { name: 'Change the rules' }).click();
  await page.getByLabel('Name of the roster').fill('Mairie, nuits');
  await phones.write('+33639980002', 'RELEVE Anna');
  const texts = (): string => phones.smsc.phones.texts('+33639980002').join(' ');
  await expect.poll(texts).toMatch(/\d{6}/);
  const reread = page.waitForResponse((one) => one.url().endsWith('/v1/rosters/1'));
  await phones.write('+33639980001', `RELEVE ${/\d{6}/.exec(texts())?.[0]}`);
  await reread;
  await page.getByRole('button', { name: 'Save the rules' }).click();
  await page.getByText('Somebody changed it since you saw it.', { exact: false }).waitFor();
  const { name, exceptions } = await rig.gateway.api.get<{ name: string; exceptions: unknown[] }>(
    '/v1/rosters/1',
  );
  expect({ name, exceptions: exceptions.length }).toEqual({ name: 'Mairie', exceptions: 2 });
});

test('a roster with holes marks each gap, a calendar is looked at before it is imported, and everybody sees their own shifts', async () => {
  await phones.post('/v1/rosters', {
    name: 'Nuits',
    timeZone: 'Europe/Paris',
    people: [{ name: 'Dr Roux', phone: '+33639980045', language: 'fr' }],
    shifts: [{ days: ['mon', 'wed', 'fri'], from: '20:00', to: '08:00', who: ['Anna'] }],
    fallback: ['Dr Roux'],
  });
  const page = await rig.open('/inbox/duty/2', 'Bruno', english);
  await page
    .getByText(/Only the fallback from/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Import a calendar …' }).click();
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name: 'duty.ics', mimeType: 'text/calendar', buffer: Buffer.from(calendar) });
  await page.getByText(/1 time is of nobody known/).waitFor();
  await page.getByText('Astreinte : Zoé').waitFor();
  await rig.picture(page, 'roster-import');
  await page.getByRole('button', { name: 'Import 1 time on duty' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('.duty-days').getByText('Bruno').first().waitFor();
  await rig.picture(page, 'roster');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('link', { name: 'All rosters' }).click();
  await page.getByRole('region', { name: 'Your own shifts' }).getByRole('link', { name: 'Nuits' }).waitFor();
  await rig.picture(page, 'rosters');
  expect(await violations(page)).toEqual([]);
});

test('a viewer sees duty in French on a dark phone, without a button, without scrolling sideways', async () => {
  const look = { locale: 'fr-FR', scheme: 'dark', width: 390, height: 844 } as const;
  const page = await rig.open('/inbox/duty/2', 'Vera', look);
  await page.getByRole('heading', { name: 'Les 14 jours à venir' }).waitFor();
  await page.locator('.duty-days').getByText('seulement le recours').first().waitFor();
  expect(await page.locator('main').getByRole('button').count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await rig.picture(page, 'roster-390-dark');
  expect(await violations(page)).toEqual([]);
});
