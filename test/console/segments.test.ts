import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { townspeople } from '../support/console/town.ts';

const soon = <T>(value: () => T | Promise<T>) => expect.poll(value);

let rig: ConsoleRig;
let desk: Page;
let night: Page;

const json = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
  (await rig.gateway.api.request(method, path, body)).json() as Promise<T>;

beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [], country: 'FR' });
  await Promise.all([
    rig.person('Anna', { role: 'operator', phone: '+33639985001' }),
    townspeople(rig.gateway, 200),
  ]);
  await json('POST', '/v1/lists', { name: 'Personnel', kind: 'information' });
  await json('POST', '/v1/areas', {
    name: 'Rive <b>nord</b>',
    shape: { circle: { lat: 43.6, lon: 1.44, radiusKm: 3 } },
  });
  for (const index of [0, 6, 12])
    await json('PUT', `/v1/lists/1/members/%2B3363998${String(index).padStart(4, '0')}`, {
      consent: 'given',
      consentSource: 'formulaire',
    });
  [desk, night] = await Promise.all([
    rig.open('/people/segments', 'Anna', { locale: 'en-GB' }),
    rig.open('/people/segments', 'Anna', { locale: 'fr-FR', scheme: 'dark', width: 390, height: 844 }),
  ]);
});
afterAll(() => rig.stop());

const go = async (page: Page, path: string): Promise<void> => {
  await page.goto(`${rig.gateway.url}/console${path}`);
  await page.locator('h1').waitFor();
};

test('a segment is built by conditions, read as a sentence, and counted at each change', async () => {
  await desk.getByText('There are no segments yet.').waitFor();
  await desk.getByRole('link', { name: 'New segment' }).first().click();
  await desk.getByRole('textbox', { name: 'Name', exact: true }).fill('Ground floor of A and B, no staff');
  await desk.getByText('Complete each condition: something is missing.').first().waitFor();
  await desk.getByRole('combobox', { name: 'Name of the attribute' }).fill('building');
  await desk.getByLabel('Comparison').selectOption('in');
  await desk.getByLabel('Values, separated by commas').fill('A, B');
  await desk.getByText('134 people').waitFor();
  await desk.getByRole('button', { name: 'Add a condition' }).click();
  await desk.getByRole('combobox', { name: 'Name of the attribute' }).nth(1).fill('floor');
  await desk.getByLabel('Comparison').nth(1).selectOption('less');
  await desk.getByLabel('Value', { exact: true }).fill('1');
  await desk.getByText('34 people').waitFor();
  await desk.getByRole('button', { name: 'Add a condition' }).click();
  await desk.getByLabel('What is asked').nth(2).selectOption('list');
  await desk.getByLabel('Comparison').nth(2).selectOption('isNot');
  await desk.getByLabel('List', { exact: true }).selectOption('Personnel');
  await desk
    .getByText(
      'People whose attribute building is A or B, whose attribute floor is less than 1 and who are not on the list “Personnel”.',
    )
    .waitFor();
  await desk.getByText('32 people').waitFor();
  await desk.getByText('of 200 contacts').waitFor();
  await desk.getByText('and 27 more').waitFor();
  expect(await violations(desk)).toEqual([]);
  await rig.picture(desk, 'segment');
  await desk.getByRole('button', { name: 'Save the segment' }).click();
  await desk.getByRole('link', { name: 'Ground floor of A and B, no staff' }).waitFor();
  const { rule } = await json<{ rule: unknown }>('GET', '/v1/segments/1');
  expect(rule).toEqual({
    and: [
      { field: 'attributes.building', op: 'in', value: ['A', 'B'] },
      { field: 'attributes.floor', op: 'lt', value: 1 },
      { not: { list: 1 } },
    ],
  });
  await desk.getByRole('cell', { name: '32' }).waitFor();
  expect(await violations(desk)).toEqual([]);
  await rig.picture(desk, 'segments');
});

