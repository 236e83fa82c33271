import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { contactsIn, make, town } from '../support/console/people-of-town.ts';

const HOSTILE = '=cmd|"/c calc"!A1 <img src=x onerror=alert(1)> \u202Eevil';
let rig: ConsoleRig;
let hostile: number;
let edited: number;
/** Windows of the operator: on a desk in English, on a phone in French. */
let page: Page;
let phone: Page;

/** How the browser keeps the direction of an element's text from what is around it. */
const directionOf = (one: unknown): string =>
  (globalThis as unknown as { getComputedStyle(of: unknown): { unicodeBidi: string } }).getComputedStyle(one)
    .unicodeBidi;

const goTo = async (window: Page, path: string): Promise<void> => {
  await window.goto(`${rig.url}${path}`);
};

beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [], country: 'FR' });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Chef', { role: 'admin', phone: '+33639980002' });
  const { api } = rig.gateway;
  const { list } = await town(api);
  ({ id: hostile } = await make(api, '/v1/contacts', {
    number: '+33639989998',
    name: HOSTILE,
    language: 'fr',
  }));
  ({ id: edited } = await make(api, '/v1/contacts', {
    number: '+33639989990',
    name: 'Anouk',
    language: 'fr',
    postalCode: '31000',
    position: { lat: 43.6, lon: 1.44 },
    attributes: { building: 'B', floor: 3 },
  }));
  await make(
    api,
    `/v1/lists/${list}/members/+33639989990`,
    { consent: 'given', consentSource: 'formulaire du 2 novembre' },
    'PUT',
  );
  page = await rig.open('/people', 'Anna', { locale: 'en-GB' });
  phone = await rig.open('/people', 'Anna', { locale: 'fr-FR', width: 390, height: 844, scheme: 'dark' });
});
afterAll(() => rig.stop());

test('a contact is found by a part of the name and by the number as it is written in the country', async () => {
  await goTo(page, 'people');
  await page.getByText('50 contacts on this page').waitFor();
  await rig.picture(page, 'contacts');
  expect(await violations(page)).toEqual([]);
  const search = page.getByRole('searchbox', { name: 'Name or number' });
  await search.fill('anouk');
  await page.getByText('1 contact on this page').waitFor();
  await search.fill('06 39 98 99 90');
  await page.getByRole('link', { name: 'Anouk' }).waitFor();
  await search.fill('06 39');
  await page.getByText('Write the whole number').waitFor();
  await search.fill('nobody is called so');
  await page.getByText('Nobody matches').waitFor();
  // The number of who called for help leads to this person, whatever was searched for before.
  await goTo(page, `people?number=${encodeURIComponent('+33639989990')}`);
  await page.getByText('1 contact on this page').waitFor();
  await page.getByRole('link', { name: 'Anouk' }).waitFor();
  await search.fill('');
  await page.getByText('50 contacts on this page').waitFor();
});

test('a contact is changed, and the floor stays a number', async () => {
  await goTo(page, `people/contacts/${edited}`);
  await page.getByText('formulaire du 2 novembre').waitFor();
  await rig.picture(page, 'contact');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Change' }).first().click();
  await page.getByLabel('Language').fill('??');
  await page.getByText('Write a language by its letters').waitFor();
  await page.getByLabel('Language').fill('en');
  await page.getByLabel('Value 2').fill('4');
  await rig.picture(page, 'contact-form');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save the contact' }).click();
  await page.getByText('The contact is saved.').waitFor();
  const stored = await (await rig.gateway.api.request('GET', `/v1/contacts/${edited}`)).json();
  expect(stored).toMatchObject({ language: 'en', attributes: { building: 'B', floor: 4 } });
});