test('a segment of everybody is saved only after a question that says how many that is', async () => {
  await go(desk, '/people/segments/new');
  await desk.getByRole('textbox', { name: 'Name', exact: true }).fill('All of them');
  await desk.getByLabel('What is asked').selectOption('language');
  await desk.getByLabel('Comparison').selectOption('known');
  await desk.getByText('This is true of everybody: all 200 contacts.').waitFor();
  await desk.getByRole('button', { name: 'Save the segment …' }).click();
  const verb = desk.getByRole('button', { name: 'Save a segment of everybody (200 people)' });
  await verb.waitFor();
  expect((await json<{ items: unknown[] }>('GET', '/v1/segments')).items).toHaveLength(1);
  await verb.click();
  await desk.getByRole('link', { name: 'All of them' }).waitFor();
});

test('an attribute that nobody has is said, and a rule with groups is opened again as it was', async () => {
  const rule = {
    or: [
      { area: 1 },
      {
        not: {
          or: [
            { field: 'attributes.bulding', op: 'eq', value: 'B' },
            { field: 'position', op: 'exists' },
          ],
        },
      },
    ],
  };
  await json('POST', '/v1/segments', { name: 'Groups', rule });
  await go(night, '/people/segments/3');
  await night.getByText('Aucun contact n’a l’attribut bulding. Est-il mal écrit ?').waitFor();
  await night
    .getByText(
      'Les personnes qui sont dans la zone « Rive <b>nord</b> » ou (dont l’attribut bulding n’est pas « B » ou est inconnu et dont la position est inconnue).',
    )
    .waitFor();
  expect(await violations(night)).toEqual([]);
  expect(await night.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  await rig.picture(night, 'segment-phone-dark');
  await night.getByRole('button', { name: 'Enregistrer le segment' }).click();
  await night.getByRole('link', { name: 'Groups' }).waitFor();
  expect((await json<{ rule: unknown }>('GET', '/v1/segments/3')).rule).toEqual(rule);
  expect(await violations(night)).toEqual([]);
});

test('a member is found, put on a list by number, taken off, and back by one click', async () => {
  await go(desk, '/people/lists/1');
  const shown = desk.locator('#members-title');
  await soon(() => shown.textContent()).toBe('3 members');
  await desk.getByLabel('Number of the contact').fill('06 39 98 00 01');
  await desk.getByLabel('What shows the consent').fill('a call');
  await desk.getByRole('button', { name: 'Put on the list' }).click();
  await soon(() => shown.textContent()).toBe('4 members');
  expect(await violations(desk)).toEqual([]);
  await rig.picture(desk, 'list');
  await desk.getByLabel('Number of the contact').fill('06 39 98 99 99');
  await desk.getByRole('button', { name: 'Put on the list' }).click();
  await desk.getByText('There is no contact of this number.').waitFor();
  await desk.getByRole('searchbox').fill('Paul');
  await desk.getByRole('link', { name: 'Paul 1' }).waitFor();
  await desk.getByRole('link', { name: 'Lina' }).waitFor({ state: 'detached' });
  await desk.getByRole('button', { name: 'Take +33 6 39 98 00 01 off the list' }).click();
  await desk.getByText('Nobody on the list fits the search.').waitFor();
  await desk.getByRole('button', { name: 'Undo' }).click();
  await desk.getByRole('link', { name: 'Paul 1' }).waitFor();
  expect(await json('GET', '/v1/lists/1/members')).toMatchObject({
    total: 4,
    items: expect.arrayContaining([
      expect.objectContaining({ number: '+33639980001', consent: 'given', consentSource: 'a call' }),
    ]),
  });
});

test('a list is made with its kind and the words by which phones join it', async () => {
  await go(night, '/people/lists/new');
  await night.getByLabel('Nom', { exact: true }).fill('Crue');
  await night.getByLabel('On peut s’y inscrire par SMS').check();
  await night.getByLabel('Mots qui inscrivent un téléphone').fill('CRUE, INSCRIPTION CRUE');
  expect(await violations(night)).toEqual([]);
  await night.getByRole('button', { name: 'Enregistrer la liste' }).click();
  await night.getByRole('link', { name: 'Crue' }).waitFor();
  expect(await json('GET', '/v1/lists/2')).toMatchObject({
    kind: 'emergency',
    optIn: { words: ['CRUE', 'INSCRIPTION CRUE'], double: true },
  });
  await rig.picture(night, 'lists-phone-dark');
});