test('who edits after somebody else sees both changes before one of them is lost', async () => {
  await goTo(page, `people/contacts/${edited}`);
  await page.getByRole('button', { name: 'Change' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Anouk D.');
  const other = { number: '+33639989990', name: 'Anouk', language: 'en', postalCode: '31400' };
  await make(rig.gateway.api, `/v1/contacts/${edited}`, other, 'PUT');
  await page.getByRole('button', { name: 'Save the contact' }).click();
  const conflict = page.getByRole('alert').filter({ hasText: 'Somebody changed it meanwhile' });
  await conflict.waitFor();
  await rig.picture(page, 'contact-conflict');
  expect(await violations(page)).toEqual([]);
  expect(await conflict.locator('ins').allTextContents()).toEqual(['put in 31400', 'put in D.']);
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('heading', { name: 'Anouk D.' }).waitFor();
});

test('a contact that was removed by mistake comes back with its lists', async () => {
  const { id } = await make(rig.gateway.api, '/v1/contacts', { number: '+33639989991', name: 'Basile' });
  await make(
    rig.gateway.api,
    '/v1/lists/1/members/+33639989991',
    { consent: 'given', consentSource: 'appel' },
    'PUT',
  );
  await goTo(page, `people/contacts/${id}`);
  const warned = page.getByRole('link', { name: /^Was this number warned/ });
  expect(await warned.getAttribute('href')).toMatch(/^\/console\/messages\?q=%2B33/);
  await page.getByRole('button', { name: 'Remove the contact' }).click();
  await page.getByText('Basile is taken off 1 list').waitFor();
  await page.getByRole('button', { name: 'Remove Basile' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => contactsIn(rig.gateway.api, '?number=%2B33639989991&list=1')).toBe(1);
});

test('a new contact with a wrong number is refused beside the field', async () => {
  await goTo(phone, 'people/contacts/new');
  await phone.getByRole('button', { name: 'Créer le contact' }).click();
  await phone.getByText('Écrivez un numéro de téléphone').waitFor();
  await phone.getByLabel('Numéro').fill('06 39 98 99 92');
  await phone.getByLabel('Nom').fill('Côme');
  await phone.getByRole('button', { name: 'Créer le contact' }).click();
  await phone.getByRole('heading', { name: 'Côme' }).waitFor();
  expect(await violations(phone)).toEqual([]);
});

test('an opt-out is noted with its proof, shows at the contact, and is taken back', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await goTo(page, 'people/opt-outs');
  await page.getByText('Nobody has opted out').waitFor();
  await page.getByRole('button', { name: 'Note an opt-out' }).click();
  await page.getByRole('dialog').getByLabel('Number').fill('06 39 98 99 98');
  await page.getByLabel('How they asked').fill('by telephone, 2 November');
  await page.getByRole('button', { name: 'Write to 06 39 98 99 98 no more' }).click();
  await page.getByRole('cell', { name: 'by telephone, 2 November' }).waitFor();
  await rig.picture(page, 'opt-outs-dark');
  expect(await violations(page)).toEqual([]);
  await page.goto(`${rig.url}people/contacts/${hostile}`);
  await page.getByText('Opted out of everything').waitFor();
  await page.goto(`${rig.url}people/opt-outs`);
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByLabel('How they asked').fill('changed their mind');
  await page.getByRole('button', { name: 'Write to this number again' }).click();
  await page.getByText('Nobody has opted out').waitFor();
});

test('a name that is a formula, HTML and turns the writing around is shown as it is written', async () => {
  await goTo(phone, 'people');
  await phone.getByRole('searchbox').fill('=cmd');
  const link = phone.getByRole('link', { name: '=cmd' });
  await link.waitFor();
  expect(await link.textContent()).toBe(HOSTILE);
  expect(await phone.locator('main img').count()).toBe(0);
  expect(await link.locator('bdi').evaluate(directionOf)).toBe('isolate');
  await rig.picture(phone, 'contacts-390-dark');
  expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await link.click();
  await phone.getByRole('heading', { name: '=cmd' }).waitFor();
  await rig.picture(phone, 'contact-390-dark');
  const width = await phone.evaluate('document.documentElement.scrollWidth');
  expect(width).toBeLessThanOrEqual(390);
  expect(await violations(phone)).toEqual([]);
});

test('an admin erases a person after writing the number; an operator is not offered it', async () => {
  const { id } = await make(rig.gateway.api, '/v1/contacts', { number: '+33639989993', name: 'Denis' });
  await goTo(page, `people/contacts/${id}`);
  await page.getByText('Has not opted out').waitFor();
  expect(await page.getByRole('button', { name: 'Erase the person' }).count()).toBe(0);
  const admin = await rig.open('/people', 'Chef', { locale: 'en-GB' });
  const arrives = admin.waitForEvent('download');
  await admin.getByRole('button', { name: 'Export as CSV' }).click();
  expect((await arrives).suggestedFilename()).toBe('contacts.csv');
  await goTo(admin, `people/contacts/${id}`);
  await admin.getByRole('button', { name: 'Erase the person' }).click();
  const erase = admin.getByRole('button', { name: 'Erase +33 6 39 98 99 93 for good' });
  expect(await erase.isDisabled()).toBe(true);
  await admin.getByLabel('Write the number to confirm').fill('+33 6 39 98 99 93');
  await erase.click();
  await admin.getByText('The person is erased').waitFor();
});

test('opt-outs that came in a flood are carried out or thrown away, and a dead number is taken for alive', async () => {
  const numbers = ['+33639989980', '+33639989981', '+33639989982'];
  const store = new Database(rig.gateway.config.store.sqlite);
  for (const number of numbers)
    store
      .prepare(
        `INSERT INTO held_opt_outs (at, route, number, lists, evidence, inbox_id, state)
         VALUES (?, 'orange', ?, '[0]', 'STOP', 1, 'held')`,
      )
      .run(Date.now(), number);
  store
    .prepare(
      `INSERT INTO undelivered_numbers (number, times, permanent, alerts, last, last_at, dead)
       VALUES ('+33639989990', 3, 3, '[]', '[{"at":0,"reason":"UNDELIV"}]', 0, 1)`,
    )
    .run();
  store.close();
  await page.emulateMedia({ colorScheme: 'light' });
  await goTo(page, 'people/opt-outs');
  await page.getByText('3 opt-outs wait for a decision').waitFor();
  await page.getByLabel('+33 6 39 98 99 80').check();
  await rig.picture(page, 'held-opt-outs');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Carry out 1' }).click();
  await page.getByText('2 opt-outs wait for a decision').waitFor();
  await page.getByLabel('Choose all').check();
  await page.getByRole('button', { name: 'Throw away 2: they are forged' }).click();
  await page.getByText('2 opt-outs thrown away.').waitFor();
  const stored = await (await rig.gateway.api.request('GET', '/v1/opt-outs')).json();
  expect((stored as { items: { number: string }[] }).items.map(({ number }) => number)).toEqual([numbers[0]]);
  await goTo(phone, 'people/dead');
  await phone.getByText('UNDELIV').waitFor();
  await rig.picture(phone, 'dead-390-dark');
  expect(await violations(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'Il fonctionne' }).click();
  await phone.getByText("Aucun numéro n'est hors service").waitFor();
});
